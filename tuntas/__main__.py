"""`tuntas …` and `python -m tuntas …`: Django first, then the commands."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    """Runs one command and ends the process with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"Tuntas cannot start: {error}")
    from tuntas.config.commands import run_command  # noqa: PLC0415 -- models can be imported only now

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
