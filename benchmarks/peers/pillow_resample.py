"""Golden bytes for dev.atelier.media.Resample, Transparency and Channels, made with Pillow.

Writes core/src/test/resources/media/resample.bin (raw planar bytes, one array after the other) and resample.txt (what they are).
Width first, then height, in two calls: the order of every Pillow before 13, which does the height first where that shrinks much more.
Run: python benchmarks/peers/pillow_resample.py
"""
import pathlib
import platform

import numpy
import PIL
from PIL import Image

FILTERS = {"BILINEAR": Image.BILINEAR, "BICUBIC": Image.BICUBIC, "LANCZOS": Image.LANCZOS}
CASES = [("colour", 16, 16), ("colour", 64, 80), ("colour", 37, 20), ("colour", 11, 53), ("colour", 1, 1), ("grey", 32, 32), ("grey", 14, 14),
         ("grey", 9, 31)]
TARGET = pathlib.Path(__file__).resolve().parents[2] / "core/src/test/resources/media"


def sources():
    """A colour ramp with hard edges and noise, and a grey one: what makes over- and undershoot."""
    random = numpy.random.default_rng(20240229)
    y, x = numpy.mgrid[0:37, 0:53]
    ramp = numpy.stack([(x * 5) % 256, (y * 7) % 256, ((x // 9 + y // 7) % 2) * 255], axis=-1)
    noise = random.integers(0, 256, ramp.shape)
    colour = numpy.where(x[..., None] < 30, ramp, noise).astype(numpy.uint8)
    grey = random.integers(0, 256, (28, 28)).astype(numpy.uint8)
    grey[8:20, 8:20] = 255
    return {"colour": Image.fromarray(colour, "RGB"), "grey": Image.fromarray(grey, "L")}


def planar(image):
    array = numpy.asarray(image)
    return array[None] if array.ndim == 2 else array.transpose(2, 0, 1)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    lines = [f"# Pillow {PIL.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}", "# name channels height width"]
    with open(TARGET / "resample.bin", "wb") as out:

        def put(name, image):
            pixels = planar(image)
            lines.append(" ".join([name, *map(str, pixels.shape)]))
            out.write(numpy.ascontiguousarray(pixels).tobytes())

        images = sources()
        for name, image in images.items():
            put(name, image)
        put("luma", images["colour"].convert("L"))
        for key, code in FILTERS.items():
            for name, height, width in CASES:
                put(f"{name}:{key}:{height}x{width}", images[name].resize((width, images[name].height), code).resize((width, height), code))
        random = numpy.random.default_rng(4)
        clear = random.integers(0, 256, (37, 53, 4)).astype(numpy.uint8)
        clear[:20, :, 3] = numpy.mgrid[0:20, 0:53][1] * 255 // 52
        clear[20:, :30, 3] = 0
        for name, image, mode in [("clear", Image.fromarray(clear, "RGBA"), "RGBa"), ("clear-grey", Image.fromarray(clear[..., 2:].copy(), "LA"), "La")]:
            put(name, image)
            for height, width in [(16, 16), (37, 20), (50, 90)]:
                resized = image.convert(mode).resize((width, image.height), Image.BICUBIC).resize((width, height), Image.BICUBIC)
                put(f"{name}@{height}x{width}", resized.convert(image.mode))
    (TARGET / "resample.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
