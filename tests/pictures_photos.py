"""Pictures of the photo screens, for looking at: python tests/pictures_photos.py DIR."""

import io
import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from photo_maker import camera as exif
from pictures_walker import framed, settle, visit
from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from walker_world import WalkerWorld

from zjg_inspect.model.clock import today
from zjg_inspect.model.marks import Mark
from zjg_inspect.service import sample
from zjg_inspect.ui import camera, sticks, theme
from zjg_inspect.ui.camera import Camera
from zjg_inspect.ui.field.hazard import HazardScreen
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.saver import Saver

DRAWN = [Mark("arrow", 400, 300, 760, 560), Mark("mosaic", 560, 150, 900, 420), Mark("circle", 1000, 600, 1400, 900)]


class Cameras(QObject):
    """Two cameras that see a workshop."""

    frame = Signal(QImage)
    failed = Signal()

    def cameras(self):
        return [Camera("01", "内置摄像头"), Camera("02", "USB 摄像头")]

    def start(self, _id):
        self.frame.emit(QImage.fromData(sample.workshop_photo(random.Random(9))))

    def stop(self):
        pass


def phone(root):
    """A card with photos of today and of days before, one of them broken."""
    folder = root / "PHONE" / "DCIM"
    folder.mkdir(parents=True)
    chance = random.Random(7)
    for n in range(26):
        day = today() - timedelta(days=max(0, n - 9))
        picture = Image.open(io.BytesIO(sample.workshop_photo(chance)))
        picture.save(folder / f"IMG_{n:03}.jpg", exif=exif(f"{day:%Y:%m:%d} {10 + n % 8}:{n + 10}:00", place=None))
    (folder / "IMG_900.jpg").write_bytes((folder / "IMG_003.jpg").read_bytes()[:-900])
    return folder.parent


def open_marked(screen):
    screen.viewer.show_photos(screen.session.pictures("4-04"), 0)


def open_marking(screen):
    screen.viewer.show_photos(screen.session.pictures("4-04"), 1)
    settle(QApplication.instance())
    for kind in ("arrow", "mosaic", "circle"):
        screen.viewer._draw(kind)
        screen.viewer.view.move_last(9, 3)


def open_card(screen):
    screen.sources.open_card()
    # the thumbnails are asked for when they are painted
    for _ in range(30):
        settle(QApplication.instance())
        screen.grab()
    for row in (0, 2, 3):
        screen.sources.panels()[0].grid.photos.toggle(row)


def open_camera(screen):
    screen.sources.open_camera()
    screen.sources.panels()[0].shoot()


def without_camera(screen):
    screen.sources.open_camera()
    screen.sources.panels()[0]._give_up()


SHOWN = {
    "photo-marked": ("4-04", open_marked),
    "photo-marking": ("4-04", open_marking),
    "photo-pair": ("4-09", lambda screen: screen.view.strip.then.click()),
    "photo-card": ("4-08", open_card),
    "photo-camera": ("4-08", open_camera),
    "photo-no-camera": ("4-08", without_camera),
}


def pictures_photos(app, session):
    """(name, picture) each, light and in the sun."""
    for name in LOOKS:
        theme.apply(app, name)
        for size in SIZES:
            for title, (item, unfold) in SHOWN.items():
                session.go(item)
                yield f"{title}-{name}-{size[0]}", picture(app, WalkerScreen(session), size, unfold)
            hazard = HazardScreen(session, "4-04")
            yield f"hazard-marked-{name}-{size[0]}", picture(app, hazard, size, lambda _: None)


def picture(app, screen, size, unfold):
    frame = framed(screen, size)
    settle(app)
    unfold(screen)
    for _ in range(10):
        settle(app)
    seen = frame.grab()
    frame.close()
    frame.deleteLater()
    return seen


def main():
    app, folder = begin()
    theme.apply(app)
    place = Path(tempfile.mkdtemp())
    cards = [sticks.Stick("PHONE", phone(place), 10**9, True)]
    sticks.sticks = lambda: cards
    camera.open_source = lambda _parent: Cameras()
    camera.may_be_there = lambda: True
    world = WalkerWorld(WalkerWorld.build(place, visited=True), place / "copy")
    saver = Saver()
    session = visit(world, saver)
    app.processEvents()
    session.mark_photo(session.photos("4-04")[0], DRAWN)
    saver.flush()
    app.processEvents()
    for name, seen in pictures_photos(app, session):
        seen.save(str(folder / f"{name}.png"))
    saver.close()
    world.close()


if __name__ == "__main__":
    main()
