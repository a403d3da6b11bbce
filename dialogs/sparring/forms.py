"""The forms of the sparring: dialogs that are opened by a button, and leave nothing in a chat."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.cards import Form, Option, Part
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.sparring import plan as plans
from dialogs.sparring import words
from dialogs.sparring.case import Case, Kind
from dialogs.sparring.meeting import Meeting
from dialogs.sparring.plan import Coming, Plan


def bring_form(nonce: str, teams: Sequence[Team], reminder: str = "") -> Form:
    """The first of the teams is the one that is chosen beforehand."""
    return cards.form(
        "Tag en sag med",
        [
            cards.choose_team(teams),
            _question_input(),
            cards.choose(
                "kind",
                "Hvad er det?",
                [Option(kind, title) for kind, title in words.KINDS.items()],
                value=Kind.CASE,
                spread=True,
            ),
            cards.small(words.KIND_NOTE),
            cards.small(words.NO_NAMES),
        ],
        verb="sparring.bring",
        submit="Tag med",
        nonce=nonce,
        id=reminder or None,
    )


def _question_input(value: str = "") -> Part:
    return cards.write(
        "question",
        words.QUESTION_LABEL,
        value=value,
        hint=words.QUESTION_HINT,
        lines=True,
        required=True,
    )


def question_form(nonce: str, message: str, question: str = "") -> Form:
    return cards.form(
        words.REWORD if question else words.WORD_IT,
        [_question_input(question), cards.small(words.NO_NAMES)],
        verb="sparring.question",
        submit="Gem",
        nonce=nonce,
        id=message,
    )


def prepare_form(
    nonce: str,
    plan: Plan,
    waiting: Sequence[Case],
    topics: Sequence[str],
    members: Sequence[Person],
) -> Form:
    """Case, mødeform, number present (one tap), guest and timekeeper."""
    subjects = [
        *(Option(f"case:{c.id}", f"{c.owner.name}: {words.question(c)}") for c in waiting),
        *(Option(f"topic:{text}", f"Emne: {text}") for text in topics),
    ]
    chosen = f"case:{plan.case.id}" if plan.case else f"topic:{plan.topic}" if plan.topic else None
    return cards.form(
        "Ret sag og tid",
        [
            cards.choose("subject", "Hvad tager I op?", subjects, value=chosen),
            cards.choose(
                "agenda",
                "Mødeform",
                [Option(name, title) for name, title in words.AGENDAS.items()],
                value=plan.agenda,
                spread=True,
            ),
            cards.choose(
                "present",
                "Hvor mange er med?",
                [
                    Option(str(n), str(n))
                    for n in range(plans.LEAST_PRESENT, plans.MOST_PRESENT + 1)
                ],
                value=str(plan.present),
            ),
            cards.choose(
                "timekeeper",
                "Hvem holder tiden?",
                [
                    Option(cards.NO_CHOICE, "Den, der leder"),
                    *(Option(str(member.id), member.name) for member in members),
                ],
                value=str(plan.timekeeper.id) if plan.timekeeper else cards.NO_CHOICE,
            ),
            cards.write(
                "guest",
                "Er der en gæst med? Skriv, hvor gæsten kommer fra (fx PPR).",
                value=plan.guest,
            ),
            cards.small(words.GUEST_RULE),
        ],
        verb="sparring.prepare",
        submit="Gem",
        nonce=nonce,
        id=plan.id,
    )


def cancel_form(nonce: str, plan: Plan) -> Form:
    """Everybody's meeting is gone with it, so it asks once."""
    return cards.form(
        words.CANCEL,
        [cards.line(words.cancel_asked(plan))],
        verb="sparring.cancel",
        submit=words.CANCEL,
        nonce=nonce,
        id=plan.id,
    )


def park_form(nonce: str, meeting: Meeting) -> Form:
    owner = meeting.case_owner.name if meeting.case_owner else "sagsejer"
    return cards.form(
        "Parkér forslag",
        [
            cards.line(f"{owner} får forslaget privat efter refleksionsrunden, uden dit navn."),
            cards.write("proposal", "Forslag", lines=True, required=True),
            cards.small(words.NO_NAMES),
        ],
        verb="sparring.park",
        submit="Parkér forslag",
        nonce=nonce,
        id=meeting.id,
    )


def postpone_form(nonce: str, meeting: Meeting) -> Form:
    return cards.form(
        words.POSTPONE,
        [cards.line(words.POSTPONE_ASKED)],
        verb="sparring.postpone",
        submit=words.POSTPONE,
        nonce=nonce,
        id=meeting.id,
    )


def checklist_form(nonce: str, meeting: Meeting, coming: Coming, zone: ZoneInfo) -> Form:
    following = words.next_up(coming.at, coming.who, zone)
    return cards.form(
        "Efter sparringen",
        [
            cards.line("Det, I skrev om sagen hos mig, er slettet."),
            cards.line("Sagsejer er spurgt privat, om noget skal i fagsystemet."),
            cards.line(words.ANOTHER_CHILD),
            cards.line(following) if following else None,
            cards.choose(
                "again",
                "Nåede I rundt?",
                [Option("no", "Ja, vi blev færdige"), Option("yes", "Nej, tag sagen igen")],
                value="no",
                spread=True,
            )
            if meeting.case_owner
            else None,
        ],
        verb="sparring.checklist",
        submit="Gem",
        nonce=nonce,
        id=meeting.id,
    )


EVALUATION: Mapping[str, str] = {
    "useful": "Fik sagen noget ud af det?",
    "reflective": "Blev vi i refleksionen?",
    "safe": "Var der plads til tvivl?",
}
TAPS: Mapping[str, str] = {"3": "Ja", "2": "Delvist", "1": "Ikke i dag"}


def evaluation_form(nonce: str, meeting_id: int) -> Form:
    return cards.form(
        "Tre tryk om mødet",
        [
            cards.line("Svarene gemmes for mødet, ikke for dig."),
            *(
                cards.choose(
                    key,
                    question,
                    [Option(value, title) for value, title in TAPS.items()],
                    spread=True,
                    required=True,
                )
                for key, question in EVALUATION.items()
            ),
        ],
        verb="sparring.evaluate",
        submit="Send",
        nonce=nonce,
        id=meeting_id,
    )


def swap_form(nonce: str, occurrence: str, colleagues: Sequence[Person]) -> Form:
    return cards.form(
        "Byt tur",
        [
            cards.choose(
                "with",
                "Hvem vil du bytte med?",
                [Option(str(person.id), person.name) for person in colleagues],
                required=True,
            ),
            cards.small("Din kollega bliver spurgt først."),
        ],
        verb="sparring.swap",
        submit="Spørg",
        nonce=nonce,
        id=occurrence,
    )


def reason_form(nonce: str, verb: str, case: Case, message: str) -> Form:
    """For the team leader: why not as a principle case, or what is missing; for the case owner:
    the answer."""
    title, label, submit = words.REASONS[verb]
    return cards.form(
        title,
        [cards.quote(f"“{case.question}”"), cards.write("text", label, lines=True, required=True)],
        verb=verb,
        submit=submit,
        nonce=nonce,
        id=message,
    )
