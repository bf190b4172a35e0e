"""Photos made with Pillow, for the tests that take them in."""

import base64
import io

from PIL import Image

RED, BLUE, GREEN, WHITE = (254, 0, 0), (0, 0, 254), (0, 255, 1), (255, 255, 255)

# 64×48, red and blue above green and white, lying on its side (orientation 6), taken 2022-06-01 09:30:15 at
# 31°52′30″ N 120°33′15″ E; encoded once with libheif and x265, for nothing that is installed here can.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAL4AAgAAAAACqgABAAAAAAAAAMgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZE"
    "AcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AA"
    "AAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAA"
    "AY5tZGF0AAAAuigBrwngIzhH/+Cff/3+Gh9pDbxVd+U3lbigC/Ul//CPZT5T2Z2/+x+Xj2fI/8YHu2D/HoEf/xMsvA3FXWPkJuYw1g5CHiB3"
    "oYvGmfh7baXZgBI8fUknKiHDItBvQEPaVzYDiPFxTJeYh/1yPY2dpZgSMF0UESl+JOH85Y1fFo0P7i4VXECyKZAtrKznVETcSqa0QpCMQpM/"
    "eeaFCAmNs0Dt7RHo7rfSfS6WST/1r10bkzHvZZZd+MHSIgAAAAZFeGlmAABNTQAqAAAACAADARIAAwAAAAEABgAAh2kABAAAAAEAAAAyiCUA"
    "BAAAAAEAAABYAAAAAAABkAMAAgAAABQAAABEAAAAADIwMjI6MDY6MDEgMDk6MzA6MTUAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAI4AAwAC"
    "AAAAAkUAAAAABAAFAAAAAwAAAKYAAAAAAAAAHwAAAAEAAAA0AAAAAQAAAB4AAAABAAAAeAAAAAEAAAAhAAAAAQAAAA8AAAAB"
)


def quarters(width=64, height=48, mode="RGB"):
    """Red and blue above green and white, so that every turn and mirroring shows in the corners."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height // 2))
    picture.paste(GREEN, (0, height // 2, width // 2, height))
    picture.paste(WHITE, (width // 2, height // 2, width, height))
    return picture.convert(mode)


def corners(jpeg):
    """The colours near the four corners, row by row, as names."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    right, below = picture.width - 5, picture.height - 5
    names = {RED: "red", BLUE: "blue", GREEN: "green", WHITE: "white"}

    def name(place):
        seen = picture.getpixel(place)
        return min(names.items(), key=lambda named: sum(abs(a - b) for a, b in zip(seen, named[0], strict=True)))[1]

    return [name(place) for place in ((4, 4), (right, 4), (4, below), (right, below))]


def camera(taken="2022:06:01 09:30:15", place=((31, 52, 30), (120, 33, 15)), orientation=None, **more):
    """An EXIF block as a camera writes it."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0131] = "HUAWEI", "P40 Pro", "Firmware 1.0"
    if orientation:
        block[0x0112] = orientation
    details = {0x927C: b"maker's own notes", **more.get("details", {})}
    if taken:
        details[0x9003] = taken
    block[0x8769] = details
    if place:
        block[0x8825] = {1: more.get("ns", "N"), 2: place[0], 3: more.get("ew", "E"), 4: place[1]}
    return block.tobytes()


def encoded(picture, kind="JPEG", **options):
    stream = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 95, "subsampling": 0} | options
    picture.save(stream, kind, **options)
    return stream.getvalue()


def noise(width=400, height=300):
    """A picture that does not compress, so that a cut always takes some of it away."""
    return Image.effect_noise((width, height), 90).convert("RGB")
