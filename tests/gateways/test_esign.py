"""The seal: what it adds, what it hides, and when it no longer holds."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import cms

from tests.letters.papers import sealed_bytes
from tests.letters.sheets import AT, make_sample
from tuntas.gateways.esign import LARGEST, LocalSigner, make_keys, open_signer
from tuntas.gateways.pades import RESERVED
from tuntas.gateways.refusals import GatewayRefused
from tuntas.letters.authority import get_signer
from tuntas.letters.render import render

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def signer():
    return open_signer("local:", keys=lambda: make_keys(institution="tuntas.example", at=NOW))


@pytest.fixture(scope="module")
def pdf():
    return render(make_sample("SKD"), at=AT)


def read_cms(sealed):
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    return cms.ContentInfo.load(bytes.fromhex(sealed[start : sealed.index(b">", start)].decode()), strict=False)


def test_a_seal_is_added_behind_the_untouched_letter(signer, pdf):
    sealed = signer.sign(pdf)

    assert sealed.startswith(pdf)
    assert signer.validate(sealed)
    assert len(sealed) - len(pdf) < 10_000


def test_two_letters_each_have_a_seal_of_their_own(signer, pdf):
    other = render(make_sample("SKD", number="400/0218/X"), at=AT)

    first, second = signer.sign(pdf), signer.sign(other)

    assert signer.validate(first)
    assert signer.validate(second)
    assert not signer.validate(pdf + second[len(other) :])


def test_the_seal_is_pades_and_ends_the_file(signer, pdf):
    with pikepdf.open(io.BytesIO(signer.sign(pdf))) as opened:
        signature = opened.Root.AcroForm.Fields[0].V

        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert int(signature.ByteRange[2]) + int(signature.ByteRange[3]) == len(signer.sign(pdf))


def test_the_seal_names_no_person_and_no_place(signer, pdf):
    with pikepdf.open(io.BytesIO(signer.sign(pdf))) as opened:
        signature = opened.Root.AcroForm.Fields[0].V

        assert str(signature.Reason) == "Segel elektronik internal, tidak tersertifikasi"
        assert not {"/Location", "/Name", "/ContactInfo"} & set(signature.keys())


def test_an_unsealed_file_does_not_hold(signer, pdf):
    assert not signer.validate(pdf)


def test_anothers_seal_does_not_hold(signer):
    assert get_signer().validate(sealed_bytes())
    assert not signer.validate(sealed_bytes())
    assert not signer.is_named_in(sealed_bytes())


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 100])
def test_junk_that_carries_our_certificate_does_not_raise(signer, pdf, junk):
    sealed = signer.sign(pdf)
    start = sealed.index(b"/Contents <")

    assert not signer.validate(junk + sealed[start : start + RESERVED])


def test_a_file_too_large_to_be_a_letter_is_not_parsed(signer, pdf):
    assert not signer.validate(signer.sign(pdf) + b"\0" * LARGEST)


def test_the_seal_holds_for_as_long_as_letters_are_shown(signer):
    seal, root = signer.certificates

    assert all(one.not_valid_after_utc > NOW + timedelta(days=20 * 365) for one in (seal, root))
    assert "tidak tersertifikasi" in seal.subject.rfc4514_string()


def test_the_longest_institution_still_fits(pdf):
    signer = LocalSigner(make_keys(institution="ü" * 200, at=NOW))

    assert signer.validate(signer.sign(pdf))


def test_only_the_seals_own_certificate_travels(signer, pdf):
    [certificate] = read_cms(signer.sign(pdf))["content"]["certificates"]

    assert certificate.chosen.serial_number == signer.certificates[0].serial_number


def test_the_key_shows_in_no_error_report(signer):
    assert "PRIVATE" not in repr(signer)
    assert "keys" not in repr(signer)


@pytest.mark.parametrize("url", ["bsre:", "https://esign.example/", "", "LOKAL"])
def test_a_signer_that_is_not_there_yet_is_refused_with_a_sentence(url):
    with pytest.raises(GatewayRefused, match="TUNTAS_ESIGN_URL"):
        open_signer(url, keys=lambda: b"")
