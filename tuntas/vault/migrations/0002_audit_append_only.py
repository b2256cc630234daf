from django.db import migrations

from tuntas.vault.triggers import allow_changes, forbid_changes


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [migrations.RunPython(forbid_changes, allow_changes)]
