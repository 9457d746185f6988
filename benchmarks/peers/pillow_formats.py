"""Small image files of the formats and modes that dev.atelier.media.ImageFiles reads, written by Pillow or by hand, with the pixels that Pillow reads.

Writes core/src/test/resources/media/formats/* , pixels.bin (raw planar bytes) and pixels.txt (file, channels, height, width).
A picture becomes grey, grey with alpha, colour or colour with alpha by the rules of docs/data.md; 16 bits become 8 by rounding.
Run: python benchmarks/peers/pillow_formats.py
"""
import io
import pathlib
import platform
import struct
import zlib

import numpy
import PIL
from PIL import Image, ImageOps, features

TARGET = pathlib.Path(__file__).resolve().parents[2] / "core/src/test/resources/media/formats"
HEIGHT, WIDTH = 27, 37
RANDOM = numpy.random.default_rng(11)


def scene(height=HEIGHT, width=WIDTH):
    """Smooth colours with a hard-edged red block and a noisy corner."""
    y, x = numpy.mgrid[0:height, 0:width]
    a = numpy.stack([127 + 120 * numpy.sin(x / 7 + y / 13), 127 + 120 * numpy.cos(x / 5 - y / 9), 127 + 120 * numpy.sin(x * y / 97)], axis=-1)
    a[height // 3 : height // 2, width // 4 : width // 2] = [250, 5, 10]
    corner = a[height // 2 :, width // 2 :]
    corner[:] = corner * 0.5 + RANDOM.integers(0, 100, corner.shape)
    return a.clip(0, 255).astype(numpy.uint8)


def reduce(array):
    return ((numpy.asarray(array).astype(numpy.int64) * 255 + 32767) // 65535).astype(numpy.uint8)


def seen(data):
    """What Pillow reads, by the product's rules of channels."""
    image = Image.open(io.BytesIO(data))
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        return reduce(numpy.asarray(image))
    if image.mode == "P":
        entries = numpy.frombuffer(image.getpalette("RGB") and bytes(image.getpalette("RGB")), numpy.uint8).reshape(-1, 3)
        used = entries[: max(1, min(len(entries), image.getextrema()[1] + 1))]
        grey = bool((entries == entries[:, :1]).all()) if len(used) else False
        clear = "transparency" in image.info
        image = image.convert("LA" if grey and clear else "L" if grey else "RGBA" if clear else "RGB")
    elif "transparency" in image.info and image.mode in ("1", "L", "RGB"):
        image = image.convert("RGBA" if image.mode == "RGB" else "LA")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = image.convert("RGB")
    return numpy.asarray(image)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed(values, depth):
    """Rows of samples of 1, 2, 4 bits, most significant first."""
    per = 8 // depth
    wide = numpy.pad(values, ((0, 0), (0, -values.shape[1] % per))).reshape(values.shape[0], -1, per)
    return sum(wide[..., i].astype(numpy.uint8) << (8 - depth * (i + 1)) for i in range(per)).astype(numpy.uint8)


PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def png(samples, colour_type, depth, extra=b"", interlaced=False, before_end=b""):
    """A PNG by hand; samples are [height, width] or [height, width, channels] of whole numbers."""

    def lines(part):
        if part.size == 0:
            return b""
        rows = packed(part, depth) if depth < 8 else part.astype(">u2") if depth == 16 else part.astype(numpy.uint8)
        return b"".join(b"\0" + row.tobytes() for row in rows)

    body = b"".join(lines(samples[y::dy, x::dx]) for y, x, dy, dx in PASSES) if interlaced else lines(samples)
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, colour_type, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(body)) + before_end + chunk(b"IEND", b"")


def tiff(strips, width, height, entries, order="<"):
    """A TIFF by hand: entries are tag → (type, values); the strips' places are filled in."""
    entries = {256: (4, [width]), 257: (4, [height]), 278: (4, [height]), 273: (4, [0] * len(strips)), 279: (4, [len(s) for s in strips]), **entries}
    at = 8
    places = []
    for strip in strips:
        places.append(at)
        at += len(strip) + len(strip) % 2
    if 324 in entries:
        entries[324] = (4, places)
        for tag in (273, 278, 279):
            del entries[tag]
    else:
        entries[273] = (4, places)
    sizes = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B"}
    table, beyond = b"", b""
    start = at + 2 + 12 * len(entries) + 4
    for tag in sorted(entries):
        kind, values = entries[tag]
        body = struct.pack(order + sizes[kind] * len(values), *values)
        if len(body) > 4:
            table += struct.pack(order + "HHII", tag, kind, len(values), start + len(beyond))
            beyond += body + b"\0" * (len(body) % 2)
        else:
            table += struct.pack(order + "HHI", tag, kind, len(values)) + body.ljust(4, b"\0")
    data = b"".join(strip + b"\0" * (len(strip) % 2) for strip in strips)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at)
    return head + data + struct.pack(order + "H", len(entries)) + table + struct.pack(order + "I", 0) + beyond


def bmp(rows, width, height, bits, compression=0, palette=b"", masks=b"", head=40):
    size = 14 + head + (len(masks) if head == 40 else 0) + len(palette)
    info = struct.pack("<IiiHHIIiiII", head, width, height, 1, bits, compression, len(rows), 2835, 2835, len(palette) // 4, 0)
    if head > 40:
        info += masks.ljust(head - 40, b"\0")
        masks = b""
    return b"BM" + struct.pack("<IHHI", size + len(rows), 0, 0, size) + info + masks + palette + rows


def bmp_rows(array):
    rows = array[::-1]
    return b"".join(row.tobytes() + b"\0" * (-len(row.tobytes()) % 4) for row in rows)


def sub_blocks(data):
    return b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255)) + b"\0"


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpegs(colour, grey):
    rgb, cmyk = Image.fromarray(colour), Image.fromarray(colour).convert("CMYK")
    for name, subsampling in [("444", 0), ("422", 1), ("420", 2)]:
        yield f"{name}.jpg", saved(rgb, "jpeg", quality=90, subsampling=subsampling)
        yield f"{name}-progressive.jpg", saved(rgb, "jpeg", quality=75, subsampling=subsampling, progressive=True)
    yield "low.jpg", saved(rgb, "jpeg", quality=10)
    yield "grey.jpg", saved(Image.fromarray(grey), "jpeg", quality=90)
    yield "grey-progressive.jpg", saved(Image.fromarray(grey), "jpeg", quality=90, progressive=True)
    yield "stored-as-rgb.jpg", saved(rgb, "jpeg", quality=90, keep_rgb=True)
    yield "cmyk.jpg", saved(cmyk, "jpeg", quality=90)
    yield "cmyk-progressive.jpg", saved(cmyk, "jpeg", quality=90, progressive=True)
    yield "restarts.jpg", saved(rgb, "jpeg", quality=90, restart_marker_blocks=2)
    yield "ycck.jpg", ycck(colour)
    yield "no-jfif.jpg", without(saved(rgb, "jpeg", quality=90, subsampling=0), 0xE0)
    profile = b"\0" * 200
    yield "broken-profile.jpg", saved(rgb, "jpeg", quality=90, icc_profile=b"not a profile at all")
    yield "broken-profile-grey.jpg", saved(Image.fromarray(grey), "jpeg", quality=90, icc_profile=profile)
    yield "broken-profile-cmyk.jpg", saved(cmyk, "jpeg", quality=90, icc_profile=profile)
    whole = saved(rgb, "jpeg", quality=90)
    segment = lambda marker, body: bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
    yield "profile-lacks-a-part.jpg", whole[:20] + segment(0xE2, b"ICC_PROFILE\0\1\3" + profile) + whole[20:]
    yield "broken-exif.jpg", whole[:20] + segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff") + whole[20:]
    yield "cut-exif.jpg", whole[:20] + segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x09\0\x12\1") + whole[20:]
    yield "broken-thumbnail.jpg", whole[:18] + b"\x10\x10" + whole[20:]
    yield "broken-jfxx.jpg", whole[:20] + segment(0xE0, b"JFXX\0\x10\xff\xd8\xff") + whole[20:]
    yield "short-adobe.jpg", whole[:20] + segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\xff") + whole[20:]
    for name, height, width, before, after in [("440", WIDTH, HEIGHT, 0x21, 0x12), ("411", 32, 64, 0x22, 0x41)]:
        picture = Image.fromarray(scene(*((HEIGHT, WIDTH) if name == "440" else (height, width))))
        yield f"{name}.jpg", resampled(saved(picture, "jpeg", quality=90, subsampling=1 if name == "440" else 2), height, width, before, after)
    yield "trailing.jpg", whole + b"\0" * 100 + b"appended"


