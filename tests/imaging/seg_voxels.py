#!/usr/bin/python3
"""Reads a binary DICOM SEG with pydicom alone and prints, for every set voxel, its segment number and its centre in
the patient (LPS, mm): "1 12.5 -3.25 40.0". First one JSON line with what the file says of itself."""
import json
import sys

import pydicom


def bits(data, first, count):
    return [data[(first + n) >> 3] >> ((first + n) & 7) & 1 for n in range(count)]


dataset = pydicom.dcmread(sys.argv[1])
assert dataset.SOPClassUID == "1.2.840.10008.5.1.4.1.1.66.4" and dataset.SegmentationType == "BINARY"
rows, columns = dataset.Rows, dataset.Columns
shared = dataset.SharedFunctionalGroupsSequence[0]
frames = dataset.PerFrameFunctionalGroupsSequence
assert len(frames) == dataset.NumberOfFrames
assert len(dataset.PixelData) >= (rows * columns * len(frames) + 7) // 8

about = {
    "patient": [str(dataset.PatientID), str(dataset.PatientName)],
    "creator": str(dataset.ContentCreatorName),
    "frame_of_reference": dataset.FrameOfReferenceUID,
    "study": dataset.StudyInstanceUID,
    "segments": [
        {
            "number": s.SegmentNumber,
            "label": s.SegmentLabel,
            "description": s.get("SegmentDescription", ""),
            "tracking_id": s.TrackingID,
            "algorithm": s.SegmentAlgorithmType,
            "category": s.SegmentedPropertyCategoryCodeSequence[0].CodeValue,
            "type": s.SegmentedPropertyTypeCodeSequence[0].CodeValue,
        }
        for s in dataset.SegmentSequence
    ],
    "sources": [
        [
            [i.ReferencedSOPInstanceUID, i.get("ReferencedFrameNumber", 0)]
            for d in f.get("DerivationImageSequence", [])
            for i in d.SourceImageSequence
        ]
        for f in frames
    ],
    "referenced": [
        [s.SeriesInstanceUID, [i.ReferencedSOPInstanceUID for i in s.ReferencedInstanceSequence]]
        for s in dataset.get("ReferencedSeriesSequence", [])
    ],
    "positions": [[float(x) for x in f.PlanePositionSequence[0].ImagePositionPatient] for f in frames],
}
print(json.dumps(about))

row_spacing, column_spacing = (float(x) for x in shared.PixelMeasuresSequence[0].PixelSpacing)
orientation = [float(x) for x in shared.PlaneOrientationSequence[0].ImageOrientationPatient]
along_row, along_column = orientation[:3], orientation[3:]
for n, frame in enumerate(frames):
    number = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
    corner = [float(x) for x in frame.PlanePositionSequence[0].ImagePositionPatient]
    for index, bit in enumerate(bits(dataset.PixelData, n * rows * columns, rows * columns)):
        if bit:
            y, x = divmod(index, columns)
            where = [
                corner[a] + along_row[a] * column_spacing * x + along_column[a] * row_spacing * y for a in range(3)
            ]
            print(number, *(repr(w) for w in where))
