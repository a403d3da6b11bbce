"""Which digits are a CPR number. None of these belongs to anybody: day + 60, or made up."""

import pytest

from dialogs.privacy.finder import Sort, findings, has_cpr, without_cpr

NUMBERS = (
    "010203-1234",
    "0102031234",
    "010203 1234",
    "010203–1234",
    "010203\u22121234",
    "010203.1234",
    "010203/1234",
    "010203\n1234",
    "010203 - 1234",
    "01.02.03-1234",
    "01 02 03 1234",
    "01 02 03 12 34",
    "0 1 0 2 0 3 1 2 3 4",
    "0 1 0 2 0 3 - 1 2 3 4",
    "01.02.1990-1234",
    "O1O2O3-l234",
    "０１０２０３－１２３４",
    "٠١٠٢٠٣-١٢٣٤",
    "01\u200b02\u00ad03-12\u206034",
    "0️⃣1️⃣0️⃣2️⃣0️⃣3️⃣1️⃣2️⃣3️⃣4️⃣",
    "710190-1234",
)
OTHERS = (
    "DDMMÅÅ-SSSS",
    "xxxxxx-xxxx",
    "123456-7890",
    "320190-1234",
    "300290-1234",
    "011390-1234",
    "d. 12.03.24 14.30",
    "P-nummer 1012345678",
    "konto 1234 0102031234",
    "00102031234",
    "01020312345",
    "uge 10, 12, 13, 14, 15",
)


@pytest.mark.parametrize("number", NUMBERS, ids=ascii)
def test_a_cpr_number_is_found_as_a_person_would_read_it(number):
    text = f"Barnet ({number}) bor hos sin far."
    (found,) = findings(text)

    assert found.sort is Sort.CPR
    assert text[found.start : found.end] == number
    assert has_cpr(text)
    assert without_cpr(text) == "Barnet ([CPR]) bor hos sin far."


@pytest.mark.parametrize("text", OTHERS, ids=ascii)
def test_other_digits_are_none(text):
    assert not has_cpr(text)
    assert without_cpr(text) == text
