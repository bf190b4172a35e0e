"""The ways of adding photos that need a screen of their own; each panel is made when it is asked for the first time."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from zjg_inspect.ui import camera
from zjg_inspect.ui.field.camera_panel import CameraPanel
from zjg_inspect.ui.field.card_panel import CardPanel
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.widgets.photos import PhotoStrip


class PhotoSources(QObject):
    """Stands behind a strip; its panels cover `screen`, which rests its keys between `opened` and `closed`.

    `shot` gives a picture that the camera has just taken.
    """

    opened = Signal()
    closed = Signal()
    shot = Signal(bytes)

    def __init__(self, strip: PhotoStrip, screen: QWidget) -> None:
        super().__init__(screen)
        self._strip, self._screen = strip, screen
        self._card: CardPanel | None = None
        self._camera: CameraPanel | None = None
        strip.set_camera(camera.may_be_there())
        strip.shot.connect(self.open_camera)
        strip.offer_card()
        strip.card_requested.connect(self.open_card)
        strip.folder_given.connect(self.open_card)

    def panels(self) -> list[SidePanel]:
        return [panel for panel in (self._card, self._camera) if panel is not None]

    def open_card(self, folder: Path | None = None) -> None:
        """What is on the card that is plugged in, or in this folder."""
        if self._card is None:
            self._card = CardPanel(self._screen)
            self._card.taken.connect(self._strip.added)
            self._watch(self._card)
        self._card.start(folder)

    def open_camera(self) -> None:
        """The live picture; without a camera, a sentence and the other ways."""
        if self._camera is None:
            self._camera = CameraPanel(self._screen, camera.open_source)
            self._camera.shot.connect(self.shot)
            self._camera.other.connect(self._go_another_way)
            self._watch(self._camera)
        self._camera.start(may_paste=self._strip.may_paste())

    def take(self) -> None:
        """What P does: the camera, or a file where there is none."""
        if self._strip.has_camera():
            self.open_camera()
        else:
            self._strip.choose()

    def _go_another_way(self, way: str) -> None:
        ways = {"choose": self._strip.choose, "paste": self._strip.paste, "card": self.open_card}
        ways[way]()

    def _watch(self, panel: SidePanel) -> None:
        panel.opened.connect(self.opened)
        panel.closed.connect(self.closed)
