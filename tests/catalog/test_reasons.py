"""Canned reasons: short on the desk, whole sentences for the resident."""

import re

import pytest

from tuntas.catalog.reasons import REASONS, REJECTIONS, Reason, list_reasons

ALL = [*REASONS.values(), *REJECTIONS.values()]


@pytest.mark.parametrize("reason", ALL, ids=lambda reason: f"{reason.says} {reason.code}")
def test_a_reason_is_a_sentence_the_resident_understands(reason: Reason) -> None:
    sentences = re.findall(r"[^.]+\.", reason.sentence)

    assert "".join(sentences) == reason.sentence
    assert len(sentences) >= 1
    assert all(len(sentence.split()) <= 15 for sentence in sentences)
    assert not re.search(r"\b(salah|tidak valid|gagal|invalid)\b", reason.sentence, re.IGNORECASE)
    assert len(reason.label) <= 40


def test_every_reason_to_mend_names_what_to_mend() -> None:
    assert all("{item}" in reason.sentence for reason in REASONS.values())
    assert all("{" not in reason.sentence for reason in REJECTIONS.values())


def test_codes_fit_the_table_that_keeps_them() -> None:
    assert all(len(reason.code) <= 24 for reason in ALL)
    assert {reason.says for reason in REASONS.values()} == {"unclear", "wrong"}


def test_a_blurred_photo_is_told_as_at_the_desk() -> None:
    sentence = REASONS["unreadable"].sentence.format(item="Kartu Keluarga")

    assert sentence == "Tulisan di Kartu Keluarga tidak terbaca. Foto ulang di tempat terang."


def test_the_desk_offers_what_fits_the_item() -> None:
    assert "glare" not in {reason.code for reason in list_reasons("answer")}
    assert "unclear_answer" not in {reason.code for reason in list_reasons("document")}
    assert all(reason.code in {one.code for one in list_reasons("answer")} for reason in [REASONS["other"]])
