"""Files as people send them, good and bad, made on the spot."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

CORNERS = {(0, 0): (220, 30, 30), (1, 0): (30, 170, 30), (0, 1): (30, 30, 220), (1, 1): (240, 220, 40)}


def make_image(width: int = 480, height: int = 320) -> Image.Image:
    """Four coloured quarters with some writing: turned or mirrored, it shows."""
    image = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    for (right, low), colour in CORNERS.items():
        left, top = right * width // 2, low * height // 2
        pen.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
        pen.text((left + 20, top + 20), "CONTOH", fill="black", font=ImageFont.load_default(24))
    return image


def make_noise(width: int, height: int) -> Image.Image:
    """Pixels that no encoder can shrink; the same each time."""
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3))


def save(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def make_jpeg(width: int = 480, height: int = 320, **options: Any) -> bytes:
    return save(make_image(width, height), "JPEG", quality=90, **options)


def make_heic(image: Image.Image | None = None, **options: Any) -> bytes:
    """A HEIC; an orientation in `exif` turns it as an iPhone does, by the container's own rotation."""
    buffer = BytesIO()
    pillow_heif.from_pillow(image or make_image()).save(buffer, **options)
    return buffer.getvalue()


def make_png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises a picture that would fill the memory: a decompression bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")
    )


def make_scan_bomb(scans: int = 400) -> bytes:
    """A progressive JPEG that repeats one of its scans over and over."""
    jpeg = save(make_image(), "JPEG", progressive=True)
    start = jpeg.rindex(b"\xff\xda")
    return jpeg[:start] + jpeg[start:-2] * scans + b"\xff\xd9"


def make_pdf(pages: int = 1, *, words: str = "CONTOH", **options: Any) -> bytes:
    """A letter of some pages; `options` go to pikepdf's save, e.g. the encryption."""
    pdf = make_open_pdf(pages, words=words)
    return save_pdf(pdf, **options)


def make_open_pdf(pages: int = 1, *, words: str = "CONTOH") -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F1=font))
        text = f"BT /F1 40 Tf 60 700 Td ({words} {number}) Tj ET"
        page.obj["/Contents"] = pdf.make_stream(text.encode())
    return pdf


def save_pdf(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    buffer = BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def make_active_pdf() -> bytes:
    """A PDF with everything that acts or tells: scripts, a launch action, an attachment, metadata, private data."""
    pdf = make_open_pdf()
    script = Dictionary(S=Name.JavaScript, JS="app.alert('rahasia-skrip')")
    pdf.Root["/OpenAction"] = script
    pdf.Root["/Names"] = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("a"), script])))
    pdf.attachments["rahasia-lampiran.txt"] = pikepdf.AttachedFileSpec(pdf, b"rahasia-isi-lampiran")
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["rahasia-xmp"]
    pdf.docinfo["/Author"] = "rahasia-penulis"
    page = pdf.pages[0].obj
    page["/AA"] = Dictionary(O=script)
    page["/PieceInfo"] = Dictionary(Tuntas=Dictionary(Private=pikepdf.String("rahasia-pribadi")))
    launch = Dictionary(S=Name.Launch, F=pikepdf.String("rahasia-program.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=launch)
    page["/Annots"] = Array([pdf.make_indirect(link)])
    return save_pdf(pdf)


def make_form_pdf(value: str) -> bytes:
    """A filled-in form: the value is drawn by the field's own appearance, not by the page."""
    pdf = make_open_pdf()
    look = pdf.make_stream(f"BT /F1 30 Tf 4 8 Td ({value}) Tj ET".encode())
    look["/Type"], look["/Subtype"], look["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 300, 40])
    look["/Resources"] = pdf.pages[0].obj["/Resources"]
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("nama"), V=pikepdf.String(value),
            Rect=Array([60, 300, 360, 340]), AP=Dictionary(N=look), F=4,
        )
    )  # fmt: skip
    pdf.pages[0].obj["/Annots"] = Array([field])
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]), XFA=pdf.make_stream(b"<xfa>rahasia-xfa</xfa>"))
    return save_pdf(pdf)


def make_pdf_of_photo(jpeg: bytes, *, width: int, height: int) -> bytes:
    """A photo put into a PDF as it is, as scanner apps do: with all that the camera wrote into it."""
    pdf = make_open_pdf()
    image = pdf.make_stream(b"")
    image.write(jpeg, filter=Name.DCTDecode)
    image["/Type"], image["/Subtype"], image["/ColorSpace"] = Name.XObject, Name.Image, Name.DeviceRGB
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = width, height, 8
    pdf.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(I=image))
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"q 500 0 0 330 40 400 cm /I Do Q")
    return save_pdf(pdf)


def pack_repeated(block: bytes, times: int) -> bytes:
    """What zlib makes of so many of these blocks, of which only the first is packed: each is then packed alike."""
    packer = zlib.compressobj(1, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _each in range(times):
        check = zlib.adler32(block, check)
    head, end = b"\x78\x01", packer.flush()
    return head + packed * times + end + check.to_bytes(4)


def make_content_bomb() -> bytes:
    """A page whose few MB of instructions unpack to more than a GB."""
    pdf = make_open_pdf()
    stream = pdf.make_stream(b"")
    stream.write(pack_repeated(b"0 0 m 9 9 l S\n" * 50_000, 1600), filter=Name.FlateDecode)
    pdf.pages[0].obj["/Contents"] = stream
    return save_pdf(pdf)


def make_laughing_pdf() -> bytes:
    """Ten forms that each draw the one before ten times: ten billion strokes in two kilobytes."""
    pdf = make_open_pdf()
    form = pdf.make_stream(b"0 0 9 9 re f")
    for level in range(11):
        form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 500, 500])
        inner, form = form, pdf.make_stream(b"/F Do " * (10 if level < 10 else 1))
        form["/Resources"] = Dictionary(XObject=Dictionary(F=inner))
    pdf.pages[0].obj["/Resources"] = form["/Resources"]
    pdf.pages[0].obj["/Contents"] = form
    return save_pdf(pdf)


def make_lock() -> pikepdf.Encryption:
    """What locks a PDF against reading."""
    return pikepdf.Encryption(owner="pemilik", user="pembaca")


def make_dynamic_form() -> bytes:
    """A form that only Adobe's reader can show: its page says "please wait"."""
    pdf = make_open_pdf()
    pdf.Root["/NeedsRendering"] = True
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xfa/>"))
    return save_pdf(pdf)
