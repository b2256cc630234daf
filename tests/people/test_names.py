"""Names: the words by which somebody is found, however they were spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.people.names import hash_sound, hash_word, list_hashes, name_index, sound_of, sounds_of, split_words

NAMES = st.text(alphabet=st.characters(codec="latin-1", categories=("L", "Zs")), max_size=60)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siti Aminah", ["siti", "aminah"]),
        ("  SITI   aminah ", ["siti", "aminah"]),
        ("Hj. Siti Nur'aini, S.Pd.", ["siti", "nuraini"]),
        ("dr. H. Ahmad Rifa’i, M.Kes", ["ahmad", "rifai"]),
        ("René d'Arc", ["rene", "darc"]),
        ("Siti Siti", ["siti"]),
        ("H", ["h"]),
        ("", []),
        ("Abdul-Rahman", ["abdul", "rahman"]),
    ],
)
def test_a_name_is_cut_into_plain_words_without_titles(name, words):
    assert split_words(name) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ahmad", "achmad"),
        ("muhammad", "mohamad"),
        ("muhammad", "moch"),
        ("soekarno", "sukarno"),
        ("djoko", "joko"),
        ("tjahyo", "cahyo"),
        ("rizky", "riski"),
        ("yusuf", "yusup"),
        ("efendi", "ependi"),
        ("aisyah", "aisah"),
        ("khadijah", "hadijah"),
        ("annisa", "anisa"),
        ("syarif", "sarif"),
        ("zaenal", "zainal"),
        ("chandra", "candra"),
    ],
)
def test_old_and_new_spellings_sound_alike(one, other):
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("budi", "dewi"), ("siti", "sari"), ("ahmad", "hamid"), ("rina", "rini")])
def test_other_names_sound_otherwise(one, other):
    assert sound_of(one) != sound_of(other)


@given(NAMES)
def test_the_order_of_words_does_not_matter(name):
    words = name.split()

    assert set(split_words(" ".join(reversed(words)))) == set(split_words(name)) or len(words) > 12


@given(NAMES)
def test_case_and_blanks_do_not_matter(name):
    assert split_words(f"  {name.upper()}  ") == split_words(name.upper())
    assert sounds_of(name) == sounds_of(name.strip())


@given(NAMES)
def test_every_word_has_a_sound_and_hashes_of_one_length(name):
    for word in split_words(name):
        assert sound_of(word)
        assert len(hash_word(word)) == len(hash_sound(word)) == 16


def test_a_hash_shows_nothing_of_the_word():
    assert "siti" not in hash_word("siti")
    assert hash_word("siti") != hash_sound("siti")


def test_each_word_of_several_names_is_hashed_once():
    assert len(list_hashes(["Siti Aminah", "Aminah Sari"])) == 3


def test_the_index_of_a_person_knows_spelling_and_order_but_no_other_date():
    assert name_index("Achmad Yusuf", "1990-01-01") == name_index("Yusup Ahmad", "1990-01-01")
    assert name_index("Ahmad Yusuf", "1990-01-01") != name_index("Ahmad Yusuf", "1990-01-02")
