from dialogs.privacy.finder import Finding, Sort, findings
from dialogs.privacy.words import cpr_refused, keep, question, rewrite


def found(text: str, word: str, sort: Sort, instead: str) -> Finding:
    start = text.index(word)
    return Finding(
        sort=sort, start=start, end=start + len(word), line=1, column=start + 1, instead=instead
    )


def test_a_cpr_number_is_told_by_its_place():
    text = "Jeg taler med 010203-1234"

    assert cpr_refused(findings(text), in_chat=False) == (
        "Noget i din tekst ligner et CPR-nummer (linje 1, fra tegn 15). "
        "Jeg har ikke gemt den. Skriv fx “barn 1” i stedet."
    )
    assert cpr_refused(findings(text), in_chat=True).endswith(" Slet også selv beskeden her.")


def test_several_cpr_numbers_are_told_by_their_places():
    text = "010203-1234\nog 020304-1234\nog 030405-1234"

    assert "CPR-numre (linje 1, fra tegn 1; linje 2, fra tegn 4 og linje 3, fra tegn 4)" in (
        cpr_refused(findings(text), in_chat=False)
    )


def test_one_name_is_a_question_of_its_own():
    text = "Mathilde vil hjem"
    asked = [found(text, "Mathilde", Sort.NAME, "Barn 1")]

    assert question(text, asked) == "“Mathilde” ligner et navn. Skal jeg skrive “Barn 1” i stedet?"
    assert rewrite(asked) == "Skriv “Barn 1”"
    assert keep(asked) == "Det er ikke et navn"


def test_of_many_findings_five_are_listed():
    words = ["Ali", "Bea", "Cia", "Dea", "Eda", "Fia", "Gry"]
    text = " ".join(words)
    asked = [found(text, word, Sort.NAME, f"barn {n}") for n, word in enumerate(words, 1)]
    lines = question(text, asked).split("\n")

    assert len(lines) == 7
    assert lines[1] == "“Ali” → “barn 1”"
    assert lines[-1] == "og to til"
    assert (rewrite(asked), keep(asked)) == ("Skriv det om", "Gem, som det står")
