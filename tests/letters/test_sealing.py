"""Sealing: no letter without bytes that hold, no second seal, no number without its end."""

import hashlib
import io
import re
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tests.letters.papers import dewi_signs, make_intent, make_paper, make_sealed, read_text, sealed_bytes
from tests.letters.sheets import DEFINITIONS, SERVICES
from tests.make import MONDAY
from tuntas.cases.models import Case
from tuntas.cases.refusals import CannotMove
from tuntas.gateways.refusals import GatewayDown
from tuntas.letters.authority import FILE, get_signer
from tuntas.letters.intent import prepare
from tuntas.letters.models import Letter, Number, Series
from tuntas.letters.reading import LetterNotSealed, find_letter, read_pdf, verify_url
from tuntas.letters.render import LetterCannotBeSet
from tuntas.letters.sealing import (
    LetterAlreadySealed,
    LetterVoid,
    check_sealed,
    keep,
    revoke_letter,
    seal,
    void_letter,
)
from tuntas.vault.keys import keys_folder

LATER = MONDAY.replace(hour=5)


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("service", SERVICES)
def test_each_service_yields_a_sealed_letter(cast, service):
    letter = make_intent(cast, service)

    pdf = seal(letter)
    keep(letter, pdf=pdf, at=LATER)

    assert get_signer().validate(pdf)
    assert letter.sha256 == hashlib.sha256(pdf).hexdigest()
    assert letter.number.text in read_text(pdf)
    assert DEFINITIONS[service].letter.title in read_text(pdf)


@pytest.mark.django_db
def test_an_intent_fixes_everything_but_the_bytes(cast):
    letter = make_intent(cast)
    stored = Letter.objects.get(pk=letter.pk)

    assert stored.number.state == Number.State.RESERVED
    assert stored.signatory["lines"] == ["LURAH SIALANG,"]
    assert stored.holder == "Ani Contoh"
    assert (stored.valid_until - stored.issued_on).days == 180
    assert stored.blob is None
    assert find_letter(letter.case) is None
    with pytest.raises(LetterNotSealed):
        read_pdf(stored)


@pytest.mark.django_db
def test_a_death_letter_is_held_by_the_deceased(cast):
    assert make_intent(cast, "SKK", deceased_name="Abdul Karim").holder == "Abdul Karim"


@pytest.mark.django_db
def test_what_changes_after_the_signature_does_not_change_the_letter(cast):
    letter = make_intent(cast)
    cast.office.name, cast.dewi.name = "Kelurahan Lain", "Orang Lain"
    cast.office.save()
    cast.dewi.save()

    text = read_text(seal(Letter.objects.get(pk=letter.pk)))

    assert "KELURAHAN SIALANG" in text
    assert "Dewi Anggraini" in text
    assert "Lain" not in text


@pytest.mark.django_db
def test_a_character_that_cannot_be_printed_costs_no_number(cast):
    case = make_paper(cast, purpose="Membuka rekening 中")

    with pytest.raises(LetterCannotBeSet, match="中"), transaction.atomic():
        prepare(case, signer=dewi_signs(cast), at=MONDAY)

    assert not Number.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()


