"""The ways of adding photos that need a screen of their own; each panel is made when it is asked for the first time."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from zjg_inspect.ui.field.card_panel import CardPanel
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.widgets.photos import PhotoStrip


class PhotoSources(QObject):
    """Stands behind a strip; its panels cover `screen`, which rests its keys between `opened` and `closed`."""

    opened = Signal()
    closed = Signal()

    def __init__(self, strip: PhotoStrip, screen: QWidget) -> None:
        super().__init__(screen)
        self._strip, self._screen = strip, screen
        self._card: CardPanel | None = None
        strip.offer_card()
        strip.card_requested.connect(self.open_card)

    def panels(self) -> list[SidePanel]:
        return [panel for panel in (self._card,) if panel is not None]

    def open_card(self) -> None:
        if self._card is None:
            self._card = CardPanel(self._screen)
            self._card.taken.connect(self._strip.added)
            self._watch(self._card)
        self._card.start()

    def _watch(self, panel: SidePanel) -> None:
        panel.opened.connect(self.opened)
        panel.closed.connect(self.closed)
