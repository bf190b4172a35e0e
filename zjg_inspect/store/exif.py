"""What a camera says of a photo: time, place, maker, how it lay; each by itself, so one broken tag loses only one."""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

# Tags of EXIF 2.32.
_MAKE, _MODEL, _ORIENTATION, _EXIF_IFD, _GPS_IFD = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
_TAKEN_AT, _OFFSET = 0x9003, 0x9011
_GPS_VERSION, _LATITUDE, _LONGITUDE = 0, (1, 2, ("N", "S"), 90), (3, 4, ("E", "W"), 180)

_UNITS = 10_000_000
_TIME = re.compile(r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T](\d\d):(\d\d):(\d\d)")

T = TypeVar("T")


class Found(NamedTuple):
    """Civil time YYYY-MM-DDTHH:MM:SS, its offset from UTC (+08:00), place in 1e-7 degrees, orientation 1 to 8."""

    taken_at: str | None = None
    offset: str | None = None
    place: tuple[int, int] | None = None
    make: str | None = None
    model: str | None = None
    orientation: int = 1


def read(source: "bytes | Image | None") -> Found:
    """What can be understood of a raw EXIF block or of a loaded picture's; never an error."""
    if source is None:
        return Found()
    with contextlib.suppress(Exception):
        block = _block(source) if isinstance(source, bytes) else source.getexif()
        return Found(
            _tried(lambda: _time(block.get_ifd(_EXIF_IFD)[_TAKEN_AT])),
            _tried(lambda: _offset(block.get_ifd(_EXIF_IFD)[_OFFSET])),
            _tried(lambda: _place(block.get_ifd(_GPS_IFD))),
            _tried(lambda: _word(block[_MAKE])),
            _tried(lambda: _word(block[_MODEL])),
            _tried(lambda: _orientation(block[_ORIENTATION])) or 1,
        )
    return Found()


def written(found: Found) -> bytes:
    """A fresh EXIF block of all that was found but the orientation; empty if nothing was."""
    from PIL.Image import Exif
    from PIL.TiffImagePlugin import IFDRational

    block = Exif()
    for tag, word in ((_MAKE, found.make), (_MODEL, found.model)):
        if word:
            block[tag] = word
    details: dict[int, str] = {}
    if found.taken_at:
        details[_TAKEN_AT] = found.taken_at.replace("-", ":").replace("T", " ")
    if found.taken_at and found.offset:
        details[_OFFSET] = found.offset
    if details:
        block[_EXIF_IFD] = details
    if found.place:
        gps: dict[int, Any] = {_GPS_VERSION: b"\x02\x03\x00\x00"}
        for units, (ref_tag, tag, (positive, negative), _) in zip(found.place, (_LATITUDE, _LONGITUDE), strict=True):
            gps[ref_tag] = positive if units >= 0 else negative
            gps[tag] = (IFDRational(abs(units), _UNITS), IFDRational(0), IFDRational(0))
        block[_GPS_IFD] = gps
    return block.tobytes() if len(block) else b""


def _block(raw: bytes) -> "Exif":
    from PIL.Image import Exif

    block = Exif()
    block.load(raw)
    return block


def _tried(read_tag: Callable[[], T]) -> T | None:
    with contextlib.suppress(Exception):
        return read_tag()
    return None


def _time(typed: str) -> str:
    found = _TIME.fullmatch(typed.strip("\0 "))
    if not found:
        raise ValueError(typed)  # blanks and colons where the clock was never set
    return dt.datetime(*map(int, found.groups())).isoformat()  # type: ignore[arg-type]


def _offset(typed: str) -> str:
    if not re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", typed := typed.strip("\0 ")):
        raise ValueError(typed)
    return typed


def _orientation(number: int) -> int:
    if number not in range(1, 9):
        raise ValueError(number)
    return int(number)


def _word(typed: str) -> str | None:
    """At most 64 printable ASCII characters, as EXIF has them."""
    return re.sub(r"[^\x20-\x7e]", "", typed).strip()[:64] or None


def _place(gps: Mapping[int, Any]) -> tuple[int, int] | None:
    place = _degrees(gps, *_LATITUDE), _degrees(gps, *_LONGITUDE)
    # Exactly 0° 0° is what a phone writes that had no fix.
    return place if any(place) else None


def _degrees(gps: Mapping[int, Any], ref_tag: int, tag: int, signs: tuple[str, str], most: int) -> int:
    parts: Sequence[Any] = gps[tag]
    degrees, minutes, seconds = (Fraction(part.numerator, part.denominator) for part in parts)
    total = round((degrees + minutes / 60 + seconds / 3600) * _UNITS)
    if not 0 <= total <= most * _UNITS:
        raise ValueError(total)
    return total if signs.index(gps[ref_tag].strip("\0 ").upper()) == 0 else -total
