"""Small image files of every kind that dev.atelier.media.ImageFiles reads, with the pixels that must come out, made with Pillow.

Writes core/src/test/resources/media/files/* , pixels.bin (raw planar bytes) and pixels.txt (file, channels, height, width).
Run: python benchmarks/peers/pillow_images.py
"""
import pathlib
import platform
import struct
import zlib

import numpy
import PIL
from PIL import Image

HEIGHT, WIDTH = 9, 12
TARGET = pathlib.Path(__file__).resolve().parents[2] / "core/src/test/resources/media/files"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(array, colour_type, depth, extra=b""):
    """A PNG by hand, for the kinds that Pillow cannot write."""
    rows = b"".join(b"\0" + row.tobytes() for row in array)
    height, width = array.shape[:2]
    if depth < 8:
        width = width * 8 // depth
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def reduce(array):
    return ((array.astype(numpy.int64) * 255 + 32767) // 65535).astype(numpy.uint8)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(7)
    grey = random.integers(0, 256, (HEIGHT, WIDTH)).astype(numpy.uint8)
    colour = random.integers(0, 256, (HEIGHT, WIDTH, 4)).astype(numpy.uint8)
    deep = random.integers(0, 65536, (HEIGHT, WIDTH)).astype(numpy.uint16)
    deep_colour = random.integers(0, 65536, (HEIGHT, WIDTH, 3)).astype(numpy.uint16)
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    smooth = numpy.stack([40 + x * 15, 220 - y * 20, 60 + (x + y) * 6], axis=-1).astype(numpy.uint8)
    rgb, rgba = Image.fromarray(colour[..., :3].copy(), "RGB"), Image.fromarray(colour, "RGBA")
    lines = [f"# Pillow {PIL.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}", "# file channels height width"]
    with open(TARGET / "pixels.bin", "wb") as out:

        def expect(name, pixels):
            pixels = numpy.asarray(pixels)
            pixels = pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)
            lines.append(" ".join([name, *map(str, pixels.shape)]))
            out.write(numpy.ascontiguousarray(pixels).tobytes())

        def save(name, image, expected, **options):
            image.save(TARGET / name, **options)
            expect(name, expected)

        def write(name, data, expected):
            (TARGET / name).write_bytes(data)
            expect(name, expected)

        save("grey8.png", Image.fromarray(grey, "L"), grey)
        save("grey-alpha.png", Image.fromarray(colour[..., :2].copy(), "LA"), colour[..., :2])
        save("rgb8.png", rgb, colour[..., :3])
        save("rgba8.png", rgba, colour)
        save("grey16.png", Image.fromarray(deep), reduce(deep))
        write("rgb16.png", png(deep_colour.astype(">u2"), 2, 16), reduce(deep_colour))
        bits = random.integers(0, 256, (HEIGHT, 2)).astype(numpy.uint8)
        write("grey1.png", png(bits, 0, 1), numpy.unpackbits(bits, axis=1) * 255)
        write("grey4.png", png(bits, 0, 4), numpy.stack([bits >> 4, bits & 15], axis=-1).reshape(HEIGHT, 4) * 17)
        palette = rgb.quantize(16)
        save("palette.png", palette, palette.convert("RGB"))
        save("palette.gif", palette, palette.convert("RGB"))
        clear = palette.copy()
        clear.info["transparency"] = 3
        save("palette-alpha.png", clear, clear.convert("RGBA"), transparency=3)
        shades = Image.fromarray(grey // 16 * 17, "L")
        save("grey.gif", shades, shades)
        save("rgb.bmp", rgb, rgb)
        save("grey.bmp", Image.fromarray(grey, "L"), grey)
        save("rgb.tif", rgb, rgb, compression="tiff_lzw")
        save("rgba.tif", rgba, rgba)
        save("grey16.tif", Image.fromarray(deep), reduce(deep))
        save("rgb.webp", rgb, rgb, lossless=True)
        save("rgba.webp", rgba, rgba, lossless=True, exact=True)
        for name, image, options in [("grey.jpg", Image.fromarray(smooth[..., 0].copy(), "L"), {}), ("rgb.jpg", Image.fromarray(smooth, "RGB"), {"subsampling": 0}),
                                     ("cmyk.jpg", Image.fromarray(smooth, "RGB").convert("CMYK"), {})]:
            image.save(TARGET / name, quality=95, **options)
            expect(name, Image.open(TARGET / name).convert("L" if image.mode == "L" else "RGB"))
        Image.fromarray(smooth, "RGB").save(TARGET / "lossy.webp", quality=95)
        expect("lossy.webp", Image.open(TARGET / "lossy.webp").convert("RGB"))
    (TARGET / "pixels.txt").write_text("\n".join(lines) + "\n")
    large = numpy.asarray(Image.fromarray(smooth, "RGB").resize((96, 72)))
    large = (large.astype(int) + random.integers(-20, 20, large.shape)).clip(0, 255).astype(numpy.uint8)
    for suffix in ["png", "jpg", "bmp", "gif", "tif", "webp"]:  # for cutting short
        Image.fromarray(large, "RGB").save(TARGET.parent / f"large.{suffix}")


if __name__ == "__main__":
    main()
