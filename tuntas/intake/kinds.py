"""What a file is, told by its bytes alone: a name or a declared type is a claim, not a fact."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file that a document may arrive as."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"


class Trouble(StrEnum):
    """Why a file cannot be used. `intake.uploads` says each of them as a sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PROGRAM = "program"
    VIDEO = "video"
    AUDIO = "audio"
    OFFICE = "office"
    ARCHIVE = "archive"
    PICTURE = "picture"
    TEXT = "text"
    UNKNOWN = "unknown"
    DAMAGED_PHOTO = "damaged_photo"
    DAMAGED_HEIC = "damaged_heic"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED_PDF = "damaged_pdf"
    LOCKED_PDF = "locked_pdf"
    FORM_PDF = "form_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HEAVY = "too_heavy"
    CHANGED = "changed"


class Unusable(Exception):
    """The file cannot be used; `trouble` says why and `figures` holds the numbers of its sentence."""

    def __init__(self, trouble: Trouble, **figures: int) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.figures = figures


# Signatures as in the IANA media-type registrations and the formats' own specifications.
_ACCEPTED = {b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
_REFUSED = {
    b"#!AMR": Trouble.AUDIO,
    b"ID3": Trouble.AUDIO,
    b"OggS": Trouble.AUDIO,
    b"fLaC": Trouble.AUDIO,
    b"\xff\xf1": Trouble.AUDIO,
    b"\xff\xf9": Trouble.AUDIO,
    b"\xff\xfb": Trouble.AUDIO,
    b"#!": Trouble.PROGRAM,
    b"MZ": Trouble.PROGRAM,
    b"\x7fELF": Trouble.PROGRAM,
    b"dex\n": Trouble.PROGRAM,
    b"\xca\xfe\xba\xbe": Trouble.PROGRAM,
    b"\xcf\xfa\xed\xfe": Trouble.PROGRAM,
    b"\x1a\x45\xdf\xa3": Trouble.VIDEO,
    b"\x00\x00\x01\xba": Trouble.VIDEO,
    b"\x00\x00\x01\xb3": Trouble.VIDEO,
    b"FLV": Trouble.VIDEO,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Trouble.OFFICE,
    b"{\\rtf": Trouble.OFFICE,
    b"Rar!": Trouble.ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": Trouble.ARCHIVE,
    b"\x1f\x8b": Trouble.ARCHIVE,
    b"BZh": Trouble.ARCHIVE,
    b"\xfd7zXZ": Trouble.ARCHIVE,
    b"GIF8": Trouble.PICTURE,
    b"BM": Trouble.PICTURE,
    b"II*\x00": Trouble.PICTURE,
    b"MM\x00*": Trouble.PICTURE,
    b"8BPS": Trouble.PICTURE,
    b"\xff\x0a": Trouble.PICTURE,
    b"\x00\x00\x00\x0cJXL ": Trouble.PICTURE,
    b"\x00\x00\x00\x0cjP  ": Trouble.PICTURE,
    b"\x00\x00\x01\x00": Trouble.PICTURE,
}
_RIFF = {b"AVI ": Trouble.VIDEO, b"WAVE": Trouble.AUDIO}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_AUDIO_BRANDS = {b"M4A ", b"M4B "}
# Members that tell one ZIP from another: an office document, an app, or just files packed together.
_OFFICE_MEMBERS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis.opendocument")
_PROGRAM_MEMBERS = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF")
_PDF_HEADER_WITHIN = 1024  # readers look for "%PDF-" this far into the file (ISO 32000-1 annex H.3, note 13)


def sniff(data: bytes) -> Kind:
    """The kind of the file's bytes. Raises Unusable for everything that is no photo and no PDF."""
    if not data:
        raise Unusable(Trouble.EMPTY)
    if data[:4] == b"RIFF":
        return _sniff_riff(data)
    if data[4:8] == b"ftyp":
        return _sniff_boxes(data)
    if data[:4] == b"PK\x03\x04":
        raise Unusable(_trouble_of_zip(data))
    if kind := next((kind for signature, kind in _ACCEPTED.items() if data.startswith(signature)), None):
        return kind
    _check_not_refused(data)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return Kind.PDF
    raise Unusable(Trouble.TEXT if _is_text(data[:512]) else Trouble.UNKNOWN)


def _check_not_refused(data: bytes) -> None:
    """Raises Unusable if the file is of a known kind that is neither photo nor PDF."""
    for signature, trouble in _REFUSED.items():
        if data.startswith(signature):
            raise Unusable(trouble)


def _sniff_riff(data: bytes) -> Kind:
    if data[8:12] == b"WEBP":
        return Kind.WEBP
    raise Unusable(_RIFF.get(data[8:12], Trouble.UNKNOWN))


def _sniff_boxes(data: bytes) -> Kind:
    """Tells photos from films: both come in ISO base media boxes (ISO/IEC 14496-12), only the brands differ."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if data[8:12] in _AVIF_BRANDS or (brands & _AVIF_BRANDS and not brands & {b"heic", b"heix"}):
        raise Unusable(Trouble.PICTURE)
    if brands & _HEIC_BRANDS:
        return Kind.HEIC
    raise Unusable(Trouble.AUDIO if data[8:12] in _AUDIO_BRANDS else Trouble.VIDEO)


def _trouble_of_zip(data: bytes) -> Trouble:
    if any(member in data for member in _PROGRAM_MEMBERS):
        return Trouble.PROGRAM
    if any(member in data for member in _OFFICE_MEMBERS):
        return Trouble.OFFICE
    return Trouble.ARCHIVE


def _is_text(start: bytes) -> bool:
    text = start.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    return all(letter.isprintable() or letter in "\r\n\t\ufffd" for letter in text) and text.count("\ufffd") < 4
