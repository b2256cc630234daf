"""PDFs made harmless and drawn. Runs in the cell only: see intake.cell."""

import zlib
from io import BytesIO

import pikepdf
import pikepdf.settings
import pypdfium2
from PIL import Image

from tuntas.intake import photos, quality
from tuntas.intake.kinds import Trouble, Unusable

PAGE_LIMIT = 20
OBJECT_LIMIT = 20_000  # a scan of 20 pages has some hundred objects, a typeset letter some thousand
STREAM_LIMIT = 64 * 1024 * 1024  # bytes one stream may unpack to while qpdf reads it
WIDEST = 2400  # px; a page is never drawn larger, whoever asks
_PROOF_SIDE = 200  # px; every page is drawn once this small, so that no page fails later at the desk
_LARGEST_SCALE = 8.0  # 576 dpi: a page the size of a stamp is not blown up further

# What a page needs to be seen; everything else on it (actions, annotations, private data) stays behind.
_PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
# What a stream may carry besides its picture: XMP, private data, attached files, a file elsewhere, PostScript.
_STREAM_EXTRAS = (
    "/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/F", "/FFilter", "/FDecodeParms",
    "/LastModified", "/StructParent", "/StructParents", "/Measure", "/PtData", "/PS",
)  # fmt: skip
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    pikepdf.DataDecodingError,
    pypdfium2.PdfiumError,
    OSError,
    ValueError,
    TypeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    RecursionError,
    zlib.error,
)

pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=200,
    parser_max_nesting=100,
    parser_max_container_size=100_000,
    parser_max_container_size_damaged=5_000,
    max_stream_filters=4,
    flate_max_memory=STREAM_LIMIT,
    png_max_memory=STREAM_LIMIT,
    run_length_max_memory=STREAM_LIMIT,
    tiff_max_memory=STREAM_LIMIT,
    dct_max_memory=STREAM_LIMIT,
    dct_max_progressive_scans=100,
)


def clean(data: bytes) -> tuple[bytes, int, photos.Picture]:
    """The PDF without anything that acts or tells more than its pages show; its page count; page 1 as a picture.

    Raises Unusable (locked, damaged, dynamic form, too many pages, too heavy).
    """
    try:
        with _open(data) as source:
            _check_size(source)
            _flatten(source)
            cleaned = _rebuild(source)
        pages = _prove_pages(cleaned)
        first = _draw(cleaned, page=1, side=photos.LONG_SIDE)
        return cleaned, pages, photos.make_picture(first, hints=quality.list_scan_hints(first))
    except pikepdf.PasswordError as locked:
        raise Unusable(Trouble.LOCKED_PDF) from locked
    except _BROKEN as broken:
        raise Unusable(Trouble.DAMAGED_PDF) from broken


def draw_page(data: bytes, *, page: int, side: int) -> bytes:
    """One page (from 1) of a cleaned PDF as JPEG, at most `side` px on its longer side."""
    return photos.encode(_draw(data, page=page, side=side))


def _open(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data[data.index(b"%PDF-") :]))


def _check_size(source: pikepdf.Pdf) -> None:
    if len(source.objects) > OBJECT_LIMIT:
        raise Unusable(Trouble.TOO_HEAVY)
    if source.Root.get("/NeedsRendering", False):  # dynamic XFA: its pages say only "please wait"
        raise Unusable(Trouble.FORM_PDF)
    pages = len(source.pages)
    if pages > PAGE_LIMIT:
        raise Unusable(Trouble.TOO_MANY_PAGES, pages=pages)
    if not pages:
        raise Unusable(Trouble.DAMAGED_PDF)


def _flatten(source: pikepdf.Pdf) -> None:
    """Draws form fields, stamps and seals onto the page, so that a filled-in form still shows what was filled in."""
    form = source.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and form.get("/NeedAppearances", False):
        source.generate_appearance_streams()
    source.flatten_annotations("all")


def _rebuild(source: pikepdf.Pdf) -> bytes:
    """Moves the bare pages into an empty document: the catalogue with its scripts and attachments stays behind."""
    target = pikepdf.new()
    for page in source.pages:
        for key in [key for key in page.obj.keys() if key not in _PAGE_KEYS]:  # noqa: SIM118 -- iterating it is not the same
            del page.obj[key]
        target.pages.append(page)
    for item in target.objects:
        if isinstance(item, pikepdf.Stream):
            _clean_stream(item)
    buffer = BytesIO()
    target.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return buffer.getvalue()


def _clean_stream(stream: pikepdf.Stream) -> None:
    for key in _STREAM_EXTRAS:
        if key in stream:
            del stream[key]
    if stream.get("/Filter") == "/DCTDecode":
        parms = stream.get("/DecodeParms")
        stream.write(strip_jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        if parms is not None:
            stream["/DecodeParms"] = parms


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, ICC and comments, its picture untouched (ISO/IEC 10918-1 B.1.1.4).

    Only JFIF and Adobe's marker stay: the decoder needs them to tell the colours.
    """
    kept = bytearray(data[:2])
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself begins
            return bytes(kept + data[at:])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_extra = 0xE1 <= marker <= 0xED or marker in {0xEF, 0xFE}
        if not is_extra:
            kept += data[at:end]
        at = end
    raise ValueError("a JPEG in the PDF has no picture")


def _prove_pages(data: bytes) -> int:
    """Draws every page small; the count of pages. What cannot be drawn is refused now, not at the desk."""
    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        _draw_open(document, index=index, side=_PROOF_SIDE)
    return len(document)


def _draw(data: bytes, *, page: int, side: int) -> Image.Image:
    return _draw_open(pypdfium2.PdfDocument(data), index=page - 1, side=side)


def _draw_open(document: pypdfium2.PdfDocument, *, index: int, side: int) -> Image.Image:
    page = document[index]
    longest = max(page.get_size())
    if longest <= 0:
        raise Unusable(Trouble.DAMAGED_PDF)
    scale = min(min(side, WIDEST) / longest, _LARGEST_SCALE)
    image: Image.Image = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
    image.thumbnail((side, side))  # rounding up may have added a pixel
    page.close()
    return image.convert("RGB")
