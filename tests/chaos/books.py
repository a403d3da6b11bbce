"""The ledger, the database and the chats, side by side: what came of the killing.

What must never come of it is in NEVER; the other counts say how much harm was done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

import bot.learning
import bot.people
import bot.sparring
from bot.outbox import Show
from bot.rehearsal.connector import Chat, Message
from bot.rehearsal.shown import actions, shows
from bot.sparring import names
from dialogs.cards import Card
from dialogs.sparring import cards
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.words import NO_SWAP
from storage import sparring
from storage.outbox import LETTER
from storage.outbox import Stage as Fate
from storage.sparring import PROPOSAL
from storage.status import overview, teams_led_by
from storage.store import Session
from storage.tables import (
    CaseContentRow,
    ConversationRow,
    MeetingRow,
    OutboxRow,
    PostedRow,
    SwapRow,
)
from tests.chaos.play import MOVES, TURNS, Key, Play, keys_of
from tests.house import MONDAY, ZONE

NO_BUTTONS = (names.PARKED, names.SWAP_ANSWER, names.MINUTES)

NEVER = (
    "sent but unseen",
    "never settled",
    "dead",
    "refused",
    "refusals said",
    "prompts seen too often",
    "prompts lost",
    "lines seen twice",
    "lines lost",
    "parked twice",
    "bare headings too many",
    "bare headings with more on them",
    "doubts neither resolved nor listed",
    "unsure without a doubt",
    "unsure and not in status",
    "effects missing",
    "effects doubled",
    "stale",
    "errors",
    "corrupt",
    "stopped badly",
)


@dataclass
class Books:
    """The database and the chats, side by side."""

    play: Play
    rows: dict[Key, OutboxRow]
    posted: dict[Key, str]
    texts: dict[str, str]  # of proposals, by the entity of their message
    chats: dict[str, str]  # address → the chat that it means

    @property
    def messages(self) -> Iterator[tuple[Chat, Message]]:
        for chat in self.play.stage.teams.chats.values():
            for message in chat.messages:
                yield chat, message

    def doubts(self, key: Key, row: OutboxRow) -> int:
        """About itself, or about the letter in which it stands."""
        with_it = self.play.doubts[LETTER, row.letter] if row.letter else 0
        return self.play.doubts[key] + with_it

    def of(self, kind: str) -> Iterator[tuple[Key, OutboxRow]]:
        return ((key, row) for key, row in self.rows.items() if key[0] == kind)


def _books(session: Session, play: Play) -> Books:
    people = {
        f"person:{chat.person_id}": chat.id
        for chat in session.scalars(select(ConversationRow))
        if chat.person_id is not None
    }
    return Books(
        play=play,
        rows={(row.kind, row.entity): row for row in session.scalars(select(OutboxRow))},
        posted={
            (row.kind, row.entity): row.activity_id for row in session.scalars(select(PostedRow))
        },
        texts=play.texts | proposals_there(session),
        chats=people,
    )


def proposals_there(session: Session) -> dict[str, str]:
    """Those that were not sent yet, by the entity of their message: a quarter of an hour after the
    sparring they are deleted, and a slow run takes longer."""
    proposals = select(CaseContentRow).where(CaseContentRow.kind == PROPOSAL)
    return {str(row.id): row.text for row in session.scalars(proposals)}


def reckoned(play: Play) -> Counter[str]:
    books = play.stage.look(partial(_books, play=play))
    counts = play.counts
    counts.update(_seen(books))
    counts.update(_prompts(books))
    counts.update(_proposals(books))
    counts.update(_lines(books))
    counts.update(play.stage.look(partial(_headings, books=books)))
    counts.update(_doubts(books))
    counts.update(play.stage.look(partial(_effects, play=play)))
    counts.update(play.stage.look(partial(_stale, books=books)))
    counts["errors"] = len(play.stage.errors())
    counts["corrupt"] = play.stage.corrupt()
    return counts


def _seen(books: Books) -> Counter[str]:
    """Whatever is "sent" stands where it is noted to stand."""
    ids = {message.activity_id for _, message in books.messages}
    said = [(key, row) for key, row in books.rows.items() if key[0] != bot.people.ROSTER]
    return Counter(
        {
            "messages": len(said),
            "sent but unseen": sum(
                row.state == Fate.SENT and books.posted.get(key) not in ids for key, row in said
            ),
            "never settled": sum(row.due_at is not None for _, row in said),
            "dead": sum(row.state == Fate.DEAD for _, row in said),
            "refusals said": sum(
                bool(message.text) and not message.text.startswith("Tak.")
                for _, message in books.messages
            ),
        }
    )


def _prompts(books: Books) -> Counter[str]:
    """With buttons: seen, and in doubt a second time."""
    copies: Counter[Key] = Counter()
    for _, message in books.messages:
        for kind, verb in ((names.SWAP, "sparring.swap_answer"), (names.NOTE, "sparring.note")):
            copies.update(keys_of(message, kind, verb))
    counts: Counter[str] = Counter()
    for kind in (names.SWAP, names.NOTE):
        for key, row in books.of(kind):
            allowed = 1 + min(1, books.doubts(key, row))
            counts["prompts"] += 1
            counts["prompts seen twice"] += copies[key] > 1
            counts["prompts seen too often"] += copies[key] > allowed
            counts["prompts that wait for another day"] += row.state == Fate.HELD
            accounted = row.state in (Fate.UNSURE, Fate.DEAD, Fate.HELD)
            counts["prompts lost"] += not copies[key] and not accounted
    return counts


def _proposals(books: Books) -> Counter[str]:
    """Plain lines that can be told apart."""
    shown: Counter[str] = Counter()
    text_of = dict(books.texts)
    where = {activity_id: entity for (_, entity), activity_id in books.posted.items()}
    wanted = set(books.play.proposals)
    for _, message in books.messages:
        for text in message.versions[0].texts:
            if (proposal := text.strip("“”")) in wanted:
                shown[proposal] += 1
                if message.activity_id in where:
                    text_of[where[message.activity_id]] = proposal
    rows = {text_of.get(key[1]): row for key, row in books.of(names.PARKED)}
    counts: Counter[str] = Counter(proposals=len(wanted))
    for proposal in wanted:
        row = rows.get(proposal)
        listed = row is not None and row.state in (Fate.UNSURE, Fate.DEAD)
        counts["lines seen twice"] += shown[proposal] > 1
        counts["lines lost"] += not shown[proposal] and not listed
    counts["parked twice"] = sum(1 for _ in books.of(names.PARKED)) - len(rows)
    return counts


def _lines(books: Books) -> Counter[str]:
    """Plain lines that look alike: as many in each chat as were sent, or may have been."""
    shown: Counter[tuple[str, str]] = Counter()
    for chat, message in books.messages:
        first = next(iter(message.versions[0].texts), "")
        if first == NO_SWAP:
            shown[names.SWAP_ANSWER, chat.id] += 1
        if first.startswith("Sådan gik tiden"):
            shown[names.MINUTES, chat.id] += 1
    sent: Counter[tuple[str, str]] = Counter()
    perhaps: Counter[tuple[str, str]] = Counter()
    for kind in (names.SWAP_ANSWER, names.MINUTES):
        for _, row in books.of(kind):
            place = kind, books.chats[row.address]
            sent[place] += row.state == Fate.SENT
            perhaps[place] += row.state in (Fate.SENT, Fate.UNSURE)
    return Counter(
        {
            "lines": sum(perhaps.values()),
            "lines seen twice": sum((shown - perhaps).values()),
            "lines lost": sum((sent - shown).values()),
        }
    )


def _headings(session: Session, books: Books) -> Counter[str]:
    """A copy of a meeting's card that was lost in doubt is a heading, and stays one."""
    where = set(books.posted.values())
    bare: Counter[str] = Counter()
    counts: Counter[str] = Counter(headings=sum(1 for _ in books.of(names.PHASE)))
    for chat, message in books.messages:
        is_card = chat is books.play.stage.chat and message.card is not None
        if is_card and message.activity_id not in where:
            bare["\n".join(message.versions[0].texts)] += 1
            changed = bool(message.buttons) or len(message.versions) > 1
            counts["bare headings with more on them"] += changed
    doubts: Counter[str] = Counter()
    for (kind, entity), number in books.play.doubts.items():
        if kind == names.PHASE:
            doubts[_heading(session, entity)] += number
    counts["bare headings"] = sum(bare.values())
    counts["bare headings too many"] = sum((bare - doubts).values())
    return counts


