"""Photos as inspectors bring them: from phones, from WeChat, from screens, whole and broken."""

import io
import os
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from photo_maker import HEIC, camera, corners, encoded, noise, quarters
from PIL import Image, ImageCms

from zjg_inspect import errors
from zjg_inspect.store import photo

UPRIGHT = ["red", "blue", "green", "white"]


def opened(prepared):
    return Image.open(io.BytesIO(prepared.jpeg))


# -- upright, small, as the camera said ------------------------------------------------------------------------------


# How a camera held in each of the eight ways stores an upright picture: the reverse of what the viewer is to do.
AS_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", AS_STORED)
def test_however_the_camera_was_held_the_photo_comes_out_upright(orientation, kind):
    picture = quarters(80, 48)
    if AS_STORED[orientation] is not None:
        picture = picture.transpose(AS_STORED[orientation])
    kept = photo.prepare(encoded(picture, kind, exif=camera(orientation=orientation)), "a.jpg")
    assert corners(kept.jpeg) == UPRIGHT
    assert (kept.width, kept.height) == opened(kept).size == (80, 48)
    assert 0x0112 not in opened(kept).getexif()


@pytest.mark.parametrize(
    ("size", "small"),
    [((4032, 3024), (1600, 1200)), ((3024, 4032), (1200, 1600)), ((1601, 1200), (1600, 1199)), ((1600, 20), (1600, 20)),
     ((640, 480), (640, 480)), ((9000, 3), (1600, 1))],
)  # fmt: skip
def test_the_long_side_is_1600_at_most_and_nothing_is_enlarged(size, small):
    kept = photo.prepare(encoded(quarters(*size)), "a.jpg")
    assert (kept.width, kept.height) == opened(kept).size == small


def test_a_turned_large_photo_is_both_turned_and_shrunk():
    lying = quarters(3024, 4032).transpose(Image.Transpose.ROTATE_90)
    kept = photo.prepare(encoded(lying, exif=camera(orientation=6)), "a.jpg")
    assert (kept.width, kept.height) == (1200, 1600)
    assert corners(kept.jpeg) == UPRIGHT


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_time_place_and_maker_survive_in_the_record_and_in_the_photo(kind):
    kept = photo.prepare(encoded(quarters(), kind, exif=camera(details={0x9011: "+08:00"})), "a.jpg")
    assert kept.taken_at == "2022-06-01T09:30:15"
    assert kept.place == (318750000, 1205541667)
    block = opened(kept).getexif()
    assert (block[0x010F], block[0x0110]) == ("HUAWEI", "P40 Pro")
    assert block.get_ifd(0x8769) == {0x9003: "2022:06:01 09:30:15", 0x9011: "+08:00"}
    again = photo.prepare(kept.jpeg, "a.jpg")
    assert again[2:] == kept[2:]


def test_nothing_else_of_the_file_is_kept():
    secret = b"secret thumbnail, notes, comment"
    data = encoded(quarters(), exif=camera(details={0x927C: secret}), comment=secret, xmp=secret, icc_profile=secret)
    kept = photo.prepare(data + b"\xff\xd8" + secret, "a.jpg")
    assert b"secret" not in kept.jpeg
    assert b"Firmware" not in kept.jpeg
    assert corners(kept.jpeg) == UPRIGHT


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_a_photo_without_exif_has_neither_time_nor_place(tmp_path, kind):
    path = tmp_path / "微信图片.jpg"
    path.write_bytes(encoded(quarters(), kind))
    os.utime(path, (1654047015, 1654047015))
    kept = photo.prepare(path, path.name)
    assert (kept.taken_at, kept.place) == (None, None)
    assert b"Exif" not in kept.jpeg


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2022:02:30 09:00:00", "2022", "", "昨天"]
)
def test_a_clock_that_was_never_set_is_no_time(taken):
    kept = photo.prepare(encoded(quarters(), exif=camera(taken=taken)), "a.jpg")
    assert kept.taken_at is None
    assert kept.place == (318750000, 1205541667)


