"""What people read about the app inside Teams, in Danish (the default) and in English.

Every text is a pair, so neither language can lack one that the other has. The rules of tone are
those of the bot: `du` to one, `I` to the team, no names, no exclamation marks.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    da: str
    en: str


NAME = "Sparringsrum"

FULL_NAME = Text(da="Sparringsrum for børne- og ungeteams", en="Sparringsrum: peer case sparring")

SHORT_DESCRIPTION = Text(
    da="Holder øje med tiden, når I sparrer om en sag, og husker jeres datoer.",
    en="Keeps the time when you spar about a case, and remembers your dates.",
)

FULL_DESCRIPTION = Text(
    da="\n\n".join(
        (
            "Sparringsrum hjælper et team igennem den ugentlige sparring om en sag: "
            "rammen, præsentationen, de afklarende spørgsmål, refleksionsrunden og afrundingen. "
            "Hver fase får sin tid, og koordinatoren styrer med få knapper.",
            "Mellem møderne holder det styr på, hvis tur det er til at tage en sag med, "
            "og tager imod læringspunkter, som hele teamet kan bruge.",
            "Skriv aldrig navne eller CPR-numre. Det, der skrives om sagen i mødet, "
            "slettes hos Sparringsrum, når mødet slutter.",
            "Skriv hjælp for at se, hvad du kan gøre her og nu.",
        )
    ),
    en="\n\n".join(
        (
            "Sparringsrum takes a team through its weekly case sparring: the frame, "
            "the presentation, the clarifying questions, the round of reflection and the closing. "
            "Each phase has its time, and the coordinator leads with a few buttons.",
            "Between meetings it keeps track of whose turn it is to bring a case, "
            "and receives learning points that the whole team can use.",
            "Never write names or civil registration numbers. What is written about the case "
            "during a meeting is deleted from Sparringsrum when the meeting ends.",
            "The bot speaks Danish. Write hjælp to see what you can do here and now.",
        )
    ),
)

BOARD = Text(da="Tavlen", en="Board")

COMMANDS = {
    "hjælp": Text(
        da="Se, hvad du kan gøre her og nu.",
        en="See what you can do here and now.",
    ),
    "indstillinger": Text(
        da="Vælg team, dag og tid, mødeform, stedfortræder og roller.",
        en="Choose team, day and time, kind of meeting, deputy and roles.",
    ),
    "sag": Text(
        da="Tag en sag med: Skriv dit sparringsspørgsmål, uden navne.",
        en="Bring a case: write your sparring question, without names.",
    ),
    "kø": Text(
        da="Se turlisten og de kommende sager.",
        en="See whose turn it is, and the cases to come.",
    ),
    "læring": Text(
        da="Skriv et læringspunkt, som I kan bruge i andre sager.",
        en="Write a learning point that is of use in other cases too.",
    ),
    "fravær": Text(
        da="Sig, hvornår du er væk. Bliver det din tur imens, venter den på dig.",
        en="Say when you are away. If your turn comes meanwhile, it waits for you.",
    ),
    "status": Text(
        da="Når du leder et team: Se, hvad der kommer, og hvad der ikke nåede frem.",
        en="When you lead a team: see what is due, and what did not arrive.",
    ),
    "mine": Text(
        da="Se, hvad jeg har om dig. Du kan hente det og slette det.",
        en="See what I hold on you. You can fetch it and erase it.",
    ),
    "start": Text(
        da="Når du leder mødet: Start sparringen med den første sag.",
        en="When you lead the meeting: start the sparring with the first case.",
    ),
    "næste": Text(
        da="Når du leder mødet: Gå videre til næste fase.",
        en="When you lead the meeting: go on to the next phase.",
    ),
    "pause": Text(
        da="Når du leder mødet: Hold pause. Fasens tid står stille imens.",
        en="When you lead the meeting: take a break. The phase keeps its time.",
    ),
    "fortsæt": Text(
        da="Når du leder mødet: Fortsæt efter pausen.",
        en="When you lead the meeting: go on after the break.",
    ),
    "fortryd": Text(
        da="Når du leder mødet: Fortryd det sidste tryk.",
        en="When you lead the meeting: undo the last press.",
    ),
    "afslut": Text(
        da="Når du leder mødet: Afslut sparringen.",
        en="When you lead the meeting: close the sparring.",
    ),
    "udskyd": Text(
        da="Når du leder mødet: Udskyd til næste gang. Det, I har skrevet om sagen, slettes.",
        en="When you lead the meeting: postpone to next time. What you wrote of it is deleted.",
    ),
}
"""The word that a person sends, and what it does. Only words that the bot answers."""

PERSONAL = ("hjælp", "sag", "kø", "læring", "fravær", "indstillinger", "status", "mine")

TOGETHER = (
    "hjælp",
    "start",
    "sag",
    "kø",
    "læring",
    "næste",
    "pause",
    "fortsæt",
    "fortryd",
    "afslut",
    "udskyd",
    "indstillinger",
)
