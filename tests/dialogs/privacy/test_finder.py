"""What is found where, and what is written instead. Everybody here is invented."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.privacy.finder import Sort, findings, has_cpr, reworded, without_cpr
from tests.dialogs.privacy.corpus import lines

DIGITS = "0123456789"
PHRASES = """
barnet|Mathilde|skolen|mor|hedder|Fatima|født den 3. maj 2012|Bo|tlf. 22334455|sagsnr. 24/1234
Skovvej 12,|Vi ses.|Hvad nu?|kl. 9.00|uge 42|§ 20|- |o@e.dk|\u200b|\u00ad|é|✓|I|l|O|(
"""
WORDS = st.lists(st.sampled_from(PHRASES.replace("\n", "|").split("|")), max_size=12).map(" ".join)
BETWEEN = ("", "-", "–", "\u2212", ".", "/", " ", "\n", " - ", "\u00a0", "\u2011", "\u200b-")
DISGUISES = (
    lambda number: number,
    lambda number: number.translate(str.maketrans(DIGITS, "０１２３４５６７８９")),
    lambda number: number.translate(str.maketrans(DIGITS, "٠١٢٣٤٥٦٧٨٩")),
    lambda number: "\u200b".join(number),
    lambda number: "\u00ad".join(number),
    lambda number: number.replace("0", "O", 2),
    lambda number: number.replace("1", "l", 2),
)


@st.composite
def cprs(draw: st.DrawFn) -> str:
    day = draw(st.integers(1, 28)) + draw(st.sampled_from((0, 60)))
    date = f"{day:02}{draw(st.integers(1, 12)):02}{draw(st.integers(0, 99)):02}"
    number = date + draw(st.sampled_from(BETWEEN)) + f"{draw(st.integers(0, 9999)):04}"
    return draw(st.sampled_from(DISGUISES))(number)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), WORDS, st.text(st.sampled_from(DIGITS + " -./Ol"))))
def test_any_text_is_read_and_places_are_right(text):
    found = findings(text)
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        before = text[: each.start]
        assert each.line == before.count("\n") + 1
        assert each.column == each.start - (before.rfind("\n") + 1) + 1
        assert (each.instead == "") == (each.sort is Sort.CPR)
        end = each.end
    assert has_cpr(text) == any(each.sort is Sort.CPR for each in found)


@settings(max_examples=400, deadline=None)
@given(WORDS, cprs(), WORDS)
def test_a_cpr_number_is_found_in_any_disguise_and_company(before, number, after):
    text = f"{before}; barnet {number} og {after}"

    assert has_cpr(text)
    met = [x for x in findings(text) if x.sort is Sort.CPR]
    start = text.index(number, len(before))
    assert any(x.start < start + len(number) and start < x.end for x in met)
    assert not has_cpr(without_cpr(text))
    assert not has_cpr(reworded(text, findings(text)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Mathilde vil hjem.", "Barn 1 vil hjem."),
        ("Mathildes mor Fatima siger nej.", "Barn 1s mor siger nej."),
        ("Jonas' far har ringet.", "Barn 1s far har ringet."),
        (
            "Moren Fatima og Ali slår Noah, siger Ali.",
            "Moren og barn 1 slår barn 2, siger barn 1.",
        ),
        ("Den unge Storm vil flytte.", "Den unge vil flytte."),
        ("faren, Ahmed, er vred", "Faren, er vred"),
        ("Vores kollega Mette spørger.", "Vores kollega spørger."),
        ("Jeg talte med sagsbehandler Mette Hansen.", "Jeg talte med sagsbehandleren."),
        ("Plejefamilien Jensen er trætte.", "Plejefamilien er trætte."),
        ("Ring på tlf. 22 33 44 55.", "Ring på en telefon."),
        ("Mor bor på Skovvej 12, 2. tv., 8600 Silkeborg.", "Mor bor på adressen."),
        ("Han bor Skovvej 12.", "Han bor på adressen."),
        ("Pigen er født den 3. maj 2012.", "Pigen er født på fødselsdatoen."),
        ("Fødselsdato: 03.05.2012", "Fødselsdatoen"),
        ("Skriv til mor@example.dk", "Skriv til en mailadresse"),
        ("Sagsnr. 24/12345 er lukket.", "Sagsnummeret er lukket."),
        ("Han går på Skovbakkeskolen.", "Han går på skolen."),
        ("Børnehaven Solsikken har ringet.", "Børnehaven har ringet."),
        ("Han bor på opholdsstedet Nyvang.", "Han bor på opholdsstedet."),
        ("Døgninstitutionen Fyrrely er fuld.", "Institutionen er fuld."),
    ],
)
def test_roles_take_the_place_of_what_points_at_somebody(text, written):
    assert reworded(text, findings(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        "Zeinab kommer ikke til møderne.",
        "Jeg talte med Oleksandra i går",
        "drengen hedder yusuf og er 8 år",
        "mathilde vil ikke i skole",
        "MATHILDE vil hjem",
        "Hvor skal Storm bo?",
        "Lille Sol på 3 år er glad",
        "Bo siger nej",
        "Udtalelsen er skrevet af J.K. Møller",
        "Sagen om M. fylder meget",
    ],
)
def test_a_name_is_found_wherever_it_stands(text):
    assert [each.sort for each in findings(text)] == [Sort.NAME]


@pytest.mark.parametrize(
    "text",
    [
        "Sol og sommer gør det lettere. Bo hjemme er ikke muligt.",
        "Hans mor er syg, og i maj holder vi pause.",
        "Den Motiverende Samtale og Signs of Safety er gode.",
        "Aarhus Kommune og Ankestyrelsen har svaret Familieafdelingen.",
        "LBK nr 282 af 17/03/2025, FOB 2015-30 og barnets lov § 32, stk. 2.",
        "Mødet den 12.03.24 kl. 14.30 er flyttet til 3/5.",
        "EAN 5798000123456, CVR 12345674, P-nr. 1012345678, konto 1234 0102031234.",
        "Specialskolen, børnehaven og sygehuset er enige.",
        "VIGTIGT: HUSK BØRNESAMTALE FØR FREDAG",
        "Man kan blive i tvivl. Umiddelbart ville jeg vente.",
    ],
)
def test_what_is_nobody_is_left_alone(text):
    assert findings(text) == ()


def test_places_are_told_for_people():
    text = "Hej\r\n\r\nbarnet er 010203-1234"
    (found,) = findings(text)

    assert (found.line, found.column) == (3, 11)


def test_a_long_text_is_read_within_ten_milliseconds():
    text = " ".join(line.text for line in lines(held_out=False)[:60])[:4000]
    findings(text)

    assert len(text) == 4000
    assert min(seconds(text) for _ in range(30)) < 0.010 * slowed()


@pytest.mark.parametrize(
    "unit",
    ["1", "A", "Ab ", "A1", "1 ", "1-", "01 ", "0 1 0 2 ", "O ", "a.", "født ", "sag ", "Vej 1 ",
     "skole", "Skole ", "a@", "(", "\n", "010203,", "a\u0301"],
    ids=ascii,
)  # fmt: skip
def test_no_text_makes_the_search_run_away(unit):
    """Ten times the length takes about ten times as long; a hundred times would be a square."""
    short, long = (unit * (size // len(unit)) for size in (5_000, 50_000))
    findings(short)

    assert seconds(long) < 40 * max(seconds(short), 0.002)


def slowed() -> float:
    """How much slower this machine is, with all that runs on it, than the one that is promised:
    there, a million additions take 13 ms."""
    begun = time.process_time()
    sum(range(1_000_000))
    return max(1.0, (time.process_time() - begun) / 0.013)


def seconds(text: str) -> float:
    begun = time.process_time()
    findings(text)
    return time.process_time() - begun
