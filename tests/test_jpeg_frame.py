"""A photo that came from elsewhere is taken by its frame alone: what passes, every decoder opens."""

import io
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from zjg_inspect.store import jpeg_frame, photo

WRONG = (ValueError, IndexError, struct.error)


def picture(seed, size=(96, 64), **options):
    chance = random.Random(seed)
    drawn = Image.frombytes("RGB", (12, 8), chance.randbytes(12 * 8 * 3)).resize(size)
    out = io.BytesIO()
    drawn.save(out, "JPEG", **options)
    return out.getvalue()


def kept(seed):
    return photo.prepare(picture(seed), "a.jpg").jpeg


SAMPLES = [kept(seed) for seed in range(4)]


def opens(data):
    with Image.open(io.BytesIO(data)) as shown:
        shown.load()
        return shown.size


def passes(data):
    try:
        return jpeg_frame.size_of(data)
    except WRONG:
        return None


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "1", "I;16", "P"])
def test_whatever_is_kept_passes(mode):
    drawn = Image.new(mode, (70, 40))
    out = io.BytesIO()
    drawn.save(out, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    assert jpeg_frame.size_of(photo.prepare(out.getvalue(), "a").jpeg) == (70, 40)


def test_the_size_is_the_pictures():
    assert [jpeg_frame.size_of(data) for data in SAMPLES] == [opens(data) for data in SAMPLES]


@settings(max_examples=2000, deadline=None)
@given(
    st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=4)
)
def test_whatever_passes_with_its_head_changed_opens(data, changes):
    """The head is where a decoder finds its tables: each byte of it is tried with each value."""
    changed = bytearray(data)
    head = data.index(b"\xff\xda") + 14
    for at, value in changes:
        changed[at % head] = value
    size = passes(bytes(changed))
    if size and max(size) <= photo.LONG_SIDE:
        assert opens(bytes(changed)) == size


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_whatever_passes_with_anything_changed_opens(data, choose):
    changed = bytearray(data)
    for _ in range(choose.draw(st.integers(1, 5))):
        changed[choose.draw(st.integers(0, len(data) - 1))] = choose.draw(st.integers(0, 255))
    size = passes(bytes(changed))
    if size and max(size) <= photo.LONG_SIDE:
        assert opens(bytes(changed)) == size


@given(st.sampled_from(SAMPLES), st.integers(0, 2**16))
def test_nothing_that_is_cut_passes(data, at):
    assert passes(data[: at % len(data)]) is None


@given(st.sampled_from(SAMPLES), st.binary(min_size=1, max_size=8))
def test_nothing_follows_the_end(data, more):
    assert passes(data + more) is None


@pytest.mark.parametrize("options", [{"progressive": True}, {"exif": b"Exif\0\0"}, {"optimize": True}, {"quality": 1}])
def test_only_the_kind_that_is_kept_passes(options):
    assert (passes(picture(1, **options)) is None) is bool(options.get("progressive"))
