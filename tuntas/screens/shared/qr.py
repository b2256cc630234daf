"""QR codes as one SVG path, drawn into the page itself."""

from collections.abc import Iterator

import segno

_QUIET = 4  # modules of white around the code (ISO/IEC 18004: at least four)


def qr_path(text: str) -> tuple[int, str]:
    """The width of the code in modules with its margin, and the path that draws its dark modules line by line."""
    matrix = segno.make(text, error="m", micro=False).matrix
    lines = "".join(_line(row, y) for y, row in enumerate(matrix))
    return len(matrix) + 2 * _QUIET, lines


def _line(row: bytes | bytearray, y: int) -> str:
    return "".join(f"M{start + _QUIET} {y + _QUIET}.5h{length}" for start, length in _runs(row))


def _runs(row: bytes | bytearray) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(row):
        end = start
        while end < len(row) and row[end]:
            end += 1
        if end > start:
            yield start, end - start
        start = end + 1
