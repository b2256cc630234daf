"""Django's own commands, e.g. makemigrations; the product's commands are `tuntas …`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
execute_from_command_line(sys.argv)
