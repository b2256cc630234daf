"""Sheets: the rows of a CSV or XLSX file as offices really send them, whatever its encoding and its separators."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import TypeAlias

from django.utils.translation import gettext as _

# What a cell holds. CSV knows texts only; a number in a spreadsheet may have lost digits.
Value: TypeAlias = "str | int | float | bool | date | datetime | None"
Row: TypeAlias = "tuple[int, list[Value]]"  # as the spreadsheet numbers it, from 1

MOST_ROWS = 200_000
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_COLUMNS = 200
_SEPARATORS = (";", ",", "\t", "|")
_XLS = b"\xd0\xcf\x11\xe0"
_NOT_TABLES = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


class SheetRefused(Exception):
    """The file cannot be read as a table; the text is the sentence for whoever sent it."""


def read_rows(data: bytes) -> Iterator[Row]:
    """The rows of the first sheet that has any, empty ones left out. Raises SheetRefused, also on the way."""
    if data.startswith(b"PK\x03\x04"):
        yield from _read_xlsx(data)
        return
    _refuse_others(data)
    yield from _read_csv(data)


def _refuse_others(data: bytes) -> None:
    if not data.strip():
        raise SheetRefused(_("Berkas ini kosong. Pilih berkas lain."))
    if data.startswith(_XLS):
        raise SheetRefused(_("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx, lalu kirim lagi."))
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise SheetRefused(_("Ini halaman web, bukan tabel. Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi."))
    if data.startswith(_NOT_TABLES):
        raise SheetRefused(_("Ini bukan tabel. Kirim berkas .xlsx atau .csv."))


def _read_xlsx(data: bytes) -> Iterator[Row]:
    import openpyxl  # noqa: PLC0415 -- heavy, and only who opens a spreadsheet needs it

    _check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl has no error of its own for a damaged file
        raise SheetRefused(_damaged()) from error
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and all rows beyond it would be lost
            rows = _list_filled(sheet.iter_rows(values_only=True))
            first = next(rows, None)
            if first is not None:
                yield first
                yield from rows
                return
    raise SheetRefused(_("Berkas ini kosong. Pilih berkas lain."))


def _list_filled(rows: Iterable[tuple[Value, ...]]) -> Iterator[Row]:
    try:
        for number, cells in enumerate(rows, 1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, list(cells[:_MOST_COLUMNS])
    except SheetRefused:
        raise
    except Exception as error:
        raise SheetRefused(_damaged()) from error


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise SheetRefused(_damaged()) from error
    if not any(part.filename.startswith("xl/") for part in parts):
        raise SheetRefused(_("Ini bukan tabel. Kirim berkas .xlsx atau .csv."))
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise SheetRefused(_("Isi berkas ini terlalu besar. Bagi menjadi beberapa berkas."))


def _damaged() -> str:
    return _("Berkas Excel ini tidak utuh. Buka di Excel, simpan ulang, lalu kirim lagi.")


def _read_csv(data: bytes) -> Iterator[Row]:
    text = decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text))
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, list(cells[:_MOST_COLUMNS])
    except csv.Error as error:
        raise SheetRefused(_("Ada tanda kutip yang tidak ditutup. Simpan ulang sebagai .xlsx atau .csv.")) from error


def decode(data: bytes) -> str:
    """The text of bytes in UTF-16 or UTF-8 with or without a mark, or cp1252; line by line, as files get glued."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "".join(_decode_line(line) for line in body.splitlines(keepends=True))
    return text.replace("\ufeff", "").replace("\x00", "")


def _decode_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; they mean something in Latin-1.
        return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in line)


def _find_separator(text: str) -> str:
    """The sign that cuts the first lines into most columns; within quotes it does not count."""
    head = io.StringIO("\n".join(text.splitlines()[:20]))
    widths = {}
    for separator in _SEPARATORS:
        head.seek(0)
        try:
            widths[separator] = max((len(cells) for cells in csv.reader(head, delimiter=separator)), default=0)
        except csv.Error:
            widths[separator] = 0
    return max(_SEPARATORS, key=lambda separator: widths[separator])
