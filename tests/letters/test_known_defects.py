"""Defects that other village systems have: each has a test by its name (knowledge/peers.md 5.1)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from tests.letters.papers import make_intent, make_sealed
from tests.make import MONDAY
from tuntas.letters.codes import ALPHABET, LENGTH
from tuntas.letters.models import Letter
from tuntas.vault.disk import name_of

LATER = MONDAY.replace(hour=5)


@pytest.mark.django_db
def test_the_database_never_says_signed_before_the_signed_bytes_are_on_disk(cast):
    letter = make_intent(cast)

    for claim in ({"sealed_at": LATER}, {"sealed_at": LATER, "sha256": "0" * 64, "seal": "local"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**claim)


@pytest.mark.django_db
def test_signed_letters_are_never_served_from_a_public_folder(cast):
    """Not under the static root, and unreadable where they do lie: encrypted, and named after nothing."""
    letter = make_sealed(cast)
    kept = Path(default_storage.path(name_of(letter.blob_id)))
    files = [path for path in Path(settings.TUNTAS_HOME).rglob("*") if path.is_file() and "sqlite" not in path.name]

    assert kept in files
    assert not kept.is_relative_to(settings.STATIC_ROOT)
    assert not settings.MEDIA_URL.strip("/")
    assert not any(b"%PDF" in path.read_bytes() for path in files)


@pytest.mark.django_db
def test_verification_ids_are_neither_sequential_nor_derived(cast):
    letters = [make_intent(cast, receipt=f"2611-7K3F-9QX{n}") for n in "BCDF"]
    codes = [letter.code for letter in letters]

    assert len(ALPHABET) ** LENGTH >= 2**80
    assert len({code[:3] for code in codes}) == len(codes)
    assert all(set(code) <= set(ALPHABET) and len(code) == LENGTH for code in codes)
    assert not set(ALPHABET) & set("01IO")


@pytest.mark.django_db
def test_verification_ids_lie_in_the_database_only_as_an_index(cast):
    letter = make_sealed(cast)
    row = Letter.objects.filter(pk=letter.pk).values().get()

    assert letter.code not in str(row)
    assert "Ani" not in str(row)
