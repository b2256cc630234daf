"""The drawings of `drawings.svg` by name; a page carries only those that it uses."""

import re
from pathlib import Path

_DRAWINGS = Path(__file__).with_name("drawings.svg").read_text()

# "i-pen" is an icon, "t-ktp" the picture of a document; each value is a whole <symbol>.
SYMBOLS: dict[str, str] = {
    found[1]: found[0] for found in re.finditer(r'<symbol id="([it]-\w+)".*?</symbol>', _DRAWINGS)
}

# The songket pattern and the mark: on every page.
ALWAYS = "".join(re.findall(r"<pattern.*?</pattern>|<symbol id=\"mark\".*?</symbol>", _DRAWINGS))


def symbols_in(page: str) -> str:
    """The symbols that a page uses, once each, in a fixed order."""
    used = sorted(set(re.findall(r'href="#([it]-\w+)"', page)))
    return ALWAYS + "".join(SYMBOLS[name] for name in used)
