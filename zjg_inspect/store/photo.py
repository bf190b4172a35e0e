"""Photos as they are kept: JPEG, upright, at most 1600 px, with the camera's time and place and nothing else.

Pillow is imported on first use. Nothing here writes a file; all of it may run in several threads at once.
"""

import contextlib
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from zjg_inspect.errors import (
    NotReadable,
    PhotoDamaged,
    PhotoHeicUnsupported,
    PhotoTooLarge,
    PhotoUnknownFormat,
    ZjgError,
)
from zjg_inspect.model.marks import Mark
from zjg_inspect.store import exif, heic, jpeg_frame, photo_marks
from zjg_inspect.store.picture_bytes import HEAD, jpeg_alone, kind_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

LONG_SIDE = 1600
# There is no summer time in Asia/Shanghai.
SHANGHAI_OFFSET = "+08:00"
MOST_PIXELS = 120_000_000
MOST_KEPT_BYTES = 8 << 20


class Photo(NamedTuple):
    """A photo ready to be kept: its bytes, their hash in hex, its size in pixels, and what the camera said.

    `taken_at` is the camera's civil time (YYYY-MM-DDTHH:MM:SS), `place` latitude and longitude in 1e-7 degrees.
    """

    jpeg: bytes
    sha256: str
    width: int
    height: int
    taken_at: str | None
    place: tuple[int, int] | None


def prepare(source: bytes | Path, name: str, taken_at: str = "") -> Photo:
    """The photo as it is kept; recognised by its content, never by its name. The same input gives the same bytes.

    `taken_at` is written into one that bears no time, as a camera of this computer would have done.

    Raises:
        NotReadable: the file is gone or may not be read.
        PhotoUnknownFormat: no JPEG, PNG, WebP, BMP, TIFF, GIF or HEIC.
        PhotoDamaged: empty, or one of these that cannot be decoded to its end.
        PhotoTooLarge: more than 120 million pixels.
        PhotoHeicUnsupported: HEIC, and its decoder is missing here.
    """
    jpeg, upright, found = _made(source, name, LONG_SIDE, taken_at)
    return Photo(jpeg, hashlib.sha256(jpeg).hexdigest(), *upright, found.taken_at, found.place)


def glimpse(source: Path, side: int, name: str) -> bytes:
    """A small upright JPEG of any photo, to choose by. Raises what `prepare` raises."""
    return _made(source, name, side)[0]


def taken_at(source: Path) -> str:
    """The camera's civil time of a photo's file as `prepare` would find it; "" where it has none or is broken.

    Of all but a HEIC only the head is read.
    """
    with contextlib.suppress(ZjgError, OSError), _door(source.name), source.open("rb") as file:
        kind = kind_of(file.read(HEAD), source.name)
        file.seek(0)
        if kind == "heic":
            found = exif.read(heic.picture_and_exif(file.read())[1])
        else:
            picture = _opened(kind, file, source.name)
            found = exif.read(picture if kind == "tiff" else picture.info.get("exif"))
        return found.taken_at or ""
    return ""


def _made(source: bytes | Path, name: str, side: int, taken_at: str = "") -> tuple[bytes, tuple[int, int], exif.Found]:
    """The JPEG with this long side at most, its size, and what the camera said."""
    data = source if isinstance(source, bytes) else _read(source, name)
    kind = kind_of(data[:HEAD], name)
    with _door(name):
        raw_exif = None
        if kind == "jpeg":
            data, raw_exif, _ = jpeg_alone(data)
        elif kind == "heic":
            data, raw_exif = heic.picture_and_exif(data)
        picture = _opened(kind, io.BytesIO(data), name)
        if (pixels := picture.width * picture.height) > MOST_PIXELS:
            raise PhotoTooLarge(file=name, pixels=pixels)
        size = _fitted(picture.size, side)
        picture.draft(None, size)  # a JPEG is decoded at half, a quarter or an eighth where that is still large enough
        picture.load()
        # Only now: a TIFF is turned upright while it is loaded, and no longer says then how it had lain.
        found = exif.read(raw_exif if kind in ("jpeg", "heic") else picture)
        if kind == "heic":  # turned upright while it is loaded, too, but its EXIF still says so
            found = found._replace(orientation=1)
        if taken_at and found.taken_at is None:
            found = found._replace(taken_at=taken_at, offset=SHANGHAI_OFFSET)
        return (*_kept(picture, size, found), found)


def marked(jpeg: bytes, given: Sequence[Mark]) -> Photo:
    """A copy of a kept photo with these marks drawn into it; the camera's time and place stay.

    Raises:
        PhotoDamaged: the bytes are no whole JPEG.
    """
    with _door(""):
        data, raw_exif, _ = jpeg_alone(jpeg)
        picture = photo_marks.drawn(_opened("jpeg", io.BytesIO(data), ""), given)
        found = exif.read(raw_exif)._replace(orientation=1)
        made = _encoded(picture, quality=85, exif=exif.written(found))
    return Photo(made, hashlib.sha256(made).hexdigest(), *picture.size, found.taken_at, found.place)


