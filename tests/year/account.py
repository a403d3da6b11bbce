"""What became of every prompt of the year, in one word each; and of those that nobody answered,
why that is no harm."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kinds import Kind, Show
from bot.rehearsal.shown import buttons
from storage.outbox import Stage
from storage.store import Session
from tests.year.ledger import Prompt


class Fate(StrEnum):
    ANSWERED = "besvaret"
    SETTLED = "klaret på anden vis"  # it has no button any more: somebody did what it asked for
    READ = "til orientering"  # it asked for nothing
    EXPIRED = "udløbet"  # its time is over, and a press would say so
    AGAIN = "spurgt igen"  # a later one asks for the same, and has a fate of its own
    OPEN = "står åbent"  # it may still be answered
    NOT_NEEDED = "ikke sendt: blev overflødig"
    WAITS = "ikke sendt endnu"  # its reader is away, or wants quiet
    LOST = "ikke gjort rede for"


# What may be answered for as long as it stands, and why nothing more has to come of it.
STANDS: Mapping[str, str] = {
    "sparring.turn": "Dagen er ikke kommet endnu; bliver turen sprunget over, beholdes den.",
    "deciding.waiting": "Læringspunkterne venter på en liste, som også står i menuen.",
    "courses.new": "Lederen er spurgt to gange; ønsket står på teamets liste.",
    "courses.enrolled": "Kurset er bevilget; tilmeldingen kan også gøres under Mine ønsker.",
    "courses.after.ended": "Der spørges to gange; det kan også meldes under Mine ønsker.",
    "courses.after.used": "Der spørges to gange, og ingen skal svare; svaret bliver ikke gemt.",
    "courses.after.share": "Der mindes om det, til det er delt eller fritaget; næste gang kommer.",
    "courses.talks_wanted": "Listen over MUS og planer er lederens, hele året.",
    "courses.after.themes": "Temaerne kan planlægges hele året.",
    "deciding.improvement_due": "Forbedringen står på listen, til den er gjort.",
    "supervision.ask": "Kvartalet er ikke slut, og lederen hører det, mens det kan nås.",
    "supervision.held": "Dagen har lige været; efter to uger spørges der ikke mere.",
    "tilsyn.begins": "Runden er i gang, til perioden er slut.",
    "tilsyn.follow_up": "Aftalen er mellem de to og slettes 30 dage efter opfølgningen.",
    "tilsyn.theme": "Lederen kan stadig sætte temaet på et møde.",
    "privacy.case_dropped": "Sagen kan tages med igen, når der er brug for det.",
}
# Which prompts go on with what another one asked for.
GOES_ON: Mapping[str, tuple[str, ...]] = {
    "supervision.ask": ("supervision.ask", "supervision.missing"),
    "tilsyn.begins": ("tilsyn.midway", "tilsyn.ends"),
    "tilsyn.midway": ("tilsyn.ends",),
    "tilsyn.book": ("tilsyn.book", "tilsyn.talked"),
    "courses.after.share": ("courses.after.share",),
}
ABOUT_FIRST = frozenset({"courses.after.share"})  # "<wish>-<time>-<person>"
_LAST = re.compile(r"[-:+][^-:+]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One prompt, accounted for."""

    prompt: Prompt
    fate: Fate
    because: str = ""


def account(
    session: Session, prompts: Iterable[Prompt], kinds: Mapping[str, Kind], now: datetime
) -> list[Line]:
    known = sorted(prompts, key=lambda each: (each.wanted, each.row))
    return [_line(session, each, known, kinds[each.kind], now) for each in known]


def _line(
    session: Session, prompt: Prompt, others: list[Prompt], kind: Kind, now: datetime
) -> Line:
    if not prompt.came:
        return _unsent(prompt)
    if prompt.pressed:
        return Line(prompt, Fate.ANSWERED, prompt.pressed[-1])
    if not prompt.asked:
        return Line(prompt, Fate.READ)
    if not prompt.asks:
        return Line(prompt, Fate.SETTLED)
    if _is_over(kind.build(session, prompt.entity, now)):
        return Line(prompt, Fate.EXPIRED)
    later = next((each for each in others if _goes_on(prompt, each)), None)
    if later is not None:
        return Line(prompt, Fate.AGAIN, f"{later.came[0].at:%Y-%m-%d}: {later.kind}")
    if prompt.kind in STANDS:
        return Line(prompt, Fate.OPEN, STANDS[prompt.kind])
    return Line(prompt, Fate.LOST)


def _unsent(prompt: Prompt) -> Line:
    if prompt.stage == Stage.DROPPED:
        return Line(prompt, Fate.NOT_NEEDED)
    if prompt.stage == Stage.HELD:
        return Line(prompt, Fate.WAITS, prompt.reason)
    return Line(prompt, Fate.LOST, prompt.stage)


def _is_over(built: object) -> bool:
    card = built.message.card if isinstance(built, Show) else None
    return not card or not buttons(card)


def _goes_on(prompt: Prompt, other: Prompt) -> bool:
    """Whether the other came later, and asks for the same."""
    kinds = GOES_ON.get(prompt.kind, (prompt.kind,))
    if other.kind not in kinds or not other.came or other.came[0].at <= prompt.came[0].at:
        return False
    same_reader = prompt.kind in GOES_ON or prompt.address == other.address
    again = other.entity.startswith(f"{prompt.entity}-")
    return same_reader and (again or _about(prompt) == _about(other))


def _about(prompt: Prompt) -> str:
    """Without what tells one time of it from the others."""
    if prompt.kind in ABOUT_FIRST:
        return prompt.entity.partition("-")[0]
    return _LAST.sub("", prompt.entity)


def wrong(lines: Iterable[Line]) -> Iterator[str]:
    for each in lines:
        if each.fate is Fate.LOST:
            yield f"{each.prompt.kind} {each.prompt.entity} is not accounted for {each.because}"


def table(lines: Iterable[Line], kinds: Mapping[str, Kind]) -> dict[str, Counter[Fate]]:
    """By what `status` calls them."""
    found: dict[str, Counter[Fate]] = {}
    for each in lines:
        title = kinds[each.prompt.kind].title or each.prompt.kind
        found.setdefault(title, Counter())[each.fate] += 1
    return dict(sorted(found.items()))