def _heading(session: Session, entity: str) -> str:
    meeting_id, _, phase = entity.partition(":")
    meeting = sparring.meeting(session, int(meeting_id))
    assert meeting is not None
    return "\n".join(shows(cards.phase_heading(meeting, PhaseName(phase))))


def _doubts(books: Books) -> Counter[str]:
    """Row by row: who was in doubt is resolved, or listed; who was not, is neither."""
    listed = books.play.stage.look(_listed)
    counts: Counter[str] = Counter(doubts=sum(books.play.doubts.values()))
    unsure: Counter[str] = Counter()
    for key, row in books.rows.items():
        if row.kind != LETTER:  # `status` tells of what it carries
            unsure[row.kind] += row.state == Fate.UNSURE
        doubts = books.doubts(key, row)
        if row.kind in NO_BUTTONS and doubts:
            counts["lines in doubt"] += 1
            counts["doubts neither resolved nor listed"] += row.state not in (
                Fate.UNSURE,
                Fate.SENT,
            )
        counts["unsure without a doubt"] += row.state == Fate.UNSURE and not doubts
    counts["unsure"] = sum(unsure.values())
    counts["unsure and not in status"] = sum((unsure - listed).values())
    return counts


def _listed(session: Session) -> Counter[str]:
    """The unsure messages that `status` tells, by kind."""
    teams = teams_led_by(session, None)
    found = overview(session, teams, MONDAY, no_messages=(), series=())
    tallies = [tally for each in found.values() for tally in each.tallies]
    return Counter({each.kind: 0 for each in tallies}) + sum(
        (Counter({each.kind: each.count}) for each in tallies if each.fate == "unsure"), Counter()
    )