def without(jpeg, marker):
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        length = 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        out += b"" if jpeg[at + 1] == marker else jpeg[at : at + length]
        at += length
    return out + jpeg[at:]


def resampled(jpeg, height, width, before, after):
    """The same blocks under another subsampling: another picture, as good as any, of a kind that Pillow does not write."""
    data = bytearray(jpeg)
    at = data.index(b"\xff\xc0")
    assert data[at + 11] == before
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    data[at + 11] = after
    return bytes(data)


def ycck(colour):
    """The planes of a CMYK JPEG called YCCK by Adobe's marker: other colours, rightly coded."""
    smooth = numpy.asarray(Image.fromarray(colour).convert("CMYK")).copy()
    smooth[..., 3] = 255 - numpy.mgrid[0:HEIGHT, 0:WIDTH][1] * 3
    data = bytearray(saved(Image.fromarray(smooth, "CMYK"), "jpeg", quality=95))
    data[data.index(b"Adobe") + 11] = 2
    return bytes(data)


def pngs(colour, grey):
    alpha = (numpy.mgrid[0:HEIGHT, 0:WIDTH][1] * 255 // (WIDTH - 1)).astype(numpy.uint8)
    rgba = numpy.dstack([colour, alpha])
    deep = RANDOM.integers(0, 65536, (HEIGHT, WIDTH, 4))
    quantized = Image.fromarray(colour).quantize(16)
    index = numpy.asarray(quantized)
    entries = bytes(quantized.getpalette("RGB"))[:48]
    palette = chunk(b"PLTE", entries)
    shades = chunk(b"PLTE", bytes(v for i in range(16) for v in [i * 17] * 3))
    for interlaced in (False, True):
        mark = "-interlaced" if interlaced else ""
        for depth in (1, 2, 4):
            yield f"grey{depth}{mark}.png", png(grey >> (8 - depth), 0, depth, interlaced=interlaced)
        yield f"grey8{mark}.png", png(grey, 0, 8, interlaced=interlaced)
        yield f"grey16{mark}.png", png(deep[..., 0], 0, 16, interlaced=interlaced)
        yield f"grey-alpha8{mark}.png", png(rgba[..., 2:], 4, 8, interlaced=interlaced)
        yield f"rgb8{mark}.png", png(colour, 2, 8, interlaced=interlaced)
        yield f"rgb16{mark}.png", png(deep[..., :3], 2, 16, interlaced=interlaced)
        yield f"rgba8{mark}.png", png(rgba, 6, 8, interlaced=interlaced)
        yield f"rgba16{mark}.png", png(deep, 6, 16, interlaced=interlaced)
        for depth in (1, 2, 4, 8):
            part = chunk(b"PLTE", entries[: 3 * min(16, 2**depth)])
            yield f"palette{depth}{mark}.png", png(index.astype(int) % 2**depth, 3, depth, part, interlaced)
        yield f"palette-clear{mark}.png", png(index, 3, 8, palette + chunk(b"tRNS", bytes([0, 99, 255, 128])), interlaced)
    yield "palette-grey.png", png(index, 3, 4, shades)
    yield "palette-grey-clear.png", png(index, 3, 4, shades + chunk(b"tRNS", bytes([255, 0])))
    yield "grey-key.png", png(grey & 0xF0, 0, 8, chunk(b"tRNS", struct.pack(">H", int(grey[0, 0]) & 0xF0)))
    yield "rgb-key.png", png(colour & 0xF0, 2, 8, chunk(b"tRNS", struct.pack(">HHH", *(int(v) & 0xF0 for v in colour[10, 12]))))
    yield "grey1-key.png", png(grey >> 7, 0, 1, chunk(b"tRNS", b"\0\0"))
    yield "beyond-palette.png", png(index.astype(int), 3, 8, chunk(b"PLTE", entries[:30]))
    yield "gamma.png", png(grey, 0, 8, chunk(b"gAMA", struct.pack(">I", 100000)))
    yield "gamma-rgb.png", png(colour, 2, 8, chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"sRGB", b"\0"))
    yield "broken-profile.png", png(colour, 2, 8, chunk(b"iCCP", b"x\0\0" + b"not deflated"))
    yield "broken-profile-grey.png", png(grey, 0, 8, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 60)))
    yield "broken-text.png", png(colour, 2, 8, chunk(b"zTXt", b"no end") + chunk(b"iTXt", b"a\0\1\0"))
    yield "broken-background.png", png(colour, 2, 8, chunk(b"bKGD", b"\1") + chunk(b"hIST", b"\1"))
    yield "broken-exif.png", png(colour, 2, 8, chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff"))
    yield "trailing.png", png(colour, 2, 8) + b"appended"


def tiffs(colour, grey):
    alpha = (numpy.mgrid[0:HEIGHT, 0:WIDTH][1] * 255 // (WIDTH - 1)).astype(numpy.uint8)
    rgba = numpy.dstack([colour, alpha])
    rgb, cmyk = Image.fromarray(colour), Image.fromarray(colour).convert("CMYK")
    for name in ("raw", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "packbits"):
        for mode, image in [("rgb", rgb), ("grey", Image.fromarray(grey)), ("cmyk", cmyk), ("rgba", Image.fromarray(rgba)), ("palette", rgb.quantize(16))]:
            if name == "raw" or mode in ("rgb", "cmyk"):
                yield f"{mode}-{name.removeprefix('tiff_')}.tif", saved(image, "tiff", compression=name)
    yield "predictor.tif", saved(rgb, "tiff", compression="tiff_lzw", tiffinfo={317: 2})
    yield "jpeg.tif", saved(rgb, "tiff", compression="jpeg", quality=95)
    yield "group3.tif", saved(Image.fromarray(grey).convert("1"), "tiff", compression="group3")
    yield "group4.tif", saved(Image.fromarray(grey).convert("1"), "tiff", compression="group4")
    yield "strips.tif", saved(rgb, "tiff", compression="tiff_lzw", strip_size=WIDTH * 3 * 4)
    yield "grey16.tif", saved(Image.fromarray(RANDOM.integers(0, 65536, (HEIGHT, WIDTH)).astype(numpy.uint16)), "tiff")
    yield "profile.tif", saved(rgb, "tiff", icc_profile=b"\0" * 200)
    yield "profile-cmyk.tif", saved(cmyk, "tiff", icc_profile=b"\0" * 200)
    yield "grey-jpeg.tif", saved(Image.fromarray(grey), "tiff", compression="jpeg", quality=95)
    bits = packed(grey >> 7, 1).tobytes()
    for photometric, mark in [(0, "white-is-zero"), (1, "black-is-zero")]:
        yield f"bilevel-{mark}.tif", tiff([bits], WIDTH, HEIGHT, {258: (3, [1]), 259: (3, [1]), 262: (3, [photometric]), 277: (3, [1])})
        yield f"grey4-{mark}.tif", tiff([packed(grey >> 4, 4).tobytes()], WIDTH, HEIGHT, {258: (3, [4]), 259: (3, [1]), 262: (3, [photometric]), 277: (3, [1])})
        yield f"grey8-{mark}.tif", tiff([grey.tobytes()], WIDTH, HEIGHT, {258: (3, [8]), 259: (3, [1]), 262: (3, [photometric]), 277: (3, [1])})
    common = {258: (3, [8] * 4), 259: (3, [1]), 262: (3, [2]), 277: (3, [4])}
    for extra in (0, 1, 2):
        body = rgba.copy()
        if extra == 1:
            body[..., :3] = (body[..., :3].astype(int) * body[..., 3:] + 127) // 255
        yield f"extra-{extra}.tif", tiff([body.tobytes()], WIDTH, HEIGHT, {**common, 338: (3, [extra])})
    yield "grey-alpha.tif", tiff([rgba[..., 2:].tobytes()], WIDTH, HEIGHT, {258: (3, [8, 8]), 259: (3, [1]), 262: (3, [1]), 277: (3, [2]), 338: (3, [2])})
    planes = [colour[..., c].tobytes() for c in range(3)]
    rgb8 = {258: (3, [8] * 3), 259: (3, [1]), 262: (3, [2]), 277: (3, [3])}
    ycc = numpy.asarray(rgb.convert("YCbCr"))
    yield "ycbcr.tif", tiff([ycc.tobytes()], WIDTH, HEIGHT, {258: (3, [8] * 3), 259: (3, [1]), 262: (3, [6]), 277: (3, [3]), 530: (3, [1, 1])})
    inks = numpy.asarray(cmyk).astype(numpy.uint16) * 257
    yield "cmyk16.tif", tiff([inks.tobytes()], WIDTH, HEIGHT, {258: (3, [16] * 4), 259: (3, [1]), 262: (3, [5]), 277: (3, [4])})
    yield "cmyk-planes.tif", tiff([numpy.asarray(cmyk)[..., c].tobytes() for c in range(4)], WIDTH, HEIGHT, {258: (3, [8] * 4), 259: (3, [1]), 262: (3, [5]), 277: (3, [4]), 284: (3, [2])})
    yield "two-pages.tif", saved(rgb, "tiff", save_all=True, append_images=[Image.fromarray(grey)])
    yield "planes.tif", tiff(planes, WIDTH, HEIGHT, {**rgb8, 284: (3, [2])})
    yield "big-endian.tif", tiff([colour.tobytes()], WIDTH, HEIGHT, rgb8, ">")
    deep = RANDOM.integers(0, 65536, (HEIGHT, WIDTH, 3)).astype(numpy.uint16)
    yield "rgb16.tif", tiff([deep.tobytes()], WIDTH, HEIGHT, {258: (3, [16] * 3), 259: (3, [1]), 262: (3, [2]), 277: (3, [3])})
    yield "grey16-big-endian.tif", tiff([deep[..., 0].astype(">u2").tobytes()], WIDTH, HEIGHT, {258: (3, [16]), 259: (3, [1]), 262: (3, [1]), 277: (3, [1])}, ">")
    padded = numpy.pad(colour, ((0, 32 - HEIGHT), (0, 48 - WIDTH), (0, 0)))
    tiles = [padded[y : y + 16, x : x + 16].tobytes() for y in (0, 16) for x in (0, 16, 32)]
    place = {322: (3, [16]), 323: (3, [16]), 324: (4, [0] * 6), 325: (4, [768] * 6)}
    yield "tiles.tif", tiff(tiles, WIDTH, HEIGHT, {**rgb8, **place})
    yield "tiles-deflate.tif", tiff([zlib.compress(t) for t in tiles], WIDTH, HEIGHT, {**rgb8, **place, 259: (3, [8]), 325: (4, [len(zlib.compress(t)) for t in tiles])})
    ramp = [i * 4369 for i in range(16)]
    yield "palette4.tif", tiff([packed(grey >> 4, 4).tobytes()], WIDTH, HEIGHT, {258: (3, [4]), 259: (3, [1]), 262: (3, [3]), 277: (3, [1]), 320: (3, ramp + ramp[::-1] + ramp[8:] + ramp[:8])})
    yield "bottom-up-bits.tif", tiff([numpy.packbits(numpy.unpackbits(packed(grey >> 7, 1), axis=1), axis=1, bitorder="little").tobytes()], WIDTH, HEIGHT, {258: (3, [1]), 259: (3, [1]), 262: (3, [1]), 266: (3, [2]), 277: (3, [1])})


def gifs(colour, grey):
    quantized = Image.fromarray(colour).quantize(32)
    yield "plain.gif", saved(quantized, "gif")
    yield "interlaced.gif", saved(quantized, "gif", interlace=1)
    yield "clear.gif", saved(quantized, "gif", transparency=5)
    yield "grey.gif", saved(Image.fromarray(grey & 0xF0), "gif")
    frames = [Image.fromarray(numpy.roll(colour, 5 * i, axis=1)).quantize(32) for i in range(3)]
    yield "animated.gif", saved(frames[0], "gif", save_all=True, append_images=frames[1:], duration=40)
    small = saved(quantized.crop((0, 0, 13, 9)), "gif", optimize=False)
    at = small.index(b",\0\0\0\0\x0d\0\x09\0")

    def placed(screen, x, y, clear=-1, local=False, background=3):
        head = bytearray(small[:at])
        head[6:10] = struct.pack("<HH", *screen)
        head[11] = background
        table = bytes(head[13:])[: 3 << ((head[10] & 7) + 1)]
        flags = small[at + 9]
        if local:
            flags |= 0x80 | head[10] & 7
            head = head[:10] + bytes([head[10] & 0x70]) + head[11:13]
        else:
            head = head[:13] + table
        control = b"!\xf9\x04" + bytes([1 if clear >= 0 else 0, 0, 0, max(0, clear), 0])
        return bytes(head) + control + b"," + struct.pack("<HHHH", x, y, 13, 9) + bytes([flags]) + (table if local else b"") + small[at + 10 :]

    yield "offset.gif", placed((32, 24), 8, 7)
    yield "offset-clear.gif", placed((32, 24), 8, 7, clear=2)
    yield "offset-local.gif", placed((32, 24), 8, 7, local=True)
    yield "offset-local-clear.gif", placed((32, 24), 8, 7, clear=2, local=True)
    yield "beyond.gif", placed((10, 20), 4, 2)
    yield "no-trailer.gif", saved(quantized, "gif")[:-1]
    whole = placed((13, 9), 0, 0)
    yield "broken-comment.gif", whole[:-1] + b"!\xfe\xff\x41\x42"


def bmps(colour, grey):
    quantized = Image.fromarray(colour).quantize(16)
    index = numpy.asarray(quantized)
    rgb = bytes(quantized.getpalette("RGB"))[:48]
    palette = b"".join(rgb[i + 2 : i + 3] + rgb[i + 1 : i + 2] + rgb[i : i + 1] + b"\0" for i in range(0, 48, 3))
    yield "rgb24.bmp", saved(Image.fromarray(colour), "bmp")
    yield "grey8.bmp", saved(Image.fromarray(grey), "bmp")
    yield "bilevel.bmp", saved(Image.fromarray(grey).convert("1"), "bmp")
    yield "palette8.bmp", saved(quantized, "bmp")
    yield "palette1.bmp", bmp(bmp_rows(packed(index & 1, 1)), WIDTH, HEIGHT, 1, palette=palette[:8])
    yield "palette4.bmp", bmp(bmp_rows(packed(index, 4)), WIDTH, HEIGHT, 4, palette=palette)
    yield "top-down.bmp", bmp(bmp_rows(numpy.ascontiguousarray(colour[::-1, :, ::-1])), WIDTH, -HEIGHT, 24)
    bgra = numpy.dstack([colour[..., ::-1], grey])
    yield "rgb32.bmp", bmp(bmp_rows(bgra), WIDTH, HEIGHT, 32)
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    yield "rgba32-v4.bmp", bmp(bmp_rows(bgra), WIDTH, HEIGHT, 32, 3, masks=masks, head=108)
    yield "rgba32-v5.bmp", bmp(bmp_rows(bgra), WIDTH, HEIGHT, 32, 3, masks=masks, head=124)
    yield "rgb32-fields.bmp", bmp(bmp_rows(bgra), WIDTH, HEIGHT, 32, 3, masks=masks[:12])
    deep = (colour[..., 0].astype(numpy.uint16) >> 3 << 11) | (colour[..., 1].astype(numpy.uint16) >> 2 << 5) | colour[..., 2] >> 3
    yield "rgb565.bmp", bmp(bmp_rows(deep.astype("<u2")), WIDTH, HEIGHT, 16, 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    deep = (colour[..., 0].astype(numpy.uint16) >> 3 << 10) | (colour[..., 1].astype(numpy.uint16) >> 3 << 5) | colour[..., 2] >> 3
    yield "rgb555.bmp", bmp(bmp_rows(deep.astype("<u2")), WIDTH, HEIGHT, 16)
    rle8 = rle4 = b""
    for row in index[::-1]:
        row = row.tolist()
        rle8 += b"\x05" + bytes([row[0]]) + b"\0\x04" + bytes(row[5:9]) + b"".join(bytes([1, v]) for v in row[9:]) + b"\0\0"
        rle4 += b"\x05" + bytes([row[0] << 4 | row[1]]) + b"\0\x04" + bytes([row[5] << 4 | row[6], row[7] << 4 | row[8]]) + b"".join(bytes([1, v << 4]) for v in row[9:]) + b"\0\0"
    yield "rle8.bmp", bmp(rle8 + b"\0\1", WIDTH, HEIGHT, 8, 1, palette=palette)
    yield "rle4.bmp", bmp(rle4 + b"\0\1", WIDTH, HEIGHT, 4, 2, palette=palette)


def webps(colour, grey):
    alpha = (numpy.mgrid[0:HEIGHT, 0:WIDTH][1] * 255 // (WIDTH - 1)).astype(numpy.uint8)
    rgb, rgba = Image.fromarray(colour), Image.fromarray(numpy.dstack([colour, alpha]))
    for quality in (0, 30, 75, 95):
        yield f"lossy{quality}.webp", saved(rgb, "webp", quality=quality)
    for width, height in [(1, 1), (1, 9), (9, 1), (2, 2), (16, 16), (17, 33)]:
        yield f"lossy-{width}x{height}.webp", saved(Image.fromarray(scene(height, width)), "webp", quality=80)
    yield "lossless.webp", saved(rgb, "webp", lossless=True)
    yield "lossless-alpha.webp", saved(rgba, "webp", lossless=True, exact=True)
    yield "lossy-alpha.webp", saved(rgba, "webp", quality=80)
    yield "lossy-alpha-coarse.webp", saved(rgba, "webp", quality=80, alpha_quality=20)
    yield "grey.webp", saved(Image.fromarray(grey), "webp", quality=80)
    frames = [Image.fromarray(numpy.roll(colour, 5 * i, axis=1)) for i in range(3)]
    yield "animated.webp", saved(frames[0], "webp", save_all=True, append_images=frames[1:], quality=80)
    clear = numpy.zeros((HEIGHT, WIDTH, 4), numpy.uint8)
    clear[8:19, 10:23] = numpy.dstack([colour, alpha])[8:19, 10:23]
    frames = [Image.fromarray(clear), Image.fromarray(numpy.roll(clear, 3, axis=1))]
    yield "animated-small-frame.webp", saved(frames[0], "webp", save_all=True, append_images=frames[1:], quality=80)
    yield "animated-lossless.webp", saved(frames[0], "webp", save_all=True, append_images=frames[1:], lossless=True)
    yield "broken-profile.webp", saved(rgb, "webp", quality=80, icc_profile=b"\0" * 200)
    yield "broken-exif.webp", saved(rgb, "webp", quality=80, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")


def turned(colour):
    """One picture stored in all orientations: reads upright by the tag."""
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    for orientation, method in back.items():
        image = Image.fromarray(colour)
        stored = image if method is None else image.transpose(method)
        tags = Image.Exif()
        tags[274] = orientation
        for suffix, kind, options in [("jpg", "jpeg", {"quality": 90, "subsampling": 0}), ("png", "png", {}), ("webp", "webp", {"lossless": True})]:
            yield f"turned{orientation}.{suffix}", saved(stored, kind, exif=tags, **options)
        yield f"turned{orientation}.tif", saved(stored, "tiff", tiffinfo={274: orientation})
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    stored = Image.fromarray(colour).transpose(back[6])
    yield "turned-xmp.jpg", saved(stored, "jpeg", quality=90, subsampling=0, xmp=packet)
    yield "turned-xmp.webp", saved(stored, "webp", lossless=True, xmp=packet)
    big = Image.Exif()
    big.endian = ">"
    big[274] = 8
    body = big.tobytes()
    whole = saved(Image.fromarray(colour).transpose(back[8]), "png")
    end = whole.index(b"IEND") - 4
    yield "turned-late.png", whole[:end] + chunk(b"eXIf", body.removeprefix(b"Exif\0\0")) + whole[end:]


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    colour = scene()
    grey = numpy.asarray(Image.fromarray(colour).convert("L"))
    versions = f"Pillow {PIL.__version__}, libwebp {features.version('webp')}, libtiff {features.version('libtiff')}"
    lines = [f"# {versions}, numpy {numpy.__version__}, Python {platform.python_version()}", "# file channels height width"]
    with open(TARGET / "pixels.bin", "wb") as out:
        for make in (jpegs, pngs, tiffs, gifs, bmps, webps):
            for name, data in make(colour, grey):
                keep(name, data, lines, out)
        for name, data in turned(colour):
            keep(name, data, lines, out)
    (TARGET / "pixels.txt").write_text("\n".join(lines) + "\n")


def keep(name, data, lines, out):
    try:
        pixels = seen(data)
    except Exception as error:  # Pillow refuses some of what is broken: then there is nothing to compare with
        print(f"{name}: {error}")
        return
    pixels = pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)
    (TARGET / name).write_bytes(data)
    lines.append(" ".join([name, *map(str, pixels.shape)]))
    out.write(numpy.ascontiguousarray(pixels).tobytes())


if __name__ == "__main__":
    main()
