"""What the people of the department do when the bot asks them something, and of their own accord.

Most answer at once, some the next day, and a few never: so that what follows an answer, and what
follows none, both come up in a year.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.rehearsal.connector import Answer, Form
from dialogs.calendar.days import working_day_from
from dialogs.courses import after_words as after
from dialogs.courses import words as courses
from dialogs.yearly import words as yearly

AT_ONCE, NEXT_DAY = 0.72, 0.2  # the others never answer
LAST_DAYS = frozenset({"last", "follow_up", "due_on"})
TRIES = 3  # at a form that is refused
AHEAD, BEHIND = timedelta(days=14), timedelta(days=0)

# What a colleague presses when it stands in a message, the first one first.
PRESSED: Sequence[str] = (
    *(courses.WRITE, courses.ENROL, courses.TALKS, courses.DECIDE, courses.GIVE, courses.ORIENT),
    *(after.YES, after.SHARED, after.USED_IT, after.EVALUATED, after.TELL_THEMES),
    *("Vælg dato", "Ja, den er holdt", "Skriv et tema"),
    *("Notér ledelsestilsyn", "Samtalen er holdt", "Skriv udviklingsbehov", "Sæt på næste møde"),
    *("Den er fulgt op", yearly.DONE, "Ja, det skal i fagsystemet", "Godkend"),
)
ARRANGES = frozenset({"Vælg dato", "Vælg dato for samtale"})  # days to come
FIELDS: Mapping[str, Mapping[str, str]] = {
    courses.DECIDE: {"decision": "grant", "reason": "Det styrker det, vi mangler."},
}
TEXTS = (
    "Vi spurgte netværket sent, og det vil vi gøre tidligere.",
    "Det hjalp at tage barnets perspektiv først.",
    "Vi mangler fælles ord for det, vi ser.",
    "Samarbejdet med skolen bliver bedre af en fast aftale.",
)
WISHES: Sequence[Mapping[str, str]] = (
    {"kind": "course", "title": "Samtaler med små børn", "price": "12.000", "days": "3"},
    {"kind": "conference", "title": "Temadag om netværksmøder", "price": "900", "days": "1"},
    {"kind": "module", "title": "Diplommodul i udsatte børn", "price": "28.000", "days": "12"},
    {"kind": "sharing", "title": "Netværksmøder trin for trin", "price": "", "days": ""},
)


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
                return self._choice(field)
            case "Input.Toggle":
                return str(field.get("valueOn", "true"))
            case _:
                return self._text(key, field)

    def _choice(self, field: Mapping[str, Any]) -> str:
        choices = [each["value"] for each in field["choices"] if each["value"] not in ("", "-")]
        return self.random.choice(choices) if choices else ""

    def _text(self, key: str, field: Mapping[str, Any]) -> str:
        if key in ("link", "reply", "supervisor"):
            return ""
        text = self.random.choice(TEXTS)
        most = int(field.get("maxLength", 0))
        return text[:most] if most else text


async def hands_in(
    habits: Habits, form: Form, ahead: timedelta, fields: Mapping[str, Any]
) -> tuple[Answer, str]:
    """Tries until it is taken, or gives up; and what was said last."""
    answer: Answer = form
    for _ in range(TRIES):
        if not isinstance(answer, Form):
            break
        values = {**habits.fills(answer, ahead), **fields}
        answer = await answer.submit(**{k: v for k, v in values.items() if k in answer.inputs})
    return answer, (answer.texts or [""])[0]


def pressable(buttons: Sequence[str]) -> str | None:
    return next((each for each in PRESSED if each in buttons), None)


def answers_when(habits: Habits) -> timedelta | None:
    """How long somebody takes; None: they never do."""
    chance = habits.random.random()
    if chance < AT_ONCE:
        return timedelta(minutes=20)
    return timedelta(days=1) if chance < AT_ONCE + NEXT_DAY else None
