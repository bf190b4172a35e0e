"""Throws damaged and hostile bundles at everything that reads them, and says what was not a typed error.

`python tests/fuzz_bundle.py N [seed]`: N inputs. Each begins as an honest bundle, plain or encrypted, and is changed
either in its bytes, or in its content with all sums and the signature made anew.
"""

import hashlib
import random
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bundle_layout import a_version
from bundle_maker import RECEIPTS, TOP, Reader, Sender, pack

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt
from zjg_inspect.bundle.reader import open_bundle, peek_digest, verify_bundle
from zjg_inspect.bundle.salvage import Photo, salvage
from zjg_inspect.model import receipt, version

SENDER, OFFICE, STRANGER = Sender(), Reader(), Reader()
SLOW = 10.0
LENGTHS = [0, 1, 2, 7, 63, 64, 255, 256, 2**15, 2**16 - 1, 2**23, 2**23 + 1, 2**25, 2**31 - 1, 2**31, 2**32 - 1]
PIECES = [
    b"", b"\0", b"\n", b"\r\n", b"\t", b"/", b"..", b"../", b"\\", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04",
    b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"\xff" * 16, b"\0" * 64, b"data/", b".age",
    b"age-encryption.org/v1\n", b"-> X25519 ", b"-> scrypt ", b"\n--- ", b"ZJG-Format: 2\n", b"ZJG-Media: -1\n",
    b"\xe2\x80\xa8", "．．".encode(), b"%2e%2e",
]  # fmt: skip
SIGNATURE = b"\t" + b"A" * 86 + b"==\n"
LINES = [
    b"[" * 100_000 + SIGNATURE, b"[" * 500 + b"]" * 500 + SIGNATURE, b'{"a":NaN}' + SIGNATURE,
    b'{"a":1e999}' + SIGNATURE,
    b'{"a":1,"a":2}' + SIGNATURE, b'{"v":' + b"9" * 5000 + b"}" + SIGNATURE, b'{"a":"\\ud800"}' + SIGNATURE,
    b'{"a":"\xff"}' + SIGNATURE, b"{}" + SIGNATURE, b"null" + SIGNATURE, b"" + SIGNATURE, b"{}\n", b"\n", b"\t\n",
    b'{"a":-0}' + SIGNATURE, b'{"a":1.0}' + SIGNATURE, b"x" * 300_000 + SIGNATURE, b"{}\t" + b"A" * 88 + b"\n",
    b'{"body":{},"device":"","entity":"","kind":"","made_at":"","n":0,"parents":[],"v":0}' + SIGNATURE,
    b'{"body":{},"device":0,"entity":[],"kind":null,"made_at":{},"n":"1","parents":{"a":1},"v":1}' + SIGNATURE,
    b'{"v":9007199254740993}' + SIGNATURE, b'{"v":2}' + SIGNATURE,
]  # fmt: skip
NAMES = [
    "../x", "/x", "C:/x", "a\\b", "", ".", "data/versions/0002.jsonl", "data/versions/0001.jsonl.age",
    "data/receipts.json", "data/receipts.json.age", f"data/media/{'ab' * 32}.jpg", f"data/media/{'ab' * 32}.jpg.age",
    "BAGIT.TXT", "fetch.txt",
    "x" * 500, "x" * 70_000, "\0", "data/", "data/x\n", "\u202e", "e\u0301",
]  # fmt: skip


def payload() -> dict[str, bytes]:
    lines = [bag.version_line(*a_version(n)) for n in range(6)]
    files = {bag.versions_file(1): b"".join(lines[:4]), bag.versions_file(2): b"".join(lines[4:])}
    photos = [b"", b"a photo", bytes(range(256)) * 300]
    return (
        files | {bag.RECEIPTS: RECEIPTS} | {bag.media_file(hashlib.sha256(data).hexdigest()): data for data in photos}
    )


