// Guards DCMTK's parser, which recurses once per nested sequence, against files made to exhaust the stack. Any thread.
#pragma once

#include <string>

#include "imaging/dicom_bytes.h"

namespace imaging {

// Walks the element headers of a DICOM file (not deflated) without building anything, up to the pixel data. Throws
// core::Error naming `subject` where sequences are nested more than 64 deep (real ones stay below 20), or a value
// claims more than 64 MiB and more than the file has. A file that is damaged otherwise passes: DCMTK says what is wrong
// with it.
void refuseDeepNesting(ByteSource& source, const MetaInformation& meta, const std::string& subject);

}  // namespace imaging
