#!/usr/bin/python3
"""Reads what this project wrote with nibabel and prints it as JSON.

read_back.py FILE...: per file its shape, RAS affine, sform and qform codes, number type, and a checksum of its values as
float64, i fastest. Exit status 77 where nibabel is missing.
"""
import hashlib
import json
import sys

try:
    import nibabel
    import numpy
except ImportError as error:
    print(f"skipped: {error}", file=sys.stderr)
    sys.exit(77)


def described(path):
    image = nibabel.load(path)
    values = numpy.asarray(image.dataobj, dtype="<f8")
    return {
        "shape": list(image.shape),
        "affine_RAS": image.affine.tolist(),
        "qform_RAS": image.get_qform().tolist(),
        "codes": [int(image.header["sform_code"]), int(image.header["qform_code"])],
        "type": str(image.get_data_dtype()),
        "sha256": hashlib.sha256(values.tobytes(order="F")).hexdigest(),
    }


print(json.dumps({path: described(path) for path in sys.argv[1:]}))
