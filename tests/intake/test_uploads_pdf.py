"""PDFs: they keep what can be seen and lose what acts or tells."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.intake import specimens
from tuntas.intake import uploads
from tuntas.intake.refusals import FileRefused
from tuntas.vault import files

pytestmark = pytest.mark.one_database


def unpack(data: bytes) -> bytes:
    """The PDF with every stream and object laid open, so that nothing hides in compression."""
    with pikepdf.open(BytesIO(data)) as pdf:
        buffer = BytesIO()
        pdf.save(buffer, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        return buffer.getvalue()


def count_dark(jpeg: bytes, *, box: tuple[int, int, int, int]) -> int:
    grey = Image.open(BytesIO(jpeg)).convert("L").crop(box)
    return sum(grey.histogram()[:128])


@pytest.mark.django_db
def test_a_pdf_is_kept_with_a_picture_of_its_first_page() -> None:
    upload = uploads.receive(specimens.make_pdf(3))

    shown = Image.open(BytesIO(uploads.page_image(upload)))
    assert (upload.media_type, upload.pages) == ("application/pdf", 3)
    assert shown.size == (upload.width, upload.height)
    assert shown.height == 1600
    assert count_dark(uploads.page_image(upload), box=(0, 0, 1600, 1600)) > 1000
    assert len(uploads.thumbnail(upload)) <= 25_000
    assert files.read(upload.blob).startswith(b"%PDF-")


@pytest.mark.django_db
def test_any_page_is_drawn_at_the_size_asked_for_but_no_larger_than_2400() -> None:
    upload = uploads.receive(specimens.make_pdf(2))

    second = Image.open(BytesIO(uploads.page_image(upload, page=2, width=600)))
    large = Image.open(BytesIO(uploads.page_image(upload, page=1, width=90_000)))

    assert max(second.size) == 600
    assert max(large.size) == 2400
    for page in (0, 3):
        with pytest.raises(FileRefused):
            uploads.page_image(upload, page=page)


@pytest.mark.django_db
def test_scripts_actions_attachments_and_metadata_are_gone() -> None:
    active = specimens.make_active_pdf()
    assert unpack(active).count(b"rahasia") >= 6

    upload = uploads.receive(active)

    cleaned = unpack(files.read(upload.blob))
    for word in (b"rahasia", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/Annots"):
        assert word not in cleaned
    for word in (b"/Metadata", b"/Author", b"/PieceInfo", b"/AcroForm", b"/Names"):
        assert word not in cleaned


@pytest.mark.django_db
def test_a_filled_in_form_still_shows_what_was_filled_in() -> None:
    upload = uploads.receive(specimens.make_form_pdf("SITI RAHMAWATI"))

    field = (150, 950, 1000, 1060)  # px of the field on a page drawn 1600 px high
    assert count_dark(uploads.page_image(upload), box=field) > 300
    cleaned = unpack(files.read(upload.blob))
    assert b"/AcroForm" not in cleaned
    assert b"xfa" not in cleaned.lower()


@pytest.mark.django_db
def test_a_photo_inside_a_pdf_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "rahasia-kamera"
    jpeg = specimens.make_jpeg(600, 400, exif=exif, comment=b"rahasia-komentar")

    upload = uploads.receive(specimens.make_pdf_of_photo(jpeg, width=600, height=400))

    assert b"rahasia" not in unpack(files.read(upload.blob))
    middle = Image.open(BytesIO(uploads.page_image(upload))).getpixel((300, 500))
    assert isinstance(middle, tuple)
    assert max(middle) - min(middle) > 60  # the photo is still there, in colour


@pytest.mark.django_db
def test_a_pdf_with_an_owner_password_only_is_read() -> None:
    upload = uploads.receive(specimens.make_pdf(encryption=pikepdf.Encryption(owner="x", user="")))

    assert upload.pages == 1


@pytest.mark.django_db
def test_a_pdf_after_leading_junk_is_read() -> None:
    upload = uploads.receive(b"\xef\xbb\xbf\r\n" + specimens.make_pdf())

    assert upload.media_type == "application/pdf"


@pytest.mark.django_db
@pytest.mark.parametrize("box", [[0, 0, 14400, 14400], [0, 0, 1e12, 1e12], [0, 0, 14400, 0.01], [0, 0, 9, 9]])
def test_no_page_is_drawn_larger_than_the_desk_needs(box: list[float]) -> None:
    pdf = specimens.make_open_pdf()
    pdf.pages[0].obj["/MediaBox"] = pikepdf.Array(box)
    pdf.pages[0].obj["/UserUnit"] = 1000

    upload = uploads.receive(specimens.save_pdf(pdf))

    assert max(upload.width, upload.height) <= 1600
