#!/usr/bin/python3
"""Rewrites a binary, explicit little-endian DICOM SEG with pydicom in ways that other writers use.
seg_variants.py IN OUT VARIANT"""
import copy
import struct
import sys

import pydicom
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian, JPEGLSLossless,
                         RLELossless)


def frame_bits(dataset):
    size = dataset.Rows * dataset.Columns
    data = dataset.PixelData
    return [[data[n >> 3] >> (n & 7) & 1 for n in range(f * size, (f + 1) * size)]
            for f in range(dataset.NumberOfFrames)]


def packed(bits):
    bits = bits + [0] * (-len(bits) % 8)
    return bytes(sum(bits[n + b] << b for b in range(8)) for n in range(0, len(bits), 8))


def even(data):
    return data + b"\0" * (len(data) % 2)


def set_frames(dataset, groups, bits):
    dataset.PerFrameFunctionalGroupsSequence = Sequence(groups)
    dataset.NumberOfFrames = len(groups)
    dataset.PixelData = even(packed([bit for frame in bits for bit in frame]))


def run_lengths(data):
    """PackBits: runs of 3 and more repeated, all else literal."""
    out, literal, n = b"", b"", 0

    def flushed(literal):
        return b"".join(bytes([len(literal[i:i + 128]) - 1]) + literal[i:i + 128] for i in range(0, len(literal), 128))

    while n < len(data):
        run = 1
        while run < 128 and n + run < len(data) and data[n + run] == data[n]:
            run += 1
        if run >= 3:
            out += flushed(literal) + bytes([257 - run, data[n]])
            literal = b""
        else:
            literal += data[n:n + run]
        n += run
    return even(out + flushed(literal))


def rle(dataset, frames):
    header = struct.pack("<16I", 1, 64, *[0] * 14)
    dataset.PixelData = encapsulate([header + run_lengths(frame) for frame in frames])
    dataset["PixelData"].is_undefined_length = True
    dataset["PixelData"].VR = "OB"
    dataset.file_meta.TransferSyntaxUID = RLELossless


def main(source, target, variant):
    dataset = pydicom.dcmread(source)
    bits = frame_bits(dataset)
    groups = list(dataset.PerFrameFunctionalGroupsSequence)
    shared = dataset.SharedFunctionalGroupsSequence[0]
    if variant in ("big-endian-words", "big-endian-bytes"):
        dataset.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        dataset.is_little_endian = False
        data = dataset.PixelData
        if variant == "big-endian-words":  # 16-bit words, each with its second byte first
            dataset["PixelData"].VR = "OW"
            dataset.PixelData = b"".join(data[n + 1:n + 2] + data[n:n + 1] for n in range(0, len(data), 2))
        else:
            dataset["PixelData"].VR = "OB"
    elif variant == "implicit":
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        dataset.is_implicit_VR = True
    elif variant == "deflated":
        dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    elif variant == "rle":
        rle(dataset, [packed(frame) for frame in bits])
    elif variant == "rle-byte-per-pixel":
        rle(dataset, [bytes(frame) for frame in bits])
    elif variant == "fractional":
        dataset.SegmentationType = "FRACTIONAL"
        dataset.SegmentationFractionalType = "PROBABILITY"
        dataset.MaximumFractionalValue = 100
        dataset.BitsAllocated = dataset.BitsStored = 8
        dataset.HighBit = 7
        dataset.PixelData = even(bytes(50 if bit else 49 for frame in bits for bit in frame))
        dataset["PixelData"].VR = "OB"
    elif variant == "shuffled":
        order = list(range(len(groups)))[::-1]
        order = order[1::2] + order[0::2]
        set_frames(dataset, [groups[n] for n in order], [bits[n] for n in order])
    elif variant == "orientation-per-frame":
        for group in groups:
            group.PlaneOrientationSequence = copy.deepcopy(shared.PlaneOrientationSequence)
            group.PixelMeasuresSequence = copy.deepcopy(shared.PixelMeasuresSequence)
        del shared.PlaneOrientationSequence, shared.PixelMeasuresSequence
    elif variant == "no-slice-spacing":
        del shared.PixelMeasuresSequence[0].SpacingBetweenSlices, shared.PixelMeasuresSequence[0].SliceThickness
    elif variant == "one-frame":
        set_frames(dataset, groups[:1], bits[:1])
    # from here on: what must be refused
    elif variant == "two-orientations":
        for group in groups:
            group.PlaneOrientationSequence = copy.deepcopy(shared.PlaneOrientationSequence)
        orientation = groups[-1].PlaneOrientationSequence[0]
        orientation.ImageOrientationPatient = list(orientation.ImageOrientationPatient)[3:] + list(
            orientation.ImageOrientationPatient)[:3]
        del shared.PlaneOrientationSequence
    elif variant == "tilted":
        for n, group in enumerate(groups):
            position = group.PlanePositionSequence[0]
            position.ImagePositionPatient = [position.ImagePositionPatient[0] + 0.3 * n,
                                             *position.ImagePositionPatient[1:]]
    elif variant == "no-position":
        del groups[0].PlanePositionSequence
    elif variant == "short":
        dataset.PixelData = dataset.PixelData[:len(dataset.PixelData) // 2 // 2 * 2]
    elif variant == "unknown-segment":
        groups[0].SegmentIdentificationSequence[0].ReferencedSegmentNumber = 999
    elif variant == "too-few-descriptions":
        dataset.PerFrameFunctionalGroupsSequence = Sequence(groups[:-1])
    elif variant == "huge-frames":
        dataset.NumberOfFrames = 2000000000
    elif variant == "no-segments":
        del dataset.SegmentSequence
    elif variant == "labelmap":
        dataset.SegmentationType = "LABELMAP"
    elif variant == "jpeg-ls":
        rle(dataset, [packed(frame) for frame in bits])
        dataset.file_meta.TransferSyntaxUID = JPEGLSLossless
    elif variant == "rle-damaged":
        rle(dataset, [packed(frame)[:2] for frame in bits])
    elif variant == "ct":
        dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    else:
        sys.exit("unknown variant " + variant)
    dataset.save_as(target, write_like_original=False)


main(*sys.argv[1:])
