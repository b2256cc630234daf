"""Where Chromium is: the one that `CHROMIUM` names, or the first on the path; `make chromium` sees to it."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--disable-dev-shm-usage"]


def find_chromium() -> str:
    """The path of its program. Raises RuntimeError with what to do."""
    named = os.environ.get("CHROMIUM", "")
    for name in (named, *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise RuntimeError("No Chromium is here. Run: make chromium")
