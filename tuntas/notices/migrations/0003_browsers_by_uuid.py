"""Gives browsers of officers a key of their own, which their encrypted address is bound to. There are none yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tuntas.vault.fields
import tuntas.vault.keys


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_reminders_consent_costs_and_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="Subscription"),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=tuntas.vault.keys.make_id, editable=False, serialize=False
                    ),
                ),
                ("index", models.CharField(max_length=64, unique=True)),
                ("target", tuntas.vault.fields.EncryptedJSON(default=dict)),
                ("created_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
