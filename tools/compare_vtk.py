#!/usr/bin/env python3
"""Sagitta's renderer beside VTK's two volume mappers: the same volume, camera, transfer function, shading and step, in
one run on one machine. Prints how far the pictures are apart and what each cost.

    tools/compare_vtk.py --probe build/release/tools/render_probe [--size 256] [--picture 1024x768] [--repeat 3]
                         [--tissue translucent bone] [--shade on off] [--keep FOLDER]

Needs python3-vtk9, python3-numpy and an X server (it starts Xvfb, from the package xvfb, where DISPLAY is unset). Times
are CPU time / 2: the wall time of a free machine of two cores, whatever else runs. The volume is a synthetic CT: nested
ellipsoids with noise.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import vtk
from vtk.util import numpy_support

BACKGROUND = (0.05, 0.06, 0.07)
SHADING = {"ambient": 0.2, "diffuse": 0.7, "specular": 0.2, "shininess": 10}
STEP_MM = 1.0
# value, red, green, blue, opacity of 1 mm
TISSUE = {
    "translucent": [(-400, 0.3, 0.15, 0.1, 0.0), (-100, 0.6, 0.35, 0.25, 0.004), (50, 0.8, 0.45, 0.35, 0.02),
                    (150, 0.9, 0.6, 0.5, 0.03), (400, 0.95, 0.9, 0.8, 0.2), (1500, 1.0, 1.0, 1.0, 0.5)],
    "bone": [(250, 0.6, 0.4, 0.3, 0.0), (400, 0.85, 0.75, 0.6, 0.3), (900, 0.95, 0.92, 0.85, 0.9),
             (1800, 1.0, 1.0, 1.0, 1.0)],
}


def synthetic_ct(n):
    """int16 [k, j, i]: air, skin and soft tissue, a skull-like shell, some small bright bodies, noise."""
    random = numpy.random.default_rng(1)
    axis = (numpy.arange(n, dtype=numpy.float32) - (n - 1) / 2) / (n / 2)
    volume = numpy.empty((n, n, n), numpy.int16)
    bodies = random.uniform(-0.45, 0.45, (24, 3))
    for k in range(n):
        z = axis[k]
        x, y = axis[None, :], axis[:, None]
        head = (x / 0.72) ** 2 + (y / 0.88) ** 2 + (z / 0.9) ** 2
        slab = numpy.full((n, n), -1000, numpy.float32)
        slab[head < 1.0] = 20
        slab[(head < 0.92) & (head > 0.80)] = 900
        slab[head < 0.80] = 40
        slab[(x / 0.2) ** 2 + ((y + 0.2) / 0.3) ** 2 + (z / 0.25) ** 2 < 1] = 5
        for bx, by, bz in bodies:
            slab[(x - bx) ** 2 + (y - by) ** 2 + (z - bz) ** 2 < 0.05 ** 2] = 250
        slab += random.normal(0, 20, (n, n)).astype(numpy.float32)
        volume[k] = numpy.clip(slab, -1024, 3071)
    return volume


def camera_for(n):
    middle = (n - 1) / 2
    eye = numpy.array([0.42, -0.86, 0.30])
    eye = eye / numpy.linalg.norm(eye) * n * 2.4 + middle
    return {"position_mm": [float(v) for v in eye], "target_mm": [middle] * 3, "up": [0, 0, 1],
            "field_of_view_deg": 30}


class VtkScene:
    """One window with the volume, drawn by one of VTK's mappers."""

    def __init__(self, volume, camera, tissue, shaded, size, mapper):
        self.image = vtk.vtkImageData()
        n = volume.shape
        self.image.SetDimensions(n[2], n[1], n[0])
        self.scalars = numpy_support.numpy_to_vtk(volume.ravel(), deep=False)
        self.image.GetPointData().SetScalars(self.scalars)
        colors, opacity = vtk.vtkColorTransferFunction(), vtk.vtkPiecewiseFunction()
        for value, red, green, blue, alpha in TISSUE[tissue]:
            colors.AddRGBPoint(value, red, green, blue)
            opacity.AddPoint(value, alpha)
        look = vtk.vtkVolumeProperty()
        look.SetColor(colors)
        look.SetScalarOpacity(opacity)
        look.SetScalarOpacityUnitDistance(1.0)
        look.SetInterpolationTypeToLinear()
        look.SetShade(shaded)
        look.SetAmbient(SHADING["ambient"])
        look.SetDiffuse(SHADING["diffuse"])
        look.SetSpecular(SHADING["specular"])
        look.SetSpecularPower(SHADING["shininess"])
        self.mapper = mapper
        mapper.SetInputData(self.image)
        mapper.SetAutoAdjustSampleDistances(False)
        mapper.SetSampleDistance(STEP_MM)
        if isinstance(mapper, vtk.vtkGPUVolumeRayCastMapper):
            mapper.SetUseJittering(False)
            mapper.SetMaxMemoryInBytes(8 << 30)
            mapper.SetMaxMemoryFraction(1.0)
        else:
            mapper.SetImageSampleDistance(1.0)
            mapper.SetInteractiveSampleDistance(STEP_MM)
            mapper.SetNumberOfThreads(2)
        actor = vtk.vtkVolume()
        actor.SetMapper(mapper)
        actor.SetProperty(look)
        renderer = vtk.vtkRenderer()
        renderer.SetBackground(*BACKGROUND)
        renderer.AddVolume(actor)
        view = renderer.GetActiveCamera()
        view.SetPosition(*camera["position_mm"])
        view.SetFocalPoint(*camera["target_mm"])
        view.SetViewUp(*camera["up"])
        view.SetViewAngle(camera["field_of_view_deg"])
        renderer.ResetCameraClippingRange()
        self.window = vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetMultiSamples(0)
        self.window.SetSize(*size)
        self.window.AddRenderer(renderer)

    def draw(self):
        self.window.Render()

    def picture(self):
        grab = vtk.vtkWindowToImageFilter()
        grab.SetInput(self.window)
        grab.ReadFrontBufferOff()
        grab.ShouldRerenderOff()
        grab.Update()
        image = grab.GetOutput()
        width, height, _ = image.GetDimensions()
        pixels = numpy_support.vtk_to_numpy(image.GetPointData().GetScalars())
        return pixels.reshape(height, width, -1)[::-1, :, :3].astype(numpy.int16)

    def keep(self, path):
        grab = vtk.vtkWindowToImageFilter()
        grab.SetInput(self.window)
        grab.ReadFrontBufferOff()
        writer = vtk.vtkPNGWriter()
        writer.SetFileName(str(path))
        writer.SetInputConnection(grab.GetOutputPort())
        writer.Write()


