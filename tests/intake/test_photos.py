"""Photos: small, upright, without a trace of the camera, whatever the phone made of them."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.intake import specimens
from tuntas.intake import photos
from tuntas.intake.kinds import Kind, Trouble, Unusable

# How the rows and columns lie in the file when the picture stands upright (EXIF 2.32, 4.6.4 A).
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def open_jpeg(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg), formats=["JPEG"])
    image.load()
    return image


def shows_corners(image: Image.Image) -> bool:
    """Whether the four coloured quarters are where they belong."""
    for (right, low), wanted in specimens.CORNERS.items():
        place = (image.width * (3 + 4 * right) // 8, image.height * (3 + 4 * low) // 8)  # below the writing
        seen = image.getpixel(place)
        assert isinstance(seen, tuple)
        if max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) > 40:
            return False
    return True


def list_markers(jpeg: bytes) -> set[int]:
    """The marker codes before the picture's own data."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize(("form", "kind"), [("JPEG", Kind.JPEG), ("PNG", Kind.PNG), ("WEBP", Kind.WEBP)])
def test_every_exif_orientation_ends_upright(orientation: int, form: str, kind: Kind) -> None:
    stored = specimens.make_image(400, 240)
    turn = STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation

    data = specimens.save(stored.transpose(turn) if turn is not None else stored, form, exif=exif)
    picture = photos.clean(data, kind=kind)

    assert (picture.width, picture.height) == (400, 240)
    assert shows_corners(open_jpeg(picture.jpeg))
    assert shows_corners(open_jpeg(picture.thumbnail))


def test_an_impossible_orientation_is_no_orientation() -> None:
    exif = Image.Exif()
    exif[0x0112] = 77

    picture = photos.clean(specimens.make_jpeg(exif=exif), kind=Kind.JPEG)

    assert shows_corners(open_jpeg(picture.jpeg))


def test_where_and_by_whom_a_photo_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "rahasia-kamera"
    exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 58.0, 33.0), 3: "E", 4: (104.0, 46.0, 5.0), 29: "2026:11:21"})
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>rahasia-xmp</x:xmpmeta>"
    data = specimens.make_jpeg(exif=exif, comment=b"rahasia-komentar", icc_profile=icc, xmp=xmp)
    assert all(word in data for word in (b"rahasia-kamera", b"2026:11:21", b"rahasia-xmp", b"rahasia-komentar"))

    picture = photos.clean(data, kind=Kind.JPEG)

    for jpeg in (picture.jpeg, picture.thumbnail):
        assert b"rahasia" not in jpeg
        assert b"2026:11:21" not in jpeg
        assert not list_markers(jpeg) & {0xE1, 0xE2, 0xED, 0xFE}  # EXIF and XMP, ICC, IPTC, comment
        assert set(open_jpeg(jpeg).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_metadata_of_other_formats_is_gone_too(form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "rahasia-kamera"

    picture = photos.clean(specimens.save(specimens.make_image(), form, exif=exif), kind=Kind(form.lower()))

    assert b"rahasia" not in picture.jpeg
    assert not open_jpeg(picture.jpeg).getexif()


@pytest.mark.parametrize(("width", "height"), [(4032, 3024), (3024, 4032), (1601, 20), (1600, 1200), (6000, 500)])
def test_no_side_exceeds_1600_and_the_shape_stays(width: int, height: int) -> None:
    picture = photos.clean(specimens.make_jpeg(width, height), kind=Kind.JPEG)

    image = open_jpeg(picture.jpeg)
    assert image.size == (picture.width, picture.height)
    assert max(image.size) == 1600
    assert min(image.size) == pytest.approx(1600 * min(width, height) / max(width, height), abs=1)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 900), (320, 200), (999, 1599)])
def test_a_small_photo_is_never_blown_up(width: int, height: int) -> None:
    picture = photos.clean(specimens.save(specimens.make_image(width, height), "PNG"), kind=Kind.PNG)

    assert open_jpeg(picture.jpeg).size == (width, height)


def test_the_thumbnail_is_light_even_of_noise() -> None:
    picture = photos.clean(specimens.save(specimens.make_noise(900, 900), "PNG"), kind=Kind.PNG)

    assert len(picture.thumbnail) <= 25_000
    assert max(open_jpeg(picture.thumbnail).size) <= 400


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "P", "RGBA", "LA"])
def test_every_colour_mode_becomes_plain_rgb(mode: str) -> None:
    form = {"CMYK": "JPEG"}.get(mode, "PNG")
    data = specimens.save(specimens.make_image().convert(mode), form)

    image = open_jpeg(photos.clean(data, kind=Kind(form.lower())).jpeg)

    assert image.mode == "RGB"
    assert image.size == (480, 320)


@pytest.mark.parametrize("mode", ["CMYK", "P", "RGBA"])
def test_colours_survive_the_change_of_mode(mode: str) -> None:
    form = {"CMYK": "JPEG"}.get(mode, "PNG")
    data = specimens.save(specimens.make_image().convert(mode), form)

    assert shows_corners(open_jpeg(photos.clean(data, kind=Kind(form.lower())).jpeg))


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    deep = Image.new("I;16", (60, 40), 0x4000)

    image = open_jpeg(photos.clean(specimens.save(deep, "PNG"), kind=Kind.PNG).jpeg)

    assert image.getpixel((30, 20)) == pytest.approx((64, 64, 64), abs=2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_turns_white(mode: str) -> None:
    clear = Image.new("RGBA", (60, 40), (200, 0, 0, 0))
    data = specimens.save(clear.convert(mode), "PNG", **({"transparency": 0} if mode == "P" else {}))

    image = open_jpeg(photos.clean(data, kind=Kind.PNG).jpeg)

    assert image.getpixel((30, 20)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_counts(form: str) -> None:
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("red", "blue")]
    data = specimens.save(frames[0], form, save_all=True, append_images=frames[1:], duration=50)

    seen = open_jpeg(photos.clean(data, kind=Kind(form.lower())).jpeg).getpixel((40, 30))

    assert isinstance(seen, tuple)
    assert seen[0] > 200
    assert seen[2] < 60


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2_000_000, 21), (7000, 7000)])
def test_a_decompression_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    bomb = specimens.make_png_claiming(width, height)

    with pytest.raises(Unusable) as caught:
        photos.clean(bomb, kind=Kind.PNG)

    assert caught.value.trouble in {Trouble.TOO_MANY_PIXELS, Trouble.DAMAGED_PHOTO}


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    with pytest.raises(Unusable) as caught:
        photos.clean(specimens.make_scan_bomb(), kind=Kind.JPEG)

    assert caught.value.trouble is Trouble.DAMAGED_PHOTO


def test_the_bytes_of_one_kind_are_never_opened_as_another() -> None:
    with pytest.raises(Unusable):
        photos.clean(specimens.make_jpeg(), kind=Kind.PNG)


SEEDS = {
    Kind.JPEG: specimens.make_jpeg(200, 140),
    Kind.PNG: specimens.save(specimens.make_image(200, 140), "PNG"),
    Kind.WEBP: specimens.save(specimens.make_image(200, 140), "WEBP"),
}


@settings(max_examples=200, deadline=None)
@given(data=st.data(), kind=st.sampled_from(list(SEEDS)))
def test_altered_or_cut_bytes_end_in_a_picture_or_a_refusal(data: st.DataObject, kind: Kind) -> None:
    raw = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(0, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))

    try:
        picture = photos.clean(bytes(raw[:cut]), kind=kind)
    except Unusable:
        return

    assert open_jpeg(picture.jpeg).size == (picture.width, picture.height)
    assert max(picture.width, picture.height) <= 1600
