"""An honest bundle with the place of each of its records, worked out from what was put in: what damage leaves whole."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from bundle_maker import RECEIPTS, TOP, Sender, pack_files

from zjg_inspect.bundle import bag
from zjg_inspect.bundle.salvage import Line, Photo
from zjg_inspect.bundle.stored_zip import LOCAL
from zjg_inspect.model.version import canonical

UUID = "0192f0c1-2d3e-7a4b-8c5d-6e7f80910a1b"
_CHUNK = 2**16 + 16


def a_version(number: int, text: str = "x") -> tuple[bytes, bytes]:
    """The bytes of a version, with a stand-in for its signature that anyone can check."""
    said = {"body": {"text": text, "more": [{"a": number}]}, "device": "0f" * 16, "entity": UUID, "kind": "zone"}
    raw = canonical(said | {"made_at": "2026-11-23T02:03:04Z", "n": number, "parents": [], "v": 1})
    return raw, hashlib.sha512(raw).digest()


def is_signed(line: Line) -> bool:
    return hashlib.sha512(line.canonical).digest() == line.signature


class Place(NamedTuple):
    """A record and the bytes of the file on which it depends."""

    record: Line | Photo
    start: int
    end: int
    header: int  # where the header of its payload file begins
    is_line: bool  # that stands for itself


class Layout:
    """A bundle's bytes and where everything is; `headers` are all bytes that are not payload."""

    def __init__(self, folder: Path, files, photos, recipients=(), sender: Sender | None = None) -> None:
        """`files` are the versions of each versions file."""
        plain = {
            bag.versions_file(number): b"".join(bag.version_line(*version) for version in versions)
            for number, versions in enumerate(files, 1)
        }
        plain[bag.RECEIPTS] = RECEIPTS
        plain |= {bag.media_file(hashlib.sha256(data).hexdigest()): data for data in photos}
        signed = (sender or Sender()).signed(plain, {}, recipients)
        self.raw = pack_files(folder / "layout.zjgb", signed).read_bytes()
        self.places: list[Place] = []
        self.headers: set[int] = set(range(len(self.raw)))
        self.payload: dict[str, range] = {}
        at = 0
        for path, stored in signed.items():
            header, at = at, at + LOCAL.size + len(f"{TOP}/{path}".encode())
            content = plain.get(path.removesuffix(".age"))
            if content is not None:
                self.payload[path] = range(at, at + len(stored))
                self.headers -= set(self.payload[path])
                self._place(path, content, stored, header, at)
            at += len(stored)
        self.directory = at

    def _place(self, path: str, content: bytes, stored: bytes, header: int, at: int) -> None:
        whole = at, at + len(stored), header, False
        if bag.media_hash(path):
            self.places.append(Place(Photo(bag.media_hash(path), content), *whole))
        elif bag.is_versions_file(path):
            start = 0
            # the age header: what is behind its last line and the nonce are chunks
            begin = stored.index(b"\n", stored.index(b"\n--- ") + 1) + 1 + 16 if bag.is_encrypted(path) else 0
            for raw in content.splitlines(keepends=True):
                line = Line(*bag.version_of(raw))
                if begin:
                    last_chunk = (start + len(raw) - 1) // 2**16
                    place = at, at + min(begin + (last_chunk + 1) * _CHUNK, len(stored))
                else:
                    place = at + start, at + start + len(raw)
                self.places.append(Place(line, *place, header, not begin))
                start += len(raw)

    @property
    def records(self) -> list[Line | Photo]:
        return [place.record for place in self.places]

    def beginning(self, place: Place) -> int:
        """Where the content of the record's payload file begins."""
        return next(places.start for places in self.payload.values() if places.start <= place.start < places.stop)

    def whole(self, damaged: set[int], size: int | None = None) -> list[Line | Photo]:
        """The records of which no byte is damaged or cut off."""
        end = len(self.raw) if size is None else size
        return [p.record for p in self.places if p.end <= end and damaged.isdisjoint(range(p.start, p.end))]

    def whole_and_found(self, damaged: set[int]) -> list[Line | Photo]:
        """Those of which no byte is damaged, and that can be found: by their lines, by their header, or by the whole
        directory."""
        directory = damaged.isdisjoint(range(self.directory, len(self.raw)))
        return [
            place.record
            for place in self.places
            if damaged.isdisjoint(range(place.start, place.end))
            and (place.is_line or directory or damaged.isdisjoint(range(place.header, place.start)))
        ]
