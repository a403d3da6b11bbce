"""Every Danish text of the guard. None of them ever holds a CPR number."""

from collections.abc import Sequence

from dialogs.privacy.finding import Finding, Sort
from dialogs.privacy.guard import CprWritten
from dialogs.refusal import Refusal

DELETE_YOURS = "Slet også selv beskeden her."
PUT_RIGHT = "Jeg har rettet det"  # by hand, in the form that is shown again
REWRITE_ALL = "Skriv det om"
KEEP_ALL = "Gem, som det står"

_LINES_AT_MOST = 5
_LONGEST_QUOTE = 60
_NUMBERS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")

_LOOKS_LIKE = {
    Sort.NAME: "et navn",
    Sort.PHONE: "et telefonnummer",
    Sort.ADDRESS: "en adresse",
    Sort.BIRTH_DATE: "en fødselsdato",
    Sort.EMAIL: "en mailadresse",
    Sort.CASE_NUMBER: "et sagsnummer",
    Sort.INSTITUTION: "navnet på et sted",
}


def cpr_refused(found: Sequence[Finding], *, in_chat: bool) -> str:
    """Where, never what. In a chat the message stays until its writer deletes it."""
    where = _and([f"linje {each.line}, fra tegn {each.column}" for each in _cprs(found)], "; ")
    several = len(_cprs(found)) > 1
    looks = "ligner CPR-numre" if several else "ligner et CPR-nummer"
    lines = [f"Noget i din tekst {looks} ({where}).", "Jeg har ikke gemt den."]
    lines.append("Skriv fx “barn 1” i stedet.")
    if in_chat:
        lines.append(DELETE_YOURS)
    return " ".join(lines)


def question(text: str, found: Sequence[Finding]) -> str:
    """What is asked before a text is kept. Raises ValueError where there is nothing to ask, and
    for a CPR number, about which nothing is asked."""
    asked = _asked(found)
    if len(asked) == 1:
        one = asked[0]
        return (
            f"“{_quoted(text, one)}” ligner {_LOOKS_LIKE[one.sort]}. "
            f"Skal jeg skrive “{one.instead}” i stedet?"
        )
    shown, more = asked[:_LINES_AT_MOST], len(asked) - _LINES_AT_MOST
    lines = [f"“{_quoted(text, each)}” → “{each.instead}”" for each in shown]
    if more > 0:
        lines.append(f"og {_number(more)} til")
    return "\n".join(("Noget i din tekst kan pege på nogen. Skal jeg skrive det om?", *lines))


def rewrite(found: Sequence[Finding]) -> str:
    """On the button."""
    asked = _asked(found)
    return f"Skriv “{asked[0].instead}”" if len(asked) == 1 else REWRITE_ALL


def keep(found: Sequence[Finding]) -> str:
    """On the button of somebody who knows better."""
    asked = _asked(found)
    return f"Det er ikke {_LOOKS_LIKE[asked[0].sort]}" if len(asked) == 1 else KEEP_ALL


def _cprs(found: Sequence[Finding]) -> list[Finding]:
    return [each for each in found if each.sort is Sort.CPR]


def _asked(found: Sequence[Finding]) -> Sequence[Finding]:
    if not found or _cprs(found):
        raise ValueError("a question is about findings that are no CPR numbers")
    return found


def _quoted(text: str, found: Finding) -> str:
    words = " ".join(text[found.start : found.end].split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 2]} …"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _and(items: Sequence[str], comma: str = ", ") -> str:
    return comma.join(items[:-1]) + f" og {items[-1]}" if len(items) > 1 else items[0]


# --- in the meeting of form, chat and group --------------------------------------------------

DELETE_IN_CHAT = "Slet selv beskeden i chatten"
NOT_TAKEN_IN_GROUP = (
    "Noget i teksten kan pege på en bestemt person, så jeg har ikke taget den med. "
    "Skriv den i formularen eller til mig privat, så hjælper jeg med at skrive den om."
)


def cpr_typed_in_group(place: str) -> str:
    """Said to its writer alone."""
    where = f" til {place}" if place else ""
    return (
        f"I din besked{where} er der noget, der ligner et CPR-nummer. Jeg har ikke gemt den. "
        f"{DELETE_IN_CHAT}, og skriv fx “barn 1” i stedet."
    )


def refusal(error: Refusal) -> str | None:
    match error:
        case CprWritten():
            return cpr_refused(error.found, in_chat=False)
        case _:
            return None
