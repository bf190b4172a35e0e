"""A bundle of 2,000 photos of 300 KB imported, against copying and hashing the same files; encrypted, against `age -d`.

`python tests/bench/bench_photos.py [NUMBER]`. Both sides write to the same disk; the other side waits for no fsync.
"""

import hashlib
import random
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from common import milliseconds, ratio
from forger import Forger, resealed
from PIL import Image
from world import small_world

from zjg_inspect.bundle.bag import BundleInfo
from zjg_inspect.bundle.writer import write_bundle
from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import exchange, setup
from zjg_inspect.store import photo

PER_VISIT = 10
RUNS = 3


def pictures(number, chance):
    """Photos of about 300 KB: one picture, told apart by a comment, so that making them takes no time."""
    noise = Image.frombytes("RGB", (200, 150), chance.randbytes(200 * 150 * 3)).resize((1600, 1200))
    out = BytesIO()
    noise.save(out, "JPEG", quality=75)
    kept = photo.prepare(out.getvalue(), "a.jpg").jpeg
    return [kept[:2] + b"\xff\xfe\x00\x0a" + each.to_bytes(8) + kept[2:] for each in range(number)]


def bundles(root, number):
    """The same visits with their photos as a plain bundle and as one that is encrypted to the office."""
    world = small_world(root / "world")
    inspection, _ = world.visit("甲五金厂")
    forger = Forger(world)
    body = forger.body(inspection)
    store = root / "photos"
    store.mkdir()
    files = {}
    for data in pictures(number, random.Random(1)):
        sha = hashlib.sha256(data).hexdigest()
        files[sha] = store / f"{sha}.jpg"
        files[sha].write_bytes(data)
    hashes, records = sorted(files), [r for r in forger.honest() if r.version.kind == "device"]
    for start in range(0, number, PER_VISIT):
        some = tuple(Photo(sha) for sha in hashes[start : start + PER_VISIT])
        first, *others = body.content.answers
        answers = (type(first)(first.item, first.verdict, photos=some), *others)
        records.append(forger.inspection(resealed(body, new=True, answers=answers)))
    key = world.laptop.key
    info = BundleInfo(
        sender_key=key.public, sender_name="张某的电脑", addressee=world.office.key.device, sequence=1, made_on=today()
    )
    made = []
    for name, recipients in (("plain", ()), ("encrypted", (world.office.key.recipient,))):
        written = write_bundle(
            root, name=name, info=info, versions=[(r.raw, r.signature) for r in records],
            media=sorted(files.items()), sign=key.sign, recipients=recipients,
        )  # fmt: skip
        made.append(written.path)
    office = world.office.directory
    world.close()
    return office, list(files.values()), made


def copied_and_hashed(files, to):
    to.mkdir()
    for file in files:
        data = file.read_bytes()
        hashlib.sha256(data).hexdigest()
        (to / file.name).write_bytes(data)


def decrypted(files, identity, to):
    """Each file by a run of the public program, as anybody would who has it alone."""
    to.mkdir()
    for file in files:
        subprocess.run(["age", "-d", "-i", identity, "-o", to / file.name, file], check=True)


def imported(office, bundle, to):
    subprocess.run(["cp", "-r", office, to], check=True)
    with setup.open_data(to) as db:
        taken = []
        spent = milliseconds(lambda: taken.extend(exchange.import_bundles(db, [bundle])))
        (report,) = taken
        assert (report.status, report.photos_missing) == ("imported", 0), report
    return spent


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory(dir=".") as place:
        root = Path(place)
        office, files, (plain, encrypted) = bundles(root, number)
        size = sum(file.stat().st_size for file in files)
        print(f"{number} photos of {size // number // 1000} KB each")
        sealed = root / "sealed"
        sealed.mkdir()
        subprocess.run(["unzip", "-q", "-j", encrypted, "*/data/media/*", "-d", sealed], check=True)
        ages = sorted(sealed.iterdir())
        best = {name: [] for name in ("copy", "plain", "age", "encrypted")}
        for run in range(RUNS):
            here = root / str(run)
            here.mkdir()
            best["copy"].append(milliseconds(lambda here=here: copied_and_hashed(files, here / "copy")))
            best["plain"].append(imported(office, plain, here / "plain"))
            best["age"].append(milliseconds(lambda here=here: decrypted(ages, office / "age.key", here / "age")))
            best["encrypted"].append(imported(office, encrypted, here / "encrypted"))
            subprocess.run(["rm", "-r", here], check=True)
        for name, times in best.items():
            print(f"{name}: {', '.join(f'{each / 1000:.2f}' for each in times)} s")
        ratio("plain import / copy + SHA-256", min(best["plain"]), min(best["copy"]), 1.3)
        ratio("encrypted import / age -d", min(best["encrypted"]), min(best["age"]), 1.3)


if __name__ == "__main__":
    main()
