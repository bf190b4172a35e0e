"""Marks on a copy of a photo: the copy shows them, the original stays and travels, a mosaic leaves nothing."""

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_maker import camera, encoded, noise
from PIL import Image, ImageChops

from zjg_inspect import errors
from zjg_inspect.model import marks, version
from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import Mark, as_seen, original_of, orphaned
from zjg_inspect.service import visit
from zjg_inspect.store import exif, media, photo
from zjg_inspect.store.picture_bytes import jpeg_alone

pytest_plugins = ["walker_fixtures"]

SIZE = 800, 600
ARROW = Mark("arrow", 100, 100, 400, 300)
CIRCLE = Mark("circle", 300, 200, 500, 400)
MOSAIC = Mark("mosaic", 210, 162, 340, 300)

points = st.tuples(st.integers(-50, 900), st.integers(-50, 700), st.integers(-50, 900), st.integers(-50, 700))
kinds = st.sampled_from(("arrow", "circle", "mosaic"))
some_marks = st.builds(lambda kind, at: marks.within(Mark(kind, *at), SIZE), kinds, points)


def kept(picture=None, **more):
    """A photo as it is kept, with the camera's time and place."""
    return photo.prepare(encoded(picture or noise(*SIZE), exif=camera(**more)), "a.jpg")


def seen(jpeg):
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


# -- what is drawn -----------------------------------------------------------------------------------------------


