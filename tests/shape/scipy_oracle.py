"""Works out by SciPy what operations on masks should have given, and compares.

usage: scipy_oracle.py FOLDER

FOLDER holds cases.json, a list of {"name", "size", "spacing_mm", "mask", "results": [{"operation", "parameters", "file"}]}
and the masks it names: one byte per voxel, i fastest. Prints one line per difference; exits 1 where there is any.
"""
import json
import pathlib
import sys

import numpy
from scipy import ndimage

TIE = 1e-9


def within(mask, spacing, radius):
    if not mask.any():
        return mask
    return ndimage.distance_transform_edt(~mask, sampling=spacing) <= radius * (1 + 1e-9)


def smoothed(mask, spacing, sigma):
    sigmas = [sigma / step for step in spacing]
    blur = lambda image: ndimage.gaussian_filter(image.astype(float), sigmas, mode="constant", truncate=4.0)
    return blur(mask) / blur(numpy.ones_like(mask)) > 0.5


def signed(plane, spacing):
    padded = numpy.pad(plane, 1)
    inside = ndimage.distance_transform_edt(padded, sampling=spacing)
    outside = ndimage.distance_transform_edt(~padded, sampling=spacing)
    return (inside - outside)[1:-1, 1:-1]


def between_slices(mask, spacing, axis):
    planes = numpy.moveaxis(mask, axis, 0).copy()
    in_plane = [step for at, step in enumerate(spacing) if at != axis]
    painted = [at for at in range(len(planes)) if planes[at].any()]
    for low, high in zip(painted, painted[1:]):
        first, last = signed(planes[low], in_plane), signed(planes[high], in_plane)
        for at in range(low + 1, high):
            weight = (at - low) / (high - low)
            planes[at] = first * (1 - weight) + last * weight >= -TIE
    return numpy.moveaxis(planes, 0, axis)


def holes_in_slices(mask, axis):
    planes = numpy.moveaxis(mask, axis, 0)
    return numpy.moveaxis(numpy.array([ndimage.binary_fill_holes(plane) for plane in planes]), 0, axis)


def islands(mask, least):
    labels, count = ndimage.label(mask, structure=numpy.ones((3, 3, 3)))
    sizes = numpy.bincount(labels.ravel(), minlength=count + 1)
    sizes[0] = 0
    return (sizes >= least)[labels] & mask


def expected(operation, mask, spacing, parameters):
    """Arrays are indexed k, j, i, and so are spacings here; axes are named 0 for i."""
    length = parameters.get("mm")
    axis = 2 - parameters["axis"] if "axis" in parameters else None
    if operation == "grow":
        return within(mask, spacing, length)
    if operation == "shrink":
        return mask & ~within(~mask, spacing, length)
    if operation == "smooth":
        return smoothed(mask, spacing, length)
    if operation == "holes":
        return ndimage.binary_fill_holes(mask)
    if operation == "holes-in-slices":
        return holes_in_slices(mask, axis)
    if operation == "between-slices":
        return between_slices(mask, spacing, axis)
    if operation == "islands":
        return islands(mask, parameters["least"])
    raise ValueError(operation)


def main():
    folder = pathlib.Path(sys.argv[1])
    differing = 0
    for case in json.loads((folder / "cases.json").read_text()):
        shape = case["size"][::-1]
        spacing = case["spacing_mm"][::-1]
        read = lambda name: numpy.fromfile(folder / name, numpy.uint8).reshape(shape).astype(bool)
        mask = read(case["mask"])
        for result in case["results"]:
            wanted = expected(result["operation"], mask, spacing, result["parameters"])
            differ = int((wanted != read(result["file"])).sum())
            if differ:
                differing += 1
                print(f"{case['name']}: {result['operation']} {result['parameters']}: {differ} voxels differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