@pytest.mark.parametrize(
    ("place", "signs", "found"),
    [
        (((31, 52, 30), (120, 33, 15)), {"ns": "S", "ew": "W"}, (-318750000, -1205541667)),
        (((31.875, 0, 0), (120.5, 0, 0)), {}, (318750000, 1205000000)),
        (((0, 0, 0), (120, 33, 15)), {}, (0, 1205541667)),
        (((0, 0, 0), (0, 0, 0)), {}, None),
        (((91, 0, 0), (120, 0, 0)), {}, None),
        (((31, 0, 0), (181, 0, 0)), {}, None),
        (((31, 52, 30), (120, 33, 15)), {"ns": "X"}, None),
        (((31, 52), (120, 33, 15)), {}, None),
        (None, {}, None),
    ],
)
def test_places(place, signs, found):
    kept = photo.prepare(encoded(quarters(), exif=camera(place=place, **signs)), "a.jpg")
    assert kept.place == found
    assert kept.taken_at == "2022-06-01T09:30:15"


def test_a_place_without_a_fix_is_no_place():
    block = camera().replace(struct.pack(">II", 31, 1), struct.pack(">II", 0, 0))
    block = block.replace(struct.pack("<II", 31, 1), struct.pack("<II", 0, 0))
    assert photo.prepare(encoded(quarters(), exif=block), "a.jpg").place is None


@given(st.binary(max_size=60), st.integers(0, 300), st.booleans())
def test_a_broken_exif_block_does_not_lose_a_good_photo(rubbish, at, wholly):
    block = camera()
    broken = b"Exif\0\0" + rubbish if wholly else block[:at] + rubbish + block[at + len(rubbish) :]
    plain = encoded(quarters())
    data = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(broken) + 2) + broken + plain[2:]
    kept = photo.prepare(data, "a.jpg")
    assert sorted(corners(kept.jpeg)) == sorted(UPRIGHT)


# -- all kinds of pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_a_picture_is_known_by_its_content_and_kept_as_jpeg(tmp_path, kind):
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(quarters(), kind))
    kept = photo.prepare(path, path.name)
    assert photo.check_jpeg(kept.jpeg) == (64, 48)
    assert opened(kept).mode == "RGB"
    assert corners(kept.jpeg) == UPRIGHT


def test_a_heic_of_a_phone():
    kept = photo.prepare(HEIC, "IMG_0001.HEIC")
    assert corners(kept.jpeg) == ["green", "red", "white", "blue"]
    assert (kept.width, kept.height) == (48, 64)
    assert (kept.taken_at, kept.place) == ("2022-06-01T09:30:15", (318750000, 1205541667))


def test_a_heic_where_its_decoder_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(errors.PhotoHeicUnsupported) as caught:
        photo.prepare(HEIC, "IMG_0001.HEIC")
    assert caught.value.file == "IMG_0001.HEIC"


@pytest.mark.parametrize("mode", ["P", "CMYK"])
def test_palettes_and_printing_colours(mode):
    kept = photo.prepare(encoded(quarters(mode=mode), "TIFF"), "a.tif")
    assert corners(kept.jpeg) == UPRIGHT
    assert opened(kept).mode == "RGB"


