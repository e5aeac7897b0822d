// The plane of one frame, from the attributes that place it in the patient. Any thread.
#pragma once

#include "imaging/dicom_header.h"

namespace imaging {

// Fills plane, thicknessMm and sliceSpacingMm of a frame, or planeProblem where the plane is incomplete or impossible.
// position holds ImagePositionPatient, orientation ImageOrientationPatient, measures PixelSpacing and thickness: one
// and the same dataset in classic files, functional groups in enhanced ones.
void readPlane(DcmItem& position, DcmItem& orientation, DcmItem& measures, DicomFrame& frame);

}  // namespace imaging
