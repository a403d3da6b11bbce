"""What people write is kept without what cannot be seen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.text import Empty, TooLong, cleaned, folded, one_line, required


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hvad  overser\tvi? ", "Hvad overser vi?"),
        ("far\u202egnal\u202c", "fargnal"),  # bidirectional: shown it would read backwards
        ("Ma\u200bthil\u00adde\ufeff", "Mathilde"),  # zero width, soft hyphen, byte order mark
        ("en\r\nto\rtre", "en\nto\ntre"),
        ("en\n\n\n\nto", "en\n\nto"),
        ("en\u00a0to\u2028tre", "en to tre"),
        ("a\x00b\ud800c", "abc"),  # a null byte, and half of a character
        ("æøå ÆØÅ é 🙂", "æøå ÆØÅ é 🙂"),
    ],
)
def test_a_text_is_cleaned(typed, kept):
    assert cleaned(typed) == kept


@given(st.text())
def test_cleaned_once_is_cleaned_for_good(text):
    once = cleaned(text)
    assert cleaned(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in once if c != "\n")


def test_nothing_visible_is_nothing():
    for text in ("", "  \n ", "\u200b\u200e"):
        with pytest.raises(Empty):
            required(text, most=10)


def test_too_long_says_how_long_and_is_never_cut():
    assert required("  0123456789  ", most=10) == "0123456789"
    with pytest.raises(TooLong) as refused:
        required("0123456789a", most=10)
    assert (refused.value.length, refused.value.most) == (11, 10)


def test_one_line_is_one_line():
    assert one_line("Team\n\nØst  i \t dag", most=20) == "Team Øst i dag"


@pytest.mark.parametrize("typed", ["kø", "KØ", "koe", "Kø!", "kø:"])
def test_spellings_of_a_command_are_one(typed):
    assert folded(typed) == folded("kø")


def test_a_letter_in_two_parts_is_the_same_letter():
    assert folded(unicodedata.normalize("NFD", "årshjul")) == folded("aarshjul")


def test_the_sign_of_a_command_stays():
    assert folded("+2") == "+2"