def test_a_cmyk_jpeg():
    assert corners(photo.prepare(encoded(quarters(mode="CMYK")), "a.jpg").jpeg) == UPRIGHT


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "LA"])
def test_greys_keep_their_brightness(mode):
    grey = Image.new("L", (64, 48), 0)
    grey.paste(255, (32, 0, 64, 48))
    if mode == "I;16":
        grey = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
    kept = photo.prepare(encoded(grey if mode == "I;16" else grey.convert(mode), "PNG"), "a.png")
    left, right = (opened(kept).getpixel((x, 24)) for x in (8, 56))
    assert max(left) < 8
    assert min(right) > 247


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_is_transparent_becomes_white(kind):
    picture = quarters(mode="RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 32, 24))
    kept = photo.prepare(encoded(picture, kind), "a.png")
    assert corners(kept.jpeg) == ["white", "blue", "green", "white"]


def test_a_transparent_palette_colour_becomes_white():
    picture = quarters(mode="P")
    data = encoded(picture, "PNG", transparency=picture.getpixel((0, 0)))
    assert corners(photo.prepare(data, "a.png").jpeg) == ["white", "blue", "green", "white"]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_kept(kind):
    other = quarters().transpose(Image.Transpose.ROTATE_180)
    data = encoded(quarters(), kind, save_all=True, append_images=[other])
    assert corners(photo.prepare(data, "a.gif").jpeg) == UPRIGHT


def a_profile_with_red_and_blue_exchanged():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    return profile.replace(b"rXYZ", b"\0tmp").replace(b"bXYZ", b"rXYZ").replace(b"\0tmp", b"bXYZ")


def test_colours_are_those_of_the_pictures_own_profile():
    data = encoded(quarters(), icc_profile=a_profile_with_red_and_blue_exchanged())
    kept = photo.prepare(data, "a.jpg")
    assert corners(kept.jpeg) == ["blue", "red", "green", "white"]
    assert "icc_profile" not in opened(kept).info


# -- broken and foreign files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_a_cut_file_is_damaged_wherever_it_was_cut(kind):
    whole = encoded(noise(), kind)
    for cut in [16, 40, 100, *range(200, len(whole) - 50, len(whole) // 25)]:
        with pytest.raises(errors.PhotoDamaged) as caught:
            photo.prepare(whole[:cut], "a.jpg")
        assert caught.value.file == "a.jpg"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_is_whole_only_with_its_last_byte(progressive):
    whole = encoded(noise(), progressive=progressive)
    photo.prepare(whole, "a.jpg")
    for cut in range(1, 40):
        with pytest.raises(errors.PhotoDamaged):
            photo.prepare(whole[:-cut], "a.jpg")


def test_a_cut_heic_is_damaged():
    for cut in range(40, len(HEIC)):
        with pytest.raises(errors.PhotoDamaged):
            photo.prepare(HEIC[:cut], "IMG_0001.HEIC")


def test_a_heic_with_a_damaged_list_of_contents_loses_only_its_exif():
    # The kind of the second item: no UTF-8 any more, of which the decoder alone would crash.
    kept = photo.prepare(HEIC.replace(b"Exif", b"\xf0xif", 1), "IMG_0001.HEIC")
    assert corners(kept.jpeg) == ["green", "red", "white", "blue"]
    assert kept.taken_at is None


def test_a_jpeg_cut_off_and_filled_up_with_zeros_is_damaged():
    whole = encoded(noise())
    with pytest.raises(errors.PhotoDamaged):
        photo.prepare(whole[: len(whole) // 2].ljust(len(whole), b"\0"), "a.jpg")


def test_a_jpeg_whose_first_bytes_are_gone_is_damaged():
    whole = encoded(quarters())
    with pytest.raises(errors.PhotoDamaged):
        photo.prepare(b"\0\0" + whole[2:], "a.jpg")


def test_an_empty_file_is_damaged():
    with pytest.raises(errors.PhotoDamaged):
        photo.prepare(b"", "a.jpg")


@pytest.mark.parametrize(
    "data",
    [b"x", "安全生产".encode(), b"%PDF-1.7 ", b"PK\3\4", b"\0\0\0\x20ftypisom", b"\0\0\0\x20ftypavif", b"<svg/>"],
)
def test_what_is_no_photo_is_named_so(data):
    with pytest.raises(errors.PhotoUnknownFormat) as caught:
        photo.prepare(data, "a.jpg")
    assert caught.value.file == "a.jpg"


@given(st.sampled_from(["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "HEIC"]), st.data())
def test_a_scratched_file_is_kept_or_refused_and_nothing_else(kind, data):
    whole = bytearray(HEIC if kind == "HEIC" else encoded(quarters(), kind, exif=camera()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = photo.prepare(bytes(whole), "a.jpg")
    except errors.PhotoError as error:
        assert error.file == "a.jpg"  # noqa: PT017
    else:
        assert photo.check_jpeg(kept.jpeg) == (kept.width, kept.height)


def a_png_that_claims(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(12000, 10001), (60000, 60000), (2**31 - 1, 2**31 - 1)])
def test_more_pixels_than_any_camera_makes_are_refused_before_they_are_unpacked(width, height):
    with pytest.raises(errors.PhotoTooLarge) as caught:
        photo.prepare(a_png_that_claims(width, height), "a.png")
    assert caught.value.facts() == {"file": "a.png", "pixels": width * height}


def test_a_hundred_million_pixels_are_taken():
    scan = encoded(Image.new("1", (10000, 10000), 1), "PNG")
    kept = photo.prepare(scan, "scan.png")
    assert (kept.width, kept.height) == (1600, 1600)


def test_a_photo_that_is_not_there(tmp_path):
    with pytest.raises(errors.NotReadable) as caught:
        photo.prepare(tmp_path / "a.jpg", "a.jpg")
    assert caught.value.path == str(tmp_path / "a.jpg")


# -- the same everywhere ---------------------------------------------------------------------------------------------


def test_many_at_once_give_the_same_as_one_by_one():
    files = [encoded(noise(600, 400), exif=camera(orientation=n % 8 + 1)) for n in range(12)] + [HEIC] * 4
    one_by_one = [photo.prepare(data, "a.jpg") for data in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda data: photo.prepare(data, "a.jpg"), files)) == one_by_one


def test_pillow_is_not_loaded_with_the_module():
    code = "import sys, zjg_inspect.store.photo; sys.exit('PIL' in sys.modules or 'pi_heif' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_thumbnail_fits_and_is_never_enlarged():
    kept = photo.prepare(encoded(quarters(2000, 1000)), "a.jpg")
    small = photo.thumbnail(kept.jpeg, 160)
    assert Image.open(io.BytesIO(small)).size == (160, 80)
    assert corners(small) == UPRIGHT
    assert Image.open(io.BytesIO(photo.thumbnail(small, 500))).size == (160, 80)


# -- photos of others ------------------------------------------------------------------------------------------------


def test_what_one_device_kept_another_takes():
    kept = photo.prepare(encoded(quarters(4032, 3024), exif=camera()), "a.jpg")
    assert photo.check_jpeg(kept.jpeg) == (1600, 1200)


@pytest.mark.parametrize("data", [encoded(quarters(), "PNG"), HEIC, b"x" * 100])
def test_a_kept_photo_is_a_jpeg_and_nothing_else(data):
    with pytest.raises(errors.PhotoUnknownFormat):
        photo.check_jpeg(data, "photo")


def test_a_kept_photo_is_whole_and_ends_where_it_ends():
    whole = encoded(noise())
    for wrong in (whole[:-1], whole[:-2], whole[: len(whole) // 2], whole + b"\0", whole[:30]):
        with pytest.raises(errors.PhotoDamaged) as caught:
            photo.check_jpeg(wrong, "photo")
        assert caught.value.file == "photo"


def test_a_kept_photo_is_not_larger_than_they_are_made():
    padding = b"\xff\xfe\xff\xff" + bytes(65533)
    small = encoded(quarters())
    for wrong in (encoded(quarters(1601, 10)), encoded(quarters(10, 1601)), small[:2] + padding * 129 + small[2:]):
        with pytest.raises(errors.PhotoTooLarge):
            photo.check_jpeg(wrong, "photo")
    assert photo.check_jpeg(encoded(quarters(1600, 1600))) == (1600, 1600)
