"""Photos made small and clean: upright, 1600 px, JPEG, nothing kept of what the camera wrote beside the picture."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from tuntas.intake import quality
from tuntas.intake.kinds import Kind, Trouble, Unusable

LONG_SIDE = 1600  # px; a KK on A4 stays readable at about 137 dpi (knowledge/stack.md 12)
JPEG_QUALITY = 80
THUMBNAIL_BYTES = 25_000
# Tried in turn until the thumbnail is light enough; (longer side in px, JPEG quality).
_THUMBNAIL_STEPS = ((400, 70), (400, 50), (400, 30), (280, 40), (200, 30), (120, 30))

# Phones make JPEGs of 108 MP, and libjpeg halves them while decoding; all others are held in memory whole.
PIXEL_LIMITS = {Kind.JPEG: 110_000_000, Kind.PNG: 40_000_000, Kind.WEBP: 40_000_000, Kind.HEIC: 50_000_000}
PROGRESSIVE_LIMIT = 40_000_000
# A progressive photo has about ten scans; thousands of them keep a decoder busy for minutes.
_SCAN_LIMIT = 100
_PILLOW_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.HEIC: "HEIF"}

# What Pillow and its decoders are known to raise on bytes that were cut or altered.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_ORIENTATION_TAG = 0x0112
# EXIF 2.32, 4.6.4 A: how the stored rows and columns must be turned to stand upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Our own check is per format and comes first; Pillow's limit for the whole process only backs it up.
Image.MAX_IMAGE_PIXELS = max(PIXEL_LIMITS.values())


@dataclass(frozen=True)
class Picture:
    """A cleaned picture: two JPEGs, its size in pixels, and what quality.py noticed."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    hints: tuple[str, ...] = ()


def clean(data: bytes, *, kind: Kind) -> Picture:
    """The photo upright, at most 1600 px, without metadata. HEIC only inside the cell, which opens it.

    Raises Unusable (damaged, too many pixels).
    """
    try:
        image = _decode(data, kind=kind)
        return make_picture(image, hints=quality.list_hints(image))
    except _BROKEN as broken:
        raise Unusable(Trouble.DAMAGED_HEIC if kind is Kind.HEIC else Trouble.DAMAGED_PHOTO) from broken


def make_picture(image: Image.Image, *, hints: tuple[str, ...]) -> Picture:
    """Both JPEGs of an RGB image that is already small and upright."""
    return Picture(encode(image), make_thumbnail(image), image.width, image.height, hints)


def encode(image: Image.Image, *, jpeg_quality: int = JPEG_QUALITY) -> bytes:
    """JPEG bytes of an RGB image; nothing but pixels goes in."""
    image.info.clear()  # Pillow would carry a JPEG comment over
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=jpeg_quality)
    return buffer.getvalue()


def make_thumbnail(image: Image.Image) -> bytes:
    """A JPEG of at most 400 px and 25 kB for lists."""
    jpeg = b""
    for side, jpeg_quality in _THUMBNAIL_STEPS:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        jpeg = encode(small, jpeg_quality=jpeg_quality)
        if len(jpeg) <= THUMBNAIL_BYTES:
            break
    return jpeg


def _decode(data: bytes, *, kind: Kind) -> Image.Image:
    """The small upright RGB image.

    The order matters for speed: shrink while decoding, then resample, and turn the small picture last.
    """
    if kind is Kind.JPEG and data.count(b"\xff\xda") > _SCAN_LIMIT:
        raise Unusable(Trouble.DAMAGED_PHOTO)
    with Image.open(BytesIO(data), formats=[_PILLOW_FORMATS[kind]]) as image:
        _check_pixels(image, kind=kind)
        orientation = _read_orientation(image)
        small = _shrink(image)
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return small if turn is None else small.transpose(turn)


def _check_pixels(image: Image.Image, *, kind: Kind) -> None:
    """Reads the header only: a decompression bomb is refused before anything is decoded."""
    pixels = image.width * image.height
    limit = PROGRESSIVE_LIMIT if "progressive" in image.info else PIXEL_LIMITS[kind]
    if pixels > limit:
        raise Unusable(Trouble.TOO_MANY_PIXELS, pixels=pixels)


def _read_orientation(image: Image.Image) -> object:
    """1 to 8 as the camera noted, or anything else. A photo whose EXIF is unreadable is still a photo."""
    try:
        return image.getexif().get(_ORIENTATION_TAG)
    except _BROKEN:
        return None


def _shrink(image: Image.Image) -> Image.Image:
    scale = LONG_SIDE / max(image.size)
    if scale < 1:
        # A square box would leave a 4:3 photo at full size: libjpeg keeps both sides at or above the box.
        image.draft("RGB", (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    flat = _with_plain_mode(image)
    flat.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _on_white(flat)


def _with_plain_mode(image: Image.Image) -> Image.Image:
    """A mode that can be resampled: palettes cannot, and 16-bit grey would be clipped to white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in {"PA", "LA", "La", "RGBa"}:
        return image.convert("RGBA")
    if image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        image.load()
        return image
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