class Fuzzer:
    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.path, self._staging = folder / "fuzzed.zjgb", folder / "staged"
        self.bags = [SENDER.signed(payload(), {}), SENDER.signed(payload(), {}, [OFFICE.recipient])]
        self.honest = [self._packed(list(files.items())) for files in self.bags]
        self.outcomes: Counter[str] = Counter()
        self.findings: list[str] = []

    def _packed(self, files: list[tuple[str, bytes]]) -> bytes:
        return pack(self.path, [(f"{TOP}/{path}", data) for path, data in files]).read_bytes()

    # -- inputs ------------------------------------------------------------------------------------------------------

    def changed_bytes(self, raw: bytes) -> bytes:
        for _ in range(self.chance.choice((1, 1, 1, 2, 3, 8))):
            raw = self.chance.choice(
                (self._flip, self._cut, self._splice, self._swap, self._length, self._insert, self._drop, self._age)
            )(raw)
        return raw

    def _place(self, raw: bytes) -> int:
        """Anywhere, but as a rule near a part's beginning."""
        marks = [b"PK", b"data/", b"age-enc", b"\n--- ", b"\t", b"\n"]
        mark = self.chance.choice(marks)
        if self.chance.random() < 0.4 or mark not in raw:
            return self.chance.randrange(len(raw) + 1)
        at = raw.find(mark, self.chance.randrange(len(raw) + 1))
        return min(len(raw), max(0, max(at, 0) + self.chance.randint(-4, 48)))

    def _flip(self, raw: bytes) -> bytes:
        changed = bytearray(raw)
        for _ in range(self.chance.choice((1, 1, 2, 16))):
            if changed:
                changed[min(self._place(raw), len(changed) - 1)] ^= 1 << self.chance.randrange(8)
        return bytes(changed)

    def _cut(self, raw: bytes) -> bytes:
        return raw[: self._place(raw)]

    def _drop(self, raw: bytes) -> bytes:
        at = self._place(raw)
        return raw[:at] + raw[at + self.chance.choice((1, 2, 30, 100, 5000)) :]

    def _splice(self, raw: bytes) -> bytes:
        other = self.chance.choice(self.honest)
        start, at = self._place(other), self._place(raw)
        piece = other[start : start + self.chance.choice((4, 30, 200, 3000, len(other)))]
        return raw[:at] + piece + raw[at + self.chance.choice((0, len(piece))) :]

    def _swap(self, raw: bytes) -> bytes:
        a, b, c = sorted(self._place(raw) for _ in range(3))
        return raw[:a] + raw[b:c] + raw[a:b] + raw[c:]

    def _length(self, raw: bytes) -> bytes:
        at = self._place(raw)
        return raw[:at] + struct.pack(self.chance.choice(("<H", "<L", "<Q")), self._number()) + raw[at + 4 :]

    def _number(self) -> int:
        return min(self.chance.choice(LENGTHS), 2**16 - 1)

    def _insert(self, raw: bytes) -> bytes:
        at, piece = self._place(raw), self.chance.choice(PIECES)
        return raw[:at] + piece + raw[at + self.chance.choice((0, len(piece))) :]

    def _age(self, raw: bytes) -> bytes:
        """A change in the header of an encrypted file."""
        at = raw.find(crypt.FIRST_LINE, self.chance.randrange(len(raw) + 1))
        if at < 0:
            return self._flip(raw)
        at += self.chance.randrange(300)
        return raw[:at] + self.chance.choice(PIECES) + raw[at + self.chance.choice((0, 1, 7)) :]

    def signed_anew(self) -> bytes:
        """Hostile content whose sums and signature are right, so that it comes past the container's checks."""
        recipients = self.chance.choice(([], [], [OFFICE.recipient], [STRANGER.recipient]))
        files = payload()
        for _ in range(self.chance.choice((1, 1, 2))):
            path = self.chance.choice(list(files))
            files[path] = self._hostile(files[path])
        count = sum(data.count(b"\n") for path, data in files.items() if bag.is_versions_file(path))
        labels: dict[str, str | None] = {"ZJG-Versions": str(count if self.chance.random() < 0.9 else self._number())}
        if recipients:
            files = {f"{path}.age": crypt.sealer(recipients)(data) for path, data in files.items()}
            if self.chance.random() < 0.6:
                path = self.chance.choice(list(files))
                files[path] = self.chance.choice((self._age, self._flip, self._cut, self._insert))(files[path])
        if self.chance.random() < 0.2:
            text = self.chance.choice(PIECES).decode("utf-8", "surrogateescape").replace("\n", "")
            if text.isprintable():
                labels[self.chance.choice(("ZJG-Format", "ZJG-Through", "ZJG-Sender-Name", "Contact"))] = text
        if self.chance.random() < 0.1:
            files[self.chance.choice(NAMES)] = b"x"
        signed = SENDER.signed(files, labels)
        if self.chance.random() < 0.15:
            tag = self.chance.choice(bag.LISTED_TAGS)
            signed = SENDER.sealed(signed | {tag: self.changed_bytes(signed[tag])})
        entries = list(signed.items())
        if self.chance.random() < 0.1:
            self.chance.shuffle(entries)
        if self.chance.random() < 0.1:
            entries.append((self.chance.choice(NAMES)[:60_000], b"x"))
        return self._packed([(path[:60_000], data) for path, data in entries])

    def _hostile(self, data: bytes) -> bytes:
        if self.chance.random() < 0.3:
            return self.changed_bytes(data)
        lines = data.splitlines(keepends=True)
        lines.insert(self.chance.randint(0, len(lines)), self.chance.choice(LINES))
        return b"".join(lines)

    # -- what becomes of them ----------------------------------------------------------------------------------------

    def run(self, count: int) -> list[str]:
        for number in range(count):
            again = self.chance.random() < 0.3
            honest = self.chance.choice(self.honest)
            raw = self.signed_anew() if again else self.changed_bytes(honest)
            with open(self.path, "r+b" if self.path.exists() else "xb") as file:
                file.write(raw)
                file.truncate()
            start = time.monotonic()
            for what, work in self._readers():
                try:
                    work()
                except errors.ZjgError as error:
                    self.outcomes[f"{what}: {type(error).__name__}"] += 1
                except Exception:
                    self.findings.append(f"input {number}, {what}:\n{traceback.format_exc()}")
                else:
                    self.outcomes[f"{what}: taken"] += 1
                    if what == "verify" and not again and raw != honest:
                        self.findings.append(f"input {number}: taken though it was changed")
                self._staging.unlink(missing_ok=True)
            if time.monotonic() - start > SLOW:
                self.findings.append(f"input {number}: {time.monotonic() - start:.0f} s")
        return self.findings

    def _readers(self) -> Iterator[tuple[str, object]]:
        yield "verify", lambda: verify_bundle(self.path)
        yield "read", self._read
        yield "peek", lambda: peek_digest(self.path)
        yield "salvage", self._salvage

    def _read(self) -> None:
        with open_bundle(self.path, self._staging, identities=[OFFICE.identity]) as bundle:
            for raw, signature in bundle.versions():
                self._parse(raw, signature)
            said = bundle.receipts()
            if said is not None:
                receipt.decode(said)
            for sha, size in bundle.media():
                assert len(bundle.media_bytes(sha)) == size

    def _salvage(self) -> None:
        for record in salvage(self.path, [OFFICE.identity]):
            if isinstance(record, Photo):
                assert hashlib.sha256(record.data).hexdigest() == record.sha256
            else:
                self._parse(*record)

    def _parse(self, raw: bytes, signature: bytes) -> None:
        try:
            version.parse(raw, signature)
        except errors.NotCanonical:
            self.outcomes["line: NotCanonical"] += 1


def main(count: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder), seed)
        findings = fuzzer.run(count)
    for outcome, times in sorted(fuzzer.outcomes.items()):
        print(f"{times:8} {outcome}")
    print(*findings, f"{len(findings)} findings in {count} inputs, seed {seed}", sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 1))