def half_cpu_ms(draw):
    start = time.process_time()
    draw()
    return (time.process_time() - start) * 500


def read_png(path):
    reader = vtk.vtkPNGReader()
    reader.SetFileName(str(path))
    reader.Update()
    image = reader.GetOutput()
    width, height, _ = image.GetDimensions()
    pixels = numpy_support.vtk_to_numpy(image.GetPointData().GetScalars())
    return pixels.reshape(height, width, -1)[::-1, :, :3].astype(numpy.int16)


class OurScene:
    """The same volume drawn by our renderer, in a process that draws a frame whenever it is told to."""

    def __init__(self, args, folder, raw, camera, tissue, shaded, size):
        n = args.size
        self.out = folder / f"sagitta-{tissue}-{'shaded' if shaded else 'plain'}.png"
        scene = {
            "volume": {"file": str(raw), "type": "int16", "size": [n, n, n],
                       "world_from_voxel": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]},
            "picture": {"size": list(size), "out": str(self.out)}, "repeat": args.repeat, "paced": True,
            "layout": "3d", "camera": camera,
            "transfer_function": {"points": TISSUE[tissue], "shading": SHADING if shaded else None},
            "step_mm": STEP_MM, "jitter": False, "like_vtk": True, "background": BACKGROUND, "device": args.device,
        }
        path = folder / "scene.json"
        path.write_text(json.dumps(scene))
        self.probe = subprocess.Popen([args.probe, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def half_cpu_ms(self):
        self.probe.stdin.write("draw\n")
        self.probe.stdin.flush()
        return json.loads(self.probe.stdout.readline())["cpu_ms"] / 2

    def finish(self):
        """Its device, samples a ray, and picture; only after the last frame."""
        told = json.loads(self.probe.communicate()[0])
        if self.probe.returncode != 0:
            sys.exit(f"{self.probe.args[0]} ended with {self.probe.returncode}")
        return told, read_png(self.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probe", required=True, help="our render_probe")
    parser.add_argument("--size", type=int, default=256, help="voxels along each side")
    parser.add_argument("--picture", default="1024x768")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--tissue", nargs="+", choices=sorted(TISSUE), default=sorted(TISSUE))
    parser.add_argument("--shade", nargs="+", choices=["on", "off"], default=["on"])
    parser.add_argument("--mapper", nargs="+", choices=["gpu", "fixedpoint"], default=["gpu", "fixedpoint"])
    parser.add_argument("--device", default="", help="of ours, as for sagitta --device")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder to leave the pictures in")
    args = parser.parse_args()
    if not os.environ.get("DISPLAY"):
        # -noreset: without it the server restarts when its first client leaves, under the next one's feet.
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24 -noreset", sys.executable, *sys.argv])

    size = tuple(int(side) for side in args.picture.split("x"))
    camera = camera_for(args.size)
    volume = synthetic_ct(args.size)
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        raw = pathlib.Path(temporary) / "volume.raw"
        volume.tofile(raw)
        print(f"{args.size}^3, {args.picture}, step {STEP_MM} mm; ms are CPU time / 2; median of {args.repeat} frames "
              "each, drawn in turns")
        mappers = {"gpu": vtk.vtkOpenGLGPUVolumeRayCastMapper, "fixedpoint": vtk.vtkFixedPointVolumeRayCastMapper}
        for tissue in args.tissue:
            for shaded in (shade == "on" for shade in args.shade):
                scenes = {name: VtkScene(volume, camera, tissue, shaded, size, mappers[name]())
                          for name in args.mapper}
                for scene in scenes.values():
                    scene.draw()  # uploads, compiles
                ours = OurScene(args, folder, raw, camera, tissue, shaded, size)
                my_ms, their_ms = [], {name: [] for name in scenes}
                for _ in range(args.repeat):
                    my_ms.append(ours.half_cpu_ms())
                    for name, scene in scenes.items():
                        their_ms[name].append(half_cpu_ms(scene.draw))
                told, mine = ours.finish()
                print(f"{tissue}, {'shaded' if shaded else 'unshaded'}: sagitta {statistics.median(my_ms):.0f} ms on "
                      f"{told['device']}, {told['samples_per_ray']:.1f} samples a ray", flush=True)
                for name, scene in scenes.items():
                    apart = numpy.abs(scene.picture() - mine)
                    # Of frames drawn one after the other: what else the machine does slows both alike.
                    ratio = statistics.median(theirs / my for theirs, my in zip(their_ms[name], my_ms))
                    print(f"  vtk {name}: {statistics.median(their_ms[name]):.0f} ms, ratio {ratio:.2f}; pictures "
                          f"differ by {apart.mean():.3f}/255 in the mean, 99th percentile "
                          f"{numpy.percentile(apart, 99):.0f}", flush=True)
                    if args.keep:
                        scene.keep(folder / f"vtk-{name}-{tissue}-{'shaded' if shaded else 'plain'}.png")
                    scene.window.Finalize()


if __name__ == "__main__":
    main()