@pytest.mark.django_db
def test_one_case_has_one_live_letter(cast):
    letter = make_intent(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        prepare(letter.case, signer=dewi_signs(cast), at=MONDAY)


@pytest.mark.django_db
def test_keeping_marks_the_number_used_and_the_letter_found(cast):
    letter = make_sealed(cast)

    assert letter.is_sealed
    assert letter.seal == "local"
    assert Number.objects.get().state == Number.State.USED
    assert find_letter(letter.case) == letter
    assert read_pdf(find_letter(letter.case)) == sealed_bytes()


@pytest.mark.django_db
def test_keeping_twice_keeps_the_first_bytes(cast):
    letter = make_intent(cast)
    first, second = seal(letter), seal(letter)
    keep(letter, pdf=first, at=LATER)

    keep(Letter.objects.get(pk=letter.pk), pdf=second, at=LATER)

    assert first != second
    assert read_pdf(Letter.objects.get()) == first


@pytest.mark.django_db
def test_a_kept_letter_is_never_sealed_again(cast):
    letter = make_sealed(cast)

    assert seal(Letter.objects.get(pk=letter.pk)) == sealed_bytes()


@pytest.mark.django_db
def test_a_crash_before_keeping_leaves_an_intent_that_can_be_sealed(cast):
    letter = make_intent(cast)
    with transaction.atomic():
        keep(letter, pdf=seal(letter), at=LATER)
        transaction.set_rollback(True)

    again = Letter.objects.get(pk=letter.pk)
    keep(again, pdf=seal(again), at=LATER)

    assert again.number.text == letter.number.text
    assert Number.objects.get().state == Number.State.USED


@pytest.mark.django_db
def test_giving_an_intent_up_voids_its_number_with_the_reason(cast):
    letter = make_intent(cast)

    void_letter(letter, reason="Segel belum dapat dibuat", at=LATER)
    void_letter(letter, reason="Sekali lagi", at=LATER)

    number = Number.objects.get()
    assert (number.state, number.reason) == ("void", "Segel belum dapat dibuat")
    assert letter.voided_at == LATER


@pytest.mark.django_db
def test_after_giving_up_the_case_gets_another_number(cast):
    letter = make_intent(cast)
    void_letter(letter, reason="Keliru", at=LATER)

    again = prepare(letter.case, signer=dewi_signs(cast), at=LATER)

    assert again.number.seq == 2
    assert again.code != letter.code


@pytest.mark.django_db
def test_a_void_letter_is_neither_sealed_nor_kept(cast):
    letter = make_intent(cast)
    stale = Letter.objects.get(pk=letter.pk)
    void_letter(letter, reason="Keliru", at=LATER)

    with pytest.raises(LetterVoid):
        seal(letter)
    with pytest.raises(LetterVoid):
        keep(stale, pdf=sealed_bytes(), at=LATER)


@pytest.mark.django_db
def test_a_sealed_letter_is_revoked_and_not_voided(cast):
    letter = make_sealed(cast)

    with pytest.raises(LetterAlreadySealed):
        void_letter(letter, reason="Keliru", at=LATER)
    revoke_letter(letter, reason="Data keliru", at=LATER)
    revoke_letter(letter, reason="Lagi", at=LATER)

    stored = Letter.objects.get()
    assert (stored.revoked_reason, stored.voided_at) == ("Data keliru", None)
    assert find_letter(letter.case) == letter


@pytest.mark.django_db
def test_a_service_without_a_letter_is_refused(cast):
    case = make_paper(cast)
    version = case.service_version
    case.service_version = type(version).objects.create(
        code="X", number=1, digest="1" * 64, definition={**version.definition, "letter": None}
    )

    with pytest.raises(CannotMove):
        prepare(case, signer=dewi_signs(cast), at=MONDAY)


def test_a_signer_that_returns_another_file_is_refused():
    with pytest.raises(GatewayDown, match="another file"):
        check_sealed(sealed_bytes(), pdf=b"%PDF-1.7 other", signer=get_signer())


def test_a_seal_that_does_not_hold_is_refused():
    broken = bytearray(sealed_bytes())
    broken[5000] ^= 1

    with pytest.raises(GatewayDown, match="does not hold"):
        check_sealed(bytes(broken), pdf=bytes(broken[:4000]), signer=get_signer())


@pytest.mark.django_db
def test_the_address_in_the_symbol_ends_with_the_code(cast):
    letter = make_intent(cast)

    assert verify_url(letter) == f"{settings.PUBLIC_URL}/v/{letter.code}"


@pytest.mark.django_db(transaction=True)
def test_letters_sealed_at_once_each_bear_their_own_number_and_symbol(cast):
    """OpenSID 2410 puts a wrong QR on 12 of 32 letters with four at a time."""
    cases = [make_paper(cast, receipt=f"2611-7K3F-{n:04d}").pk for n in range(24)]
    assignment = dewi_signs(cast)

    def issue(pk):
        try:
            letter = prepare(Case.objects.get(pk=pk), signer=assignment, at=MONDAY)
            return keep(letter, pdf=seal(letter), at=LATER).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(issue, cases))

    letters = Letter.objects.filter(pk__in=done).select_related("number", "blob")
    assert sorted(letter.number.seq for letter in letters) == list(range(1, 25))
    for letter in letters:
        page = pypdfium2.PdfDocument(io.BytesIO(read_pdf(letter)))[0]
        [symbol] = zxingcpp.read_barcodes(page.render(scale=2, grayscale=True).to_pil())
        assert symbol.text == verify_url(letter)
        assert letter.number.text in page.get_textpage().get_text_bounded()


def test_the_seals_key_lies_encrypted_and_for_its_owner_only():
    get_signer()
    path = keys_folder() / FILE

    assert path.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in path.read_bytes()
    assert not re.search(r"PRIVATE|BEGIN", repr(get_signer()))
