"""QR codes as vector drawings."""

from typing import Any

import segno


class Code:
    """A QR code of a text, error correction M."""

    def __init__(self, text: str) -> None:
        made = segno.make_qr(text, error="m", boost_error=False)
        self.rows = [bytes(row) for row in made.matrix]
        self.modules = len(self.rows)

    def draw(self, canvas: Any, x: float, y: float, size: float) -> None:
        """Draw its dark modules into a square of `size` points whose lower left corner is (x, y).

        The quiet zone of four modules is the caller's to leave white.
        """
        module = size / self.modules
        path = canvas.beginPath()
        for number, row in enumerate(self.rows):
            column = 0
            while column < self.modules:
                run = 0
                while column + run < self.modules and row[column + run]:
                    run += 1
                if run:
                    path.rect(x + column * module, y + size - (number + 1) * module, run * module, module)
                column += run + 1
        canvas.saveState()
        canvas.setFillGray(0)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()


def foot_text(version_hash: str) -> str:
    """What every page's foot holds: the version's hash in lower-case hex."""
    return version_hash


def last_page_text(version_hash: str, entity: str, device_signature: bytes | None) -> str:
    """What the last page's large code holds: hash, entity, and the device's signature in hex, apart by spaces.

    Text and not bytes, so that any telephone shows it; with them a sheet proves its document without a network.
    """
    return " ".join([version_hash, entity, *([device_signature.hex()] if device_signature else [])])
