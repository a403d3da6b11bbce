"""The leader is invited to say a few words about one practice (inventory rows 84 and 85)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.calendar.period import Period
from dialogs.learning.practice import Practice
from dialogs.people.person import Person
from dialogs.refusal import Refusal

COMMENT_AT_MOST = 1000  # characters
# Questions that ask for learning, never for who did what; another three each month.
QUESTIONS: Sequence[Sequence[str]] = (
    (
        "Hvad blev I klogere på, da I nåede frem til det her?",
        "Hvad gør det lettere for jer i hverdagen?",
        "Hvad kan jeg gøre, så det bliver nemt at bruge?",
    ),
    (
        "Hvornår har I sidst mærket, at det gjorde en forskel for et barn?",
        "Hvad er I stadig nysgerrige på?",
        "Hvem uden for teamet kunne have glæde af det?",
    ),
    (
        "Hvad gør I nu, som I ikke gjorde før?",
        "Hvad var I i tvivl om undervejs, og hvad hjalp jer videre?",
        "Hvad har I brug for fra mig for at holde fast i det?",
    ),
    (
        "Hvad overraskede jer mest?",
        "Hvordan ville I fortælle det til en ny kollega?",
        "Hvad vil I gerne prøve som det næste?",
    ),
)


class Reply(StrEnum):
    COMMENTED = "commented"
    DECLINED = "declined"


class InvitationRefused(Refusal):
    """A comment that cannot be taken."""


class NoSuchInvitation(InvitationRefused):
    """There is none of this month, or the practice is valid no more."""


class RepliedAlready(InvitationRefused):
    """The leader has answered it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    team_id: int
    month: str  # its key
    practice: Practice
    leader: Person | None = None  # who answered it; None: nobody yet, or erased
    reply: Reply | None = None
    text: str = ""


def questions(month: str) -> Sequence[str]:
    period = Period.read(month)
    return QUESTIONS[period.number % len(QUESTIONS)] if period else QUESTIONS[0]
