"""The sheet: small on a first visit, linked afterwards, and never a rule short."""

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.screens.shared import sheet


def test_minifying_drops_comments_and_blanks_but_no_rule() -> None:
    css = "/* why */ .a , .b > c { color : red ; }\n@media (min-width:48em){ .a{ b: calc(1px + 2px) } }"

    assert sheet.minify(css) == ".a , .b > c{color : red}@media (min-width:48em){.a{b: calc(1px + 2px)}}"


def test_a_page_carries_the_rules_of_its_own_classes_only() -> None:
    rules = sheet.rules_for('<p class="badge ok">Tuntas</p>')

    assert ".badge{" in rules
    assert ".handset" not in rules
    assert ".desk" not in rules


def test_rules_for_states_and_wider_screens_come_along() -> None:
    rules = sheet.rules_for('<a class="btn wide" href="/">Ajukan</a><div class="two"></div>')

    assert ".btn:hover{" in rules
    assert "@media (min-width:48em){" in rules
    assert "@media print{" in rules


def test_a_class_named_for_later_is_styled_before_a_script_adds_it() -> None:
    assert ".errors{" in sheet.rules_for('<form data-later="errors bad err"></form>')


def test_every_token_that_a_rule_uses_comes_along() -> None:
    rules = sheet.rules_for('<p class="badge ok">Tuntas</p>')

    used = set(re.findall(r"var\((--[\w-]+)", rules))
    assert used <= set(re.findall(r"(--[\w-]+):", rules))
    assert "--mono" not in rules


def test_the_full_sheet_is_what_a_page_with_every_word_gets() -> None:
    every_word = " ".join(sorted(sheet._VOCABULARY))

    assert sheet.rules_for(every_word).partition("}")[2] == sheet.FULL.partition("}")[2]


@settings(max_examples=30)
@given(st.sets(st.sampled_from(sorted(sheet._VOCABULARY)), max_size=40))
def test_more_words_never_lose_a_rule(words: set[str]) -> None:
    few, many = sheet.rules_for(" ".join(words)), sheet.rules_for(" ".join(words | {"badge", "btn", "dl"}))

    few, many = few.partition("}")[2], many.partition("}")[2]  # the tokens come first
    assert set(re.findall(r"\{[^{}]*\}", few)) <= set(re.findall(r"\{[^{}]*\}", many))


@pytest.mark.django_db
def test_a_first_visit_needs_one_blocking_request(client: Client) -> None:
    answer = client.get("/bantuan/")

    page = answer.content.decode()
    nonce = re.search(r'<style nonce="([^"]+)">', page)
    assert nonce
    assert f"'nonce-{nonce[1]}'" in answer.headers["Content-Security-Policy"]
    assert 'rel="stylesheet"' not in page
    assert "<script" not in page


@pytest.mark.django_db
def test_later_visits_link_the_sheet_by_its_hash(client: Client) -> None:
    client.get("/bantuan/")

    page = client.get("/bantuan/").content.decode()

    assert f'<link rel="stylesheet" href="/gaya/{sheet.DIGEST}.css">' in page
    assert "<style" not in page


@pytest.mark.django_db
def test_a_new_sheet_is_inlined_again(client: Client) -> None:
    client.cookies[sheet.COOKIE] = "anoldersheet"

    answer = client.get("/bantuan/")

    assert b"<style" in answer.content
    assert answer.cookies[sheet.COOKIE].value == sheet.DIGEST


def test_the_sheet_may_be_kept_for_a_year_but_an_older_name_promises_nothing(client: Client) -> None:
    today, older = client.get(f"/gaya/{sheet.DIGEST}.css"), client.get("/gaya/0123456789ab.css")

    assert "immutable" in today.headers["Cache-Control"]
    assert older.headers["Cache-Control"] == "no-cache"
    assert older.content == today.content