def thumbnail(jpeg: bytes, side: int) -> bytes:
    """A small JPEG of a kept photo that fits into a square of `side` pixels.

    Raises:
        PhotoDamaged: the bytes are no whole JPEG.
    """
    from PIL import Image

    with _door(""):
        picture = _opened("jpeg", io.BytesIO(jpeg), "")
        size = _fitted(picture.size, side)
        picture.draft(None, size)
        return _encoded(picture.convert("RGB").resize(size, Image.Resampling.BICUBIC), quality=80)


def check_jpeg(data: bytes, name: str = "") -> tuple[int, int]:
    """Width and height of a kept photo that came from elsewhere: whole, and of the kind that `prepare` gives.

    Raises:
        PhotoUnknownFormat: no JPEG at all.
        PhotoTooLarge: more than 1600 px on the long side or more than 8 MB.
        PhotoDamaged: it does not end where it says, or a decoder would give up on it.
    """
    if kind_of(data[:HEAD], name) != "jpeg":
        raise PhotoUnknownFormat(file=name)
    with _door(name):
        width, height = jpeg_frame.size_of(data)
    if max(width, height) > LONG_SIDE or len(data) > MOST_KEPT_BYTES:
        raise PhotoTooLarge(file=name, pixels=width * height)
    return width, height


@contextlib.contextmanager
def _door(name: str) -> Iterator[None]:
    """Decoders raise whatever they like: SyntaxError, struct.error, OSError, EOFError, ValueError…"""
    try:
        yield
    except (ZjgError, MemoryError):
        raise
    except Exception as error:
        raise PhotoDamaged(file=name) from error


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            kind_of(head, name)  # a film dropped by mistake is not read to its end
            return head + file.read()
    except OSError as error:
        raise NotReadable(path=str(path), detail=error.strerror or str(error)) from error


def _opened(kind: str, stream: IO[bytes], name: str) -> "ImageFile":
    """The picture with its header read. Each class by itself: Image.open warns of sizes that are allowed here."""
    match kind:
        case "jpeg":
            from PIL.JpegImagePlugin import JpegImageFile

            return JpegImageFile(stream)
        case "png":
            from PIL.PngImagePlugin import PngImageFile

            return PngImageFile(stream)
        case "gif":
            from PIL.GifImagePlugin import GifImageFile

            return GifImageFile(stream)
        case "bmp":
            from PIL.BmpImagePlugin import BmpImageFile

            return BmpImageFile(stream)
        case "tiff":
            from PIL.TiffImagePlugin import TiffImageFile

            return TiffImageFile(stream)
        case "webp":
            from PIL.WebPImagePlugin import WebPImageFile

            return WebPImageFile(stream)
    try:
        from pi_heif import HeifImageFile

        picture: ImageFile = HeifImageFile(stream)
    except ImportError as error:
        raise PhotoHeicUnsupported(file=name) from error
    return picture


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size with its long side brought down to `side`, never enlarged."""
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def _kept(picture: "Image", size: tuple[int, int], found: exif.Found) -> tuple[bytes, tuple[int, int]]:
    from PIL import Image

    profile = picture.info.get("icc_profile")
    picture = _resizable(picture)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    picture = _in_srgb(picture, profile)
    if found.orientation != 1:
        picture = picture.transpose(Image.Transpose(_TURNS[found.orientation]))
    return _encoded(picture, quality=85, exif=exif.written(found)), picture.size


# EXIF orientation to Pillow's Transpose: mirrored, turned by 180, upside down, transposed, by 270, transverse, by 90.
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


def _resizable(picture: "Image") -> "Image":
    """The picture in L, RGB, RGBA or CMYK, eight bits each."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight.
        return picture.convert("I").point([value // 256 for value in range(65536)], "L")
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode in ("1", "F") else "RGB")


def _in_srgb(picture: "Image", profile: bytes | None) -> "Image":
    """In RGB, by the picture's own colour profile where that is whole and for its mode; no profile is kept."""
    if profile and picture.mode in ("RGB", "CMYK"):
        from PIL import ImageCms

        with contextlib.suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if own.profile.xcolor_space.strip() == picture.mode and "sRGB" not in str(own.profile.profile_description):
                turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
                return turned or picture.convert("RGB")
    return picture.convert("RGB")


def _encoded(picture: "Image", **options: Any) -> bytes:
    picture.info = {}  # else Pillow writes the comment it found
    stream = io.BytesIO()
    picture.save(stream, "JPEG", **options)
    return stream.getvalue()