def test_an_arrow_and_a_circle_are_red_with_a_white_rim_and_the_rest_stays():
    grey = kept(Image.new("RGB", SIZE, (90, 90, 90)))
    drawn = seen(photo.marked(grey.jpeg, [ARROW, CIRCLE]).jpeg)
    red = drawn.getpixel((250, 200))
    assert red[0] > 150
    assert max(red[1:]) < 90
    assert max(drawn.getpixel((302 + marks.stroke(SIZE) // 2, 300))[1:]) < 120
    across = [drawn.getpixel((x, 200 + (250 - x))) for x in range(225, 275)]
    assert min(min(colour) for colour in across if colour[1] > 150) > 150
    assert any(min(colour) > 200 for colour in across)
    assert drawn.getpixel((700, 550)) == pytest.approx((90, 90, 90), abs=3)


def test_the_camera_s_time_and_place_stay_in_the_copy():
    before = kept()
    made = photo.marked(before.jpeg, [ARROW])
    found = exif.read(jpeg_alone(made.jpeg)[1])
    assert (found.taken_at, found.place) == (before.taken_at, before.place) == (made.taken_at, made.place)
    assert found.make == "HUAWEI"
    assert photo.check_jpeg(made.jpeg) == SIZE


def test_the_same_marks_give_the_same_copy():
    before = kept()
    assert photo.marked(before.jpeg, [ARROW, MOSAIC]) == photo.marked(before.jpeg, [ARROW, MOSAIC])


@given(secret=st.integers(0, 2**32), other=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_two_photos_that_differ_only_where_it_is_hidden_give_the_same_copy(secret, other):
    """Where the means of the blocks are the same nothing else of what was there gets out."""
    left, top, right, bottom = area = marks.hidden(MOSAIC, SIZE)
    across, down = marks.blocks(area)
    wide, high = (right - left) // across, (bottom - top) // down

    def with_secret(number):
        picture = Image.new("RGB", SIZE, (120, 130, 140))
        for n in range(across * down):
            block = Image.new("RGB", (wide, high), (60, 60, 60))
            # half of the block is lighter, which half is the secret
            first = number >> (n % 32) & 1
            block.paste((180, 180, 180), (0, 0, wide, high // 2) if first else (0, high // 2, wide, high))
            picture.paste(block, (left + n % across * wide, top + n // across * high))
        return picture

    assert ((right - left) % across, (bottom - top) % down, high % 2) == (0, 0, 0)
    one, two = (seen(photo.marked(encoded(with_secret(n)), [MOSAIC]).jpeg) for n in (secret, other))
    difference = ImageChops.difference(one, two).crop(area)
    assert max(high for _, high in difference.getextrema()) <= 4


def test_a_mosaic_has_few_blocks_of_one_colour_each_whatever_its_size():
    for mark in (MOSAIC, Mark("mosaic", 5, 5, 6, 6), Mark("mosaic", 0, 0, 799, 599)):
        area = marks.hidden(mark, SIZE)
        assert min(marks.blocks(area)) <= 4
        hidden = seen(photo.marked(kept().jpeg, [mark]).jpeg).crop(area)
        across, down = marks.blocks(area)
        wide, high = hidden.width // across, hidden.height // down
        block = hidden.crop((2, 2, wide - 2, high - 2))
        assert all(most - least <= 12 for least, most in block.getextrema())


@given(some_marks)
def test_every_mark_lies_on_the_photo_and_can_be_seen(mark):
    left, top, right, bottom = marks.box(mark, SIZE)
    assert 0 <= left < right <= SIZE[0]
    assert 0 <= top < bottom <= SIZE[1]
    assert min(right - left, bottom - top) >= 24
    hidden = marks.hidden(mark, SIZE)
    assert hidden[0] <= left
    assert hidden[1] <= top
    assert hidden[2] >= right
    assert hidden[3] >= bottom
    assert marks.arrow(mark, SIZE)[3] == (mark.x1, mark.y1)


@given(some_marks, st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_a_moved_mark_keeps_its_shape_and_stays_on_the_photo(mark, dx, dy):
    moved = mark.moved(dx, dy, SIZE)
    assert (moved.x1 - moved.x0, moved.y1 - moved.y0) == (mark.x1 - mark.x0, mark.y1 - mark.y0)
    assert moved == marks.within(moved, SIZE)


# -- which one is seen -------------------------------------------------------------------------------------------


def named(n, of=0):
    return Photo(f"{n:064x}", of=f"{of:064x}" if of else "")


def test_the_marked_copy_stands_in_its_original_s_place():
    photos = [named(1), named(2), named(3), named(9, of=2)]
    assert as_seen(photos) == [photos[0], photos[3], photos[2]]
    assert original_of(photos, photos[3]) == photos[1]
    assert original_of(photos, photos[0]) is None
    assert not orphaned(photos)
    assert orphaned(photos[2:])
    assert as_seen(photos[2:]) == photos[2:]


@given(st.lists(st.integers(1, 6), max_size=6, unique=True), st.sets(st.integers(1, 6)))
def test_each_photo_is_seen_once_as_itself_or_as_its_copy(there, marked):
    photos = [named(n) for n in there] + [named(n + 10, of=n) for n in sorted(marked)]
    shown = as_seen(photos)
    assert len(shown) == len(set(there) | marked)
    assert {each.of or each.sha256 for each in shown} == {named(n).sha256 for n in set(there) | marked}


def test_a_photo_without_marks_keeps_its_bytes():
    plain = Photo("a" * 64, "2022-06-01T09:30:15", (1, 2), "说明")
    text = '{"caption":"说明","place":[1,2],"sha256":"' + "a" * 64 + '","taken_at":"2022-06-01T09:30:15"}'
    assert version.encoded(plain) == text.encode()


# -- in a visit --------------------------------------------------------------------------------------------------


@pytest.fixture
def pictured(laptop, draft, workshop):
    """A photo beside 4-09, with a caption."""
    each = visit.add_photo(laptop.laptop, draft, "4-09", workshop, "a.jpg")
    return visit.caption_photo(laptop.laptop, draft, each, "冲床旁边")


def test_a_copy_is_marked_and_the_original_stays(laptop, draft, pictured):
    made = visit.mark_photo(laptop.laptop, draft, pictured, [ARROW])
    assert made.photo == msgspec.structs.replace(pictured.photo, sha256=made.photo.sha256, of=pictured.photo.sha256)
    assert [each.photo for each in laptop.on_disk(draft).photos] == [pictured.photo, made.photo]
    assert visit.photo_bytes(laptop.laptop, pictured.photo.sha256) is not None


def test_marks_on_a_marked_copy_take_its_place_and_name_the_same_original(laptop, draft, pictured):
    once = visit.mark_photo(laptop.laptop, draft, pictured, [ARROW])
    twice = visit.mark_photo(laptop.laptop, draft, once, [CIRCLE])
    assert twice.photo.of == pictured.photo.sha256
    assert [each.photo for each in laptop.on_disk(draft).photos] == [pictured.photo, twice.photo]


def test_with_its_original_the_copy_goes_too(laptop, draft, pictured):
    visit.mark_photo(laptop.laptop, draft, pictured, [ARROW])
    visit.remove_photo(laptop.laptop, draft, pictured.id)
    assert laptop.on_disk(draft).photos == ()


def test_what_cannot_be_marked_leaves_nothing(laptop, draft, pictured):
    visit.remove_photo(laptop.laptop, draft, pictured.id)
    with pytest.raises(errors.NotFound):
        visit.mark_photo(laptop.laptop, draft, pictured, [ARROW])
    media.path_of(laptop.laptop.directory, pictured.photo.sha256).unlink()
    with pytest.raises(errors.NotFound):
        visit.mark_photo(laptop.laptop, draft, pictured, [ARROW])
    assert laptop.on_disk(draft).photos == ()
