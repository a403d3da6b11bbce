"""Periods as Danes write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.season_words import refusal
from dialogs.calendar.span import PeriodIsPast, PeriodUnclear, coming, read

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "first", "last", "said"),
    [
        ("2026-Q4", (2026, 10, 1), (2026, 12, 31), "4. kvartal 2026"),
        ("1. kvartal", (2027, 1, 1), (2027, 3, 31), "1. kvartal 2027"),
        ("4. kv. 2027", (2027, 10, 1), (2027, 12, 31), "4. kvartal 2027"),
        ("uge 47", (2027, 11, 22), (2027, 11, 28), "uge 47 2027"),  # this year's is over
        ("Uge 48", (2026, 11, 23), (2026, 11, 29), "uge 48 2026"),  # the one that runs
        ("uge 53 2032", (2032, 12, 27), (2033, 1, 2), "uge 53 2032"),
        ("uge 53", (2026, 12, 28), (2027, 1, 3), "uge 53 2026"),
        ("2026-W47", (2026, 11, 16), (2026, 11, 22), "uge 47 2026"),
        ("primo 2027", (2027, 1, 1), (2027, 4, 30), "primo 2027"),
        ("medio 2027", (2027, 5, 1), (2027, 8, 31), "medio 2027"),
        ("ULTIMO  2027", (2027, 9, 1), (2027, 12, 31), "ultimo 2027"),
        ("primo", (2027, 1, 1), (2027, 4, 30), "primo 2027"),
        ("medio december", (2026, 12, 11), (2026, 12, 20), "medio december 2026"),
        ("ultimo februar 2028", (2028, 2, 21), (2028, 2, 29), "ultimo februar 2028"),
        ("august–september", (2027, 8, 1), (2027, 9, 30), "august–september 2027"),
        ("aug. - sep. 2027", (2027, 8, 1), (2027, 9, 30), "august–september 2027"),
        ("november til januar", (2026, 11, 1), (2027, 1, 31), "november–januar 2026"),
        ("november", (2026, 11, 1), (2026, 11, 30), "november 2026"),
        ("2026-12", (2026, 12, 1), (2026, 12, 31), "december 2026"),
        ("2027", (2027, 1, 1), (2027, 12, 31), "2027"),
    ],
)
def test_a_period_is_read_and_said(text, first, last, said):
    span = read(text, TODAY)
    assert (span.first, span.last, span.said) == (date(*first), date(*last), said)
    assert read(span.said, TODAY) == span


@pytest.mark.parametrize(
    "text", ["", "snart", "uge 54", "uge 53 2027", "5. kvartal", "2026-13", "primo uge 4", "1999"]
)
def test_what_is_no_period_is_refused_in_one_sentence(text):
    with pytest.raises(PeriodUnclear) as refused:
        read(text, TODAY)
    assert refusal(refused.value) == (
        f"“{text}” kan jeg ikke læse som en periode. Skriv fx uge 47, 4. kvartal 2026, "
        "primo 2027 eller august–september."
    )


def test_what_is_to_come_is_not_over():
    assert coming("4. kvartal 2026", TODAY).last == date(2026, 12, 31)
    with pytest.raises(PeriodIsPast) as refused:
        coming("uge 47 2026", TODAY)
    assert refusal(refused.value) == ("Perioden er gået: uge 47 2026. Skriv en, der ikke er slut.")


@given(
    st.dates(date(2001, 1, 1), date(2040, 12, 31)),
    st.sampled_from(["uge 7", "2. kvartal", "maj", "primo", "ultimo juli", "okt-feb", "uge 52"]),
)
def test_without_a_year_it_is_the_first_that_is_not_over(today, text):
    span = read(text, today)
    assert span.last >= today
    assert (span.first - today).days <= 366
    assert read(span.said, today) == span
