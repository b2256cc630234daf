"""Files from any channel: recognised by their bytes, cleaned, looked at, and kept encrypted."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.intake import cell, photos, quality
from tuntas.intake.kinds import Kind, Trouble, Unusable, sniff
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FileRefused
from tuntas.vault import files

JPEG, PDF = "image/jpeg", "application/pdf"
UNCLAIMED_FOR = timedelta(days=30)  # as long as a draft, whose photos these may be
_MIB = 1024 * 1024

SENTENCES = {
    Trouble.EMPTY: gettext_lazy("Berkas ini kosong. Pilih lagi fotonya, lalu kirim ulang."),
    Trouble.TOO_LARGE: gettext_lazy(
        "Berkas ini %(size)s MB, batasnya %(limit)s MB. Ambil foto baru dengan ukuran sedang, lalu kirim foto itu."
    ),
    Trouble.PROGRAM: gettext_lazy("Yang terkirim adalah program, bukan dokumen. Kirim foto dokumen atau PDF."),
    Trouble.VIDEO: gettext_lazy("Yang terkirim adalah video. Ambil foto dokumennya, lalu kirim foto itu."),
    Trouble.AUDIO: gettext_lazy("Yang terkirim adalah rekaman suara. Ambil foto dokumennya, lalu kirim foto itu."),
    Trouble.OFFICE: gettext_lazy(
        "Yang terkirim adalah berkas Word atau sejenisnya. Simpan sebagai PDF, lalu kirim PDF itu."
    ),
    Trouble.ARCHIVE: gettext_lazy("Yang terkirim adalah berkas ZIP atau sejenisnya. Kirim isinya satu per satu."),
    Trouble.PICTURE: gettext_lazy(
        "Jenis gambar ini belum dapat kami buka. Kirim foto JPEG, PNG, WebP, HEIC, atau PDF."
    ),
    Trouble.TEXT: gettext_lazy("Yang terkirim adalah tulisan atau halaman web. Kirim foto dokumen atau PDF."),
    Trouble.UNKNOWN: gettext_lazy("Isi berkas ini tidak kami kenali. Kirim foto dokumen atau PDF."),
    Trouble.DAMAGED_PHOTO: gettext_lazy(
        "Foto ini tidak utuh, mungkin terputus saat dikirim. Kirim ulang, atau ambil foto baru."
    ),
    Trouble.DAMAGED_HEIC: gettext_lazy("Foto HEIC ini tidak utuh. Kirim ulang, atau kirim sebagai JPEG."),
    Trouble.TOO_MANY_PIXELS: gettext_lazy(
        "Gambar ini %(megapixels)s megapiksel, terlalu besar untuk dibuka. Ambil foto baru dengan kamera HP biasa."
    ),
    Trouble.DAMAGED_PDF: gettext_lazy("PDF ini tidak utuh. Kirim ulang, atau kirim foto halamannya."),
    Trouble.LOCKED_PDF: gettext_lazy(
        "PDF ini dikunci dengan kata sandi. Buka kuncinya dulu, atau kirim foto halamannya."
    ),
    Trouble.FORM_PDF: gettext_lazy(
        "PDF ini formulir yang hanya terbuka di Adobe Reader. Cetak ke PDF biasa, lalu kirim PDF itu."
    ),
    Trouble.TOO_MANY_PAGES: gettext_lazy("PDF ini %(pages)s halaman, batasnya 20. Kirim hanya halaman yang diminta."),
    Trouble.TOO_HEAVY: gettext_lazy(
        "Berkas ini terlalu berat untuk dibuka. Ambil foto halamannya, lalu kirim foto itu."
    ),
    Trouble.CHANGED: gettext_lazy("Isi berkas berubah di perjalanan. Kirim ulang berkas ini."),
}


class UploadUnknown(Exception):
    """There is no such upload, or it was forgotten, or another application has it."""


@dataclass(frozen=True)
class Prepared:
    """A file cleaned and not yet kept: `picture` is the photo, or page 1 of the PDF in `pdf`."""

    picture: photos.Picture
    pdf: bytes = b""
    pages: int = 1


def receive(data: bytes) -> Upload:
    """Cleans and keeps one file. Raises FileRefused with a sentence; then nothing was kept."""
    return keep(prepare(data))


def prepare(data: bytes) -> Prepared:
    """The file recognised, decoded and cleaned; slow, and touches no database. Raises FileRefused with a sentence."""
    check_size(len(data))
    try:
        kind = sniff(data)
        return _prepare_apart(kind, data) if kind in {Kind.PDF, Kind.HEIC} else Prepared(photos.clean(data, kind=kind))
    except Unusable as unusable:
        raise refusal_of(unusable) from unusable


@transaction.atomic
def keep(prepared: Prepared) -> Upload:
    """Stores what was prepared, encrypted."""
    picture = prepared.picture
    shown = files.store(picture.jpeg, media_type=JPEG)
    return Upload.objects.create(
        blob=files.store(prepared.pdf, media_type=PDF) if prepared.pdf else shown,
        preview=shown if prepared.pdf else None,
        thumbnail=files.store(picture.thumbnail, media_type=JPEG),
        media_type=PDF if prepared.pdf else JPEG,
        pages=prepared.pages,
        width=picture.width,
        height=picture.height,
        verdict=quality.verdict_of(picture.hints),
        hints=list(picture.hints),
    )


def check_size(size: int) -> None:
    """Raises FileRefused for more bytes than a file may have; for callers that know the size before the bytes."""
    if size > settings.UPLOAD_LIMIT:
        raise refusal_of(Unusable(Trouble.TOO_LARGE, size=size))


def refusal_of(unusable: Unusable) -> FileRefused:
    """The refusal with its sentence and figures, as a resident reads it."""
    figures = unusable.figures
    shown = {
        "size": _megabytes(figures.get("size", 0)),
        "limit": _megabytes(settings.UPLOAD_LIMIT),
        "megapixels": math.ceil(figures.get("pixels", 0) / 1_000_000),
        "pages": figures.get("pages", 0),
    }
    return FileRefused(str(SENTENCES[unusable.trouble]) % shown)


def page_image(upload: Upload, *, page: int = 1, width: int = 1600) -> bytes:
    """A page as JPEG, at most `width` px on its longer side; of a PDF up to 2400 px, of a photo what it has.

    Raises FileRefused for a page that is not there.
    """
    if not 1 <= page <= upload.pages:
        raise FileRefused(_("Halaman ini tidak ada."))
    if upload.preview is None:
        return files.read(upload.blob)
    if page == 1 and width == photos.LONG_SIDE:
        return files.read(upload.preview)
    try:
        return cell.run("page", data=files.read(upload.blob), page=page, side=width).parts[0]
    except Unusable as unusable:
        raise refusal_of(unusable) from unusable


def thumbnail(upload: Upload) -> bytes:
    """A JPEG of at most 400 px and 25 kB."""
    return files.read(upload.thumbnail or upload.preview or upload.blob)


def get_upload(upload_id: UUID) -> Upload:
    """The upload that no application has claimed yet. Raises UploadUnknown."""
    found = Upload.objects.filter(pk=upload_id, is_claimed=False).first()
    if found is None:
        raise UploadUnknown(_("Berkas ini sudah tidak tersimpan. Kirim ulang berkasnya."))
    return found


@transaction.atomic
def claim(uploads: Iterable[Upload]) -> None:
    """Marks uploads as part of a sent application. Raises UploadUnknown if one was forgotten or taken meanwhile."""
    wanted = {upload.pk for upload in uploads}
    if Upload.objects.filter(pk__in=wanted, is_claimed=False).update(is_claimed=True) != len(wanted):
        raise UploadUnknown(_("Berkas ini sudah tidak tersimpan. Kirim ulang berkasnya."))


def forget_unclaimed(at: datetime) -> int:
    """Deletes uploads, with their bytes, that no application claimed within thirty days. Returns how many."""
    old = Upload.objects.filter(is_claimed=False, created_at__lt=at - UNCLAIMED_FOR)
    return sum(_forget(pk) for pk in old.values_list("pk", flat=True))


@transaction.atomic
def _forget(pk: UUID) -> int:
    """One transaction each: an application that claims an upload just now keeps it."""
    upload = Upload.objects.select_for_update().filter(pk=pk, is_claimed=False).first()
    if upload is None:
        return 0
    blobs = [upload.blob, upload.preview, upload.thumbnail]
    upload.delete()
    for blob in blobs:
        if blob is not None:
            files.destroy(blob)
    return 1


def _prepare_apart(kind: Kind, data: bytes) -> Prepared:
    answer = cell.run("scan" if kind is Kind.PDF else "photo", data=data)
    jpeg, small, *pdf = answer.parts
    facts = answer.facts
    picture = photos.Picture(jpeg, small, facts.width, facts.height, facts.hints)
    return Prepared(picture, pdf=pdf[0] if pdf else b"", pages=facts.pages)


def _megabytes(size: int) -> str:
    """Rounded up to a tenth, so that a file just over the limit never reads as the limit itself."""
    tenths = math.ceil(size * 10 / _MIB)
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
