"""Pictures as bytes, before a decoder sees them: what they are, whether they are whole, what of a JPEG is picture."""

import struct

from zjg_inspect.errors import PhotoDamaged, PhotoUnknownFormat

_MAGIC = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
HEAD = 64
"""As many bytes tell what a file is."""


def kind_of(head: bytes, name: str) -> str:
    """What a file is by its first bytes: jpeg, png, gif, bmp, tiff, webp or heic.

    Raises:
        PhotoDamaged: empty, or a JPEG whose very first bytes are gone.
        PhotoUnknownFormat: none of these.
    """
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS and b"avif" not in head:
        return "heic"
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    if not head or head[6:10] in (b"JFIF", b"Exif"):
        raise PhotoDamaged(file=name)
    raise PhotoUnknownFormat(file=name)


# Markers with their segments that make the picture: all but comments and application data, of which only JFIF, the
# colour profile and Adobe's colour transform change how it looks.
_KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# What may follow an FF inside the coded data: the FF itself was data, fill, or a restart.
_STILL_CODED = {0x00, 0xFF, *range(0xD0, 0xD8)}


def jpeg_alone(data: bytes) -> tuple[bytes, bytes | None, int]:
    """The JPEG without all that is not the picture, its raw EXIF, and where it ends (a phone may append a film).

    A file cut off and filled up with zeros decodes to grey without an error, so the end mark is looked for.

    Raises:
        struct.error, IndexError, ValueError: it is broken off or no JPEG.
    """
    pieces, raw_exif, at = [data[:2]], None, 2
    while True:
        if data[at] != 0xFF:
            raise IndexError(at)
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return b"".join([*pieces, b"\xff\xd9"]), raw_exif, at
        (length,) = struct.unpack_from(">H", data, at)
        segment = data[at + 2 : at + length]
        end = at + length
        if marker == 0xDA:
            end = data.index(b"\xff", end)
            while data[end + 1] in _STILL_CODED:
                end = data.index(b"\xff", end + 1)
        if marker == 0xE1 and raw_exif is None and segment.startswith(b"Exif\0"):
            raw_exif = segment
        elif marker in _KEPT_APPLICATION:
            if segment.startswith(_KEPT_APPLICATION[marker]):
                pieces += [bytes([0xFF, marker]), data[at:end]]
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            pieces += [bytes([0xFF, marker]), data[at:end]]
        at = end
