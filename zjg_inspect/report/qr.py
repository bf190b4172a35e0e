"""QR codes as vector drawings."""

from typing import Any

import segno

# Searching the best of the eight masks takes longer than the rest of a page; hex digits are random enough for any.
_MASK = 2


class Code:
    """A QR code of a text, error correction M; itself the path of its dark modules, in units of one module."""

    def __init__(self, text: str) -> None:
        rows = segno.make_qr(text, error="m", mask=_MASK, boost_error=False).matrix
        self.modules = len(rows)
        self._runs: list[str] = []
        for number, row in enumerate(rows, 1):
            column = 0
            while column < self.modules:
                run = 0
                while column + run < self.modules and row[column + run]:
                    run += 1
                if run:
                    self._runs.append(f"{column} {self.modules - number} {run} 1 re")
                column += run + 1

    def getCode(self) -> str:  # the name is reportlab's: what drawPath asks of a path
        return " ".join(self._runs)

    def draw(self, canvas: Any, x: float, y: float, size: float) -> None:
        """Draw its dark modules into a square of `size` points whose lower left corner is (x, y).

        The quiet zone of four modules is the caller's to leave white.
        """
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(size / self.modules, size / self.modules)
        canvas.setFillGray(0)
        canvas.drawPath(self, stroke=0, fill=1)
        canvas.restoreState()


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code for the screen, row by row, True where it is dark: error correction L, without the quiet zone."""
    return tuple(tuple(map(bool, row)) for row in segno.make_qr(text, error="l", boost_error=False).matrix)


def last_page_text(version_hash: str, entity: str, device_signature: bytes | None) -> str:
    """What the last page's large code holds: hash, entity, and the device's signature in hex, apart by spaces.

    Text and not bytes, so that any telephone shows it; it proves the document without a network.
    """
    return " ".join([version_hash, entity, *([device_signature.hex()] if device_signature else [])])
