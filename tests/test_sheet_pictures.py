"""The sheet on the screen: its pages as pictures, asked for in several threads at once."""

import io
import threading

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.service.sheet import page_images


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
    pictures = [Image.open(io.BytesIO(png)) for png in page_images(pdf_of(3), 700)]
    # a page's edge may fall into one pixel more
    assert [picture.width in (700, 701) and picture.height > 980 for picture in pictures] == [True] * 3


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
