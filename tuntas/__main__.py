"""`tuntas …` and `python -m tuntas …`: Django first, then the commands."""

import os
import sys

import django


def main() -> None:
    """Runs one command and ends the process with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    django.setup()
    from tuntas.config.commands import run_command  # noqa: PLC0415 -- models can be imported only now

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
