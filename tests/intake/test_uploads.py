"""Uploads: what is taken, what is refused and how, what is kept and what is forgotten."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.intake import specimens
from tuntas.intake import cell, uploads
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FileRefused
from tuntas.vault import files
from tuntas.vault.models import Blob

WORD = b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 18 + b"[Content_Types].xml" + b"\0" * 40 + b"word/document.xml"
APK = b"PK\x03\x04\x14\x00\x08\x08" + b"\0" * 18 + b"AndroidManifest.xml"
ZIP = b"PK\x03\x04\x14\x00\x00\x00" + b"\0" * 18 + b"KTP.jpg"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 200
AVIF = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + b"\0" * 200
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\0" * 200

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "kosong"),
    "a renamed executable": (lambda: b"MZ\x90\x00" + b"\0" * 500, "program"),
    "a renamed Linux program": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 500, "program"),
    "a shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", "program"),
    "an Android app": (lambda: APK, "program"),
    "a video": (lambda: MP4, "video"),
    "an old video": (lambda: b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
    "a voice message": (lambda: b"OggS\x00\x02" + b"\0" * 100, "rekaman suara"),
    "a voice memo": (lambda: M4A, "rekaman suara"),
    "a Word file": (lambda: WORD, "Word"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word"),
    "photos in a ZIP": (lambda: ZIP, "ZIP"),
    "a GIF": (lambda: specimens.save(specimens.make_image(), "GIF"), "Jenis gambar"),
    "a TIFF": (lambda: specimens.save(specimens.make_image(), "TIFF"), "Jenis gambar"),
    "a BMP": (lambda: specimens.save(specimens.make_image(), "BMP"), "Jenis gambar"),
    "an AVIF": (lambda: AVIF, "Jenis gambar"),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>", "tulisan"),
    "an SVG with a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "tulisan"),
    "bytes of nothing": (lambda: bytes(range(1, 9)) * 40, "tidak kami kenali"),
    "a photo of 40 MB": (lambda: specimens.make_jpeg() + b"\0" * (40 * 1024 * 1024), "40,1 MB, batasnya 25 MB"),
    "a truncated JPEG": (lambda: specimens.make_jpeg()[:4000], "tidak utuh"),
    "a JPEG of a few bytes": (lambda: b"\xff\xd8\xff\xe0", "tidak utuh"),
    "a JPEG of endless scans": (specimens.make_scan_bomb, "tidak utuh"),
    "a decompression bomb": (lambda: specimens.make_png_claiming(9000, 9000), "81 megapiksel"),
    "a broken HEIC": (lambda: specimens.make_heic()[:900], "HEIC ini tidak utuh"),
    "a HEIC of a head alone": (lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC ini tidak utuh"),
    "a truncated PDF": (lambda: specimens.make_pdf()[:300], "PDF ini tidak utuh"),
    "a PDF of a head alone": (lambda: b"%PDF-1.7\n", "PDF ini tidak utuh"),
    "a locked PDF": (lambda: specimens.make_pdf(encryption=specimens.make_lock()), "kata sandi"),
    "a PDF of 21 pages": (lambda: specimens.make_pdf(21), "21 halaman, batasnya 20"),
    "a dynamic form": (specimens.make_dynamic_form, "formulir"),
    "a PDF bomb": (specimens.make_content_bomb, "terlalu berat"),
    "a PDF of endless forms": (specimens.make_laughing_pdf, "terlalu berat"),
}


def list_stored() -> set[Path]:
    """The files in the storage: what is really on the disk."""
    return {path for path in Path(default_storage.path("")).rglob("*") if path.is_file()}


@pytest.fixture
def kept_nothing(db: None) -> Iterator[None]:
    """Checks at the end that there is no new row and no new byte."""
    before = list_stored()
    yield
    assert not Upload.objects.exists()
    assert not Blob.objects.exists()
    assert list_stored() == before


def open_jpeg(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg), formats=["JPEG"])
    image.load()
    return image


@pytest.mark.one_database
@pytest.mark.parametrize("name", BAD)
@pytest.mark.usefixtures("kept_nothing")
def test_bad_input_gets_its_sentence_and_leaves_nothing(name: str) -> None:
    make, words = BAD[name]

    with pytest.raises(FileRefused) as caught:
        uploads.receive(make())

    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("trouble", uploads.SENTENCES)
def test_every_sentence_says_what_to_do_in_words_people_use(trouble: uploads.Trouble) -> None:
    said = str(uploads.refusal_of(uploads.Unusable(trouble, size=40 * 1024 * 1024, pixels=81_000_000, pages=33)))

    sentences = [part for part in said.split(". ") if part]
    assert len(sentences) >= 2
    assert all(len(sentence.split()) <= 15 for sentence in sentences)
    assert not {"tidak valid", "salah", "gagal", "error"} & set(said.lower().split())
    assert "%" not in said


def test_every_trouble_has_a_sentence() -> None:
    assert set(uploads.SENTENCES) == set(uploads.Trouble)


@pytest.mark.one_database
@pytest.mark.django_db
def test_a_file_just_over_the_limit_never_reads_as_the_limit() -> None:
    with pytest.raises(FileRefused, match=r"25,1 MB, batasnya 25 MB"):
        uploads.check_size(django_settings.UPLOAD_LIMIT + 1)


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_and_a_thumbnail(form: str) -> None:
    upload = uploads.receive(specimens.save(specimens.make_image(2000, 1000), form))

    shown = open_jpeg(uploads.page_image(upload))
    assert shown.size == (upload.width, upload.height) == (1600, 800)
    assert max(open_jpeg(uploads.thumbnail(upload)).size) <= 400
    assert len(uploads.thumbnail(upload)) <= 25_000
    assert (upload.media_type, upload.pages, upload.preview) == ("image/jpeg", 1, None)


@pytest.mark.django_db
def test_an_iphone_photo_is_taken_upright_and_without_its_place() -> None:
    exif = Image.Exif()
    exif[0x010F] = "rahasia-kamera"
    exif[0x0112] = 6
    lying = specimens.make_image(480, 320).transpose(Image.Transpose.ROTATE_90)
    data = specimens.make_heic(lying, exif=exif.tobytes())
    assert b"rahasia-kamera" in data

    upload = uploads.receive(data)

    assert upload.media_type == "image/jpeg"
    assert (upload.width, upload.height) == (480, 320)
    assert open_jpeg(files.read(upload.blob)).getpixel((180, 120)) == pytest.approx((220, 30, 30), abs=40)
    assert b"rahasia" not in files.read(upload.blob)


@pytest.mark.django_db
def test_hints_come_with_a_verdict_and_block_nothing() -> None:
    upload = uploads.receive(specimens.make_jpeg(300, 200))

    assert upload.hints == ["small"]
    assert upload.verdict == "doubtful"


@pytest.mark.django_db
def test_the_name_and_the_declared_type_of_a_file_count_for_nothing() -> None:
    polyglot = specimens.make_jpeg() + b"%PDF-1.7 <script>rahasia</script>"

    upload = uploads.receive(polyglot)

    assert upload.media_type == "image/jpeg"
    assert b"rahasia" not in files.read(upload.blob)


@pytest.mark.django_db
def test_what_lies_on_the_disk_is_unreadable() -> None:
    before = list_stored()

    uploads.receive(specimens.make_jpeg())

    for path in list_stored() - before:
        assert not path.read_bytes().startswith(b"\xff\xd8")
        assert b"JFIF" not in path.read_bytes()


@pytest.mark.django_db
def test_forgetting_takes_rows_and_bytes_of_what_nobody_claimed(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    before = list_stored()
    forgotten, claimed = uploads.receive(specimens.make_jpeg()), uploads.receive(specimens.make_pdf())
    uploads.claim([claimed])
    now = datetime.now(UTC)  # noqa: TID251 -- the rows carry the real time of their making

    assert uploads.forget_unclaimed(now + timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.forget_unclaimed(now + timedelta(days=30, minutes=1)) == 1

    assert list(Upload.objects.values_list("pk", flat=True)) == [claimed.pk]
    assert Blob.objects.count() == len(list_stored() - before) == 3
    assert forgotten.pk != claimed.pk
    assert files.read(claimed.blob)


@pytest.mark.django_db
def test_an_upload_is_claimed_once() -> None:
    upload = uploads.receive(specimens.make_jpeg())
    assert uploads.get_upload(upload.pk) == upload

    uploads.claim([upload])

    with pytest.raises(uploads.UploadUnknown):
        uploads.claim([upload])
    with pytest.raises(uploads.UploadUnknown):
        uploads.get_upload(upload.pk)
    with pytest.raises(uploads.UploadUnknown):
        uploads.get_upload(uuid4())


def test_a_cell_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell, "SECONDS", 0.01)

    with pytest.raises(FileRefused, match="terlalu berat"):
        uploads.prepare(specimens.make_pdf())


def test_our_own_mistake_in_the_cell_is_not_blamed_on_the_file() -> None:
    with pytest.raises(cell.CellFailed):
        cell.run("no such task", data=b"")


def test_the_cell_gets_no_secret() -> None:
    os.environ["TUNTAS_MASTER_KEY_PROBE"] = "rahasia"
    try:
        assert "rahasia" not in str(cell.environment())
        assert set(cell.environment()) == {"PYTHONPATH", "PATH", "LANG"}
    finally:
        del os.environ["TUNTAS_MASTER_KEY_PROBE"]


SEEDS = [specimens.make_jpeg(160, 120), specimens.make_heic(specimens.make_image(128, 96)), specimens.make_pdf(2)]


@settings(max_examples=15, deadline=None)
@given(data=st.data(), seed=st.sampled_from(SEEDS))
def test_altered_or_cut_files_end_prepared_or_refused(data: st.DataObject, seed: bytes) -> None:
    raw = bytearray(seed)
    for _ in range(data.draw(st.integers(0, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(raw)), st.integers(0, len(raw))))

    try:
        prepared = uploads.prepare(bytes(raw[:cut]))
    except FileRefused:
        return

    assert max(open_jpeg(prepared.picture.jpeg).size) <= 1600


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_end_prepared_or_refused(data: bytes) -> None:
    if data[4:8] == b"ftyp" or b"%PDF-" in data:
        return  # the cell's turn, above

    with pytest.raises(FileRefused):
        uploads.prepare(data)