def _effects(session: Session, play: Play) -> Counter[str]:
    """Each thing that was acknowledged has happened, once."""
    asked = Counter((row.asker_id, row.other_id) for row in session.scalars(select(SwapRow)))
    unanswered = session.scalars(select(SwapRow.id).where(SwapRow.answer.is_(None))).all()
    meetings = session.scalars(select(MeetingRow)).all()
    over = [row for row in meetings if row.state == "closed"]
    begun = play.moves // len(MOVES) + 1
    turns = sum(row.turn for row in meetings if row.state != "planned")
    moved = (play.moves // len(MOVES)) * TURNS + 1 + min(play.moves % len(MOVES), TURNS - 1)
    return Counter(
        {
            "moves": play.moves,
            "swaps": sum(play.swaps.values()),
            "effects missing": sum((play.swaps - asked).values())
            + max(0, begun - len(meetings))
            + max(0, moved - turns)
            + len(set(unanswered) & play.answered),
            "effects doubled": sum((asked - play.swaps).values())
            + max(0, len(meetings) - begun)
            + max(0, turns - moved)
            + sum(row.turn > TURNS for row in over),
        }
    )


def _stale(session: Session, books: Books) -> Counter[str]:
    """Every message shows the present state: as it would be built now, so it stands there."""
    shown = {message.activity_id: message for _, message in books.messages}
    areas = (bot.people.AREA, bot.sparring.area(ZONE), bot.learning.area(ZONE))
    kinds = {name: kind for area in areas for name, kind in area.kinds.items()}
    stale: Counter[str] = Counter()
    for key in (names.PHASE, names.SWAP, names.NOTE):
        for (kind, entity), row in books.of(key):
            message = shown.get(books.posted.get((kind, entity), ""))
            if row.state != Fate.SENT or message is None:
                continue
            built = kinds[kind].build(session, entity, MONDAY)
            if not isinstance(built, Show):
                continue
            if row.letter:
                is_so = not built.has_buttons or _stands_in(built.message.card, message.card)
            else:
                is_so = _alike(built.message.card, message.card)
            stale[f"stale: {kind}"] += not is_so
    return stale + Counter(stale=sum(stale.values()))


def _stands_in(built: Card | None, letter: Card | None) -> bool:
    """What may still be answered, as a section of a letter."""
    lines = [[*shows(card)] if card is not None else [] for card in (built, letter)]
    return set(lines[0]) <= set(lines[1])


def _alike(built: Card | None, shown: Card | None) -> bool:
    """But for the line that says who is next: a card that is closed does not follow the rota."""
    if built is None or shown is None:
        return built is shown
    lines = [[text for text in shows(card) if "Næste gang" not in text] for card in (built, shown)]
    return lines[0] == lines[1] and actions(built) == actions(shown)
