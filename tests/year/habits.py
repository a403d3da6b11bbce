"""What the people of the department do when the bot asks them something: which button they press,
and what they write in a form."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.rehearsal.connector import Answer, Form, FormRefused
from dialogs.calendar.days import working_day_from
from dialogs.courses import after_words as after
from dialogs.courses import words as courses
from dialogs.learning.words import WAITING
from dialogs.supervision import words as supervision
from dialogs.tilsyn import words as tilsyn
from dialogs.yearly import words as yearly

LAST_DAYS = frozenset({"last", "follow_up", "due_on"})
TRIES = 3  # at a form that is refused
SOON, AHEAD = timedelta(days=0), timedelta(days=14)

# Where several buttons stand, how often each of them is the one.
CHOICES: Sequence[Mapping[str, int]] = (
    {courses.WRITE: 7, courses.NO_MORE: 2},
    {tilsyn.TALKED: 1, tilsyn.BOOK: 1},
    {supervision.BOOK: 3, supervision.SAY_NO: 1},
    {after.YES: 8, after.NOT_YET: 1, after.NO_COURSE: 1},
    {after.SHARED: 7, after.OTHER_WAY: 2, after.WAIVE: 1},
    {after.USED_IT: 3, after.NOT_USED: 1},
    {tilsyn.TO_MEETING: 2, tilsyn.IMPROVE: 1, tilsyn.NOT_NOW: 1},
    {tilsyn.NEED: 3, tilsyn.NO_NEED: 1},
    {yearly.DONE: 3, yearly.SKIP: 1},
)
# Of the others the first that stands there.
PRESSED: Sequence[str] = (
    *(courses.ENROL, courses.TALKS, courses.GIVE, courses.DECIDE, courses.ORIENT),
    *(after.EVALUATED, after.PLAN_THEME, supervision.HELD, tilsyn.TICK, tilsyn.FOLLOWED),
    *(WAITING, "Tag en sag med", "Ja", "Godkend", "Det er noteret", "Ja, det skal i fagsystemet"),
    *("Det er på plads", "Ingen gæst i dag", "Skriv læringspunkt", "Ja, vi blev færdige"),
)
ARRANGES = frozenset({tilsyn.BOOK, tilsyn.BOOK_TALK})  # days to come
TEXTS = (
    "Vi spurgte netværket sent, og det vil vi gøre tidligere.",
    "Det hjalp at tage barnets perspektiv først.",
    "Vi mangler fælles ord for det, vi ser.",
    "Samarbejdet med skolen bliver bedre af en fast aftale.",
    "Vi skal spørge barnet to gange, med tid imellem.",
    "En tydelig dagsorden gør netværksmødet roligere.",
)
WISHES: Sequence[Mapping[str, str]] = (
    {"kind": "course", "title": "Samtaler med små børn", "price": "12.000", "days": "3"},
    {"kind": "course", "title": "Skriftlighed i undersøgelsen", "price": "9.500", "days": "2"},
    {"kind": "course", "title": "Børn i højkonflikt", "price": "14.000", "days": "4"},
    {"kind": "course", "title": "Motiverende samtale", "price": "11.000", "days": "3"},
    {"kind": "course", "title": "Barnets lov i praksis", "price": "6.500", "days": "2"},
    {"kind": "conference", "title": "Temadag om netværksmøder", "price": "900", "days": "1"},
    {"kind": "conference", "title": "Konference om anbragte børn", "price": "7.200", "days": "2"},
    {"kind": "module", "title": "Diplommodul i udsatte børn", "price": "28.000", "days": "12"},
    {"kind": "network", "title": "Netværk for undersøgere", "price": "5.800", "days": "4"},
    {"kind": "personal", "title": "Ro i svære samtaler", "price": "8.000", "days": "2"},
    {"kind": "sharing", "title": "Netværksmøder trin for trin", "price": "", "days": ""},
    {"kind": "sharing", "title": "Børnesamtaler i praksis", "price": "", "days": ""},
    {"kind": "representative", "title": "AMR-uddannelse", "price": "4.000", "days": "3"},
)
URGENT: Mapping[str, str] = {
    **{"kind": "course", "title": "Ny lovgivning om anbringelser", "price": "6.000", "days": "2"},
    "ticked": "urgent",
}
WHY = (
    "Jeg får flere af de sager og vil være bedre rustet til dem.",
    "Det er et område, som teamet mangler.",
    "Jeg vil kunne lære det videre til kollegerne.",
)
REASONS = {
    "grant": "Det styrker det, afdelingen mangler, og du har sagerne til det.",
    "not_now": "Det er et godt ønske, men behovet er større et andet sted i år.",
    "refuse": "Det ligger uden for det, afdelingen har brug for de næste år.",
}
DECIDES = {"grant": 11, "not_now": 6, "refuse": 2}


@dataclass(kw_only=True)
class Habits:
    random: random.Random
    today: date

    def fills(self, form: Form, ahead: timedelta) -> dict[str, Any]:
        """Something sensible in every field that is empty."""
        return {
            key: self._value(key, field, ahead)
            for key, field in form.inputs.items()
            if not field.get("value") or field.get("value") == "-"
        }

    def _value(self, key: str, field: Mapping[str, Any], ahead: timedelta) -> str:
        match field["type"]:
            case "Input.Date":
                later = timedelta(days=1 if key in LAST_DAYS else 0)
                return working_day_from(self.today + ahead + later).isoformat()
            case "Input.Time":
                return "10:00"
            case "Input.Number":
                return str(max(int(field.get("min", 1)), 1))
            case "Input.ChoiceSet":
                return self._choice(key, field)
            case "Input.Toggle":
                return str(field.get("valueOn", "true"))
            case _:
                return self._text(key, field)

    def _choice(self, key: str, field: Mapping[str, Any]) -> str:
        choices = [each["value"] for each in field["choices"] if each["value"] not in ("", "-")]
        if not choices or key in ("ticked", "ground", "partner"):
            return ""
        return self.random.choice(choices)

    def _text(self, key: str, field: Mapping[str, Any]) -> str:
        if key in ("link", "price", "days"):
            return ""
        if key == "supervisor":
            return "Susanne Bro"
        if key == "tenure":
            return str(self.random.randint(1, 9))
        text = self.random.choice(WHY if key in ("why", "task") else TEXTS)
        most = int(field.get("maxLength", 0))
        return text[:most] if most else text

    def wishes(self) -> Mapping[str, str]:
        """Something to learn; now and then something that cannot wait."""
        return URGENT if self.random.random() < 0.06 else self.random.choice(WISHES)

    def decides(self) -> Mapping[str, str]:
        decision = self.one_of(DECIDES)
        return {"decision": decision, "reason": REASONS[decision]}

    def presses(self, buttons: Sequence[str]) -> str | None:
        """Which of those that stand there; None: nothing that anybody has to answer."""
        for choices in CHOICES:
            if next(iter(choices)) in buttons:
                return self.one_of({b: n for b, n in choices.items() if b in buttons})
        return next((each for each in PRESSED if each in buttons), None)

    def one_of(self, weights: Mapping[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


async def hands_in(
    habits: Habits, form: Form, ahead: timedelta, fields: Mapping[str, Any]
) -> tuple[Answer, str]:
    """Tries until it is taken, or gives up; and what was said last."""
    answer: Answer = form
    for _ in range(TRIES):
        if not isinstance(answer, Form):
            break
        values = {**habits.fills(answer, ahead), **fields}
        try:
            answer = await answer.submit(**{k: v for k, v in values.items() if k in answer.inputs})
        except FormRefused as refused:  # the client keeps it open, and they close it
            return answer, str(refused)
    return answer, (answer.texts or [""])[0]
