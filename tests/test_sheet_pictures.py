"""The sheet on the screen: its pages as pictures, asked for in several threads at once."""

import io
import threading

from PySide6.QtGui import QImage
from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.service.sheet import page_images
from zjg_inspect.ui import sheet_view
from zjg_inspect.ui.sheet_view import SheetView


def pdf_of(pages):
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(pages):
        for line in range(60):
            canvas.drawString(50, 800 - 12 * line, f"page {page} line {line}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_each_page_is_a_picture_of_the_width_asked_for():
    pictures = page_images(pdf_of(3), 700)
    # a page's edge may fall into one pixel more
    assert [picture.width in (700, 701) and picture.height > 980 for picture in pictures] == [True] * 3
    assert all(len(picture.rgb) == 3 * picture.width * picture.height for picture in pictures)
    # white paper with black words
    assert all({0, 255} <= set(picture.rgb) for picture in pictures)


def test_signing_fast_draws_the_sheet_in_several_threads_and_all_get_their_pages():
    """The PDF library in two threads at once corrupts its memory within some dozen pages."""
    pdf, counts = pdf_of(4), []

    def draw():
        for _ in range(8):
            counts.append(len(page_images(pdf, 700)))

    drawing = [threading.Thread(target=draw) for _ in range(3)]
    for thread in drawing:
        thread.start()
    for thread in drawing:
        thread.join()
    assert counts == [4] * 24


def test_what_draws_the_sheet_beside_the_window_makes_nothing_of_qts(qtbot, monkeypatch):
    """A picture decoded by Qt in a worker stood still for ever, now and then, with the window's thread."""
    made_in = []

    class Watched(QImage):
        def __init__(self, *given):
            made_in.append(threading.current_thread())
            super().__init__(*given)

        @staticmethod
        def fromData(*given):
            made_in.append(threading.current_thread())
            return QImage.fromData(*given)

    monkeypatch.setattr(sheet_view, "QImage", Watched)
    monkeypatch.setattr(Watched, "Format", QImage.Format, raising=False)
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(lambda: pdf_of(3))
    qtbot.waitUntil(lambda: view.pages() == 3)
    assert set(made_in) == {threading.current_thread()}
