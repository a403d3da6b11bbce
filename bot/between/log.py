"""Somebody's own learning log: written, shown, erased and taken along by nobody else."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.links import File, Links, Ticket
from dialogs.between import cards, words
from dialogs.between import log as rules
from dialogs.between.log import Line, LogIsEmpty, NoSuchLine
from dialogs.calendar.words import day_words
from dialogs.exports import DOCX, TEXT, Block, Heading, Paragraph, docx
from dialogs.people.team import WrongPlacePrivate
from dialogs.privacy.audit import Action
from storage import audit, between
from storage.store import Session

FILE = "log"
PAGE = 15  # lines in a choice: a form holds no more


def typed(session: Session, call: Call) -> Answer:
    """`log <tekst>`; alone it shows the newest."""
    _in_private(call)
    if not call.rest:
        return show(session, call)
    return Answer(text=_keep(session, call, call.rest))


def show(session: Session, call: Call) -> Answer:
    _in_private(call)
    count = between.count_lines(session, call.who.id)
    newest = between.lines(session, call.who.id, most=cards.LINES_SHOWN)
    return Answer(card=cards.log(newest, count, call.zone), anew=True)


def open_log(session: Session, call: Call) -> Answer:
    return Answer(form=cards.log_form(call.nonce))


def hand_in_log(session: Session, call: Call) -> Answer:
    return Answer(text=_keep(session, call, call.field("text")))


def _keep(session: Session, call: Call, text: str) -> str:
    between.add_line(session, call.who.id, rules.log_text(text), call.now)
    return words.LOG_KEPT


def open_erase(session: Session, call: Call) -> Answer:
    """A page of them; `id` says how many come before it."""
    return _page(session, call, call.id or 0)


def _page(session: Session, call: Call, skipped: int) -> Answer:
    lines = between.lines(session, call.who.id, most=PAGE + 1, skipped=skipped)
    if not lines:
        return Answer(text=words.LOG_NONE)
    form = cards.erase_line_form(
        call.nonce, lines[:PAGE], call.zone, skipped=skipped, more=len(lines) > PAGE
    )
    return Answer(form=form)


def hand_in_erase(session: Session, call: Call) -> Answer:
    if call.field("as") == cards.OLDER:
        return _page(session, call, (call.id or 0) + PAGE)
    line = call.field("line")
    if not line.isdecimal() or not between.erase_line(session, call.who.id, int(line)):
        raise NoSuchLine
    return Answer(text=words.LOG_ERASED)


def _in_private(call: Call) -> None:
    if call.in_group:
        raise WrongPlacePrivate


# --- the file --------------------------------------------------------------------------------


def fetch(session: Session, call: Call, links: Links) -> Answer:
    _in_private(call)
    if not between.count_lines(session, call.who.id):
        raise LogIsEmpty
    way = "txt" if call.field("way") == "txt" else "docx"
    url = links.to_file(audit.pseudonym(session, call.who.id), f"{FILE}:{way}")
    return Answer(card=cards.log_file_ready(url), anew=True)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo
) -> Callable[[], File]:
    about = f"{audit.PERSON}{person_id}"
    audit.note(session, Action.EXPORT_FETCHED, by=person_id, about=about, now=now)
    lines = between.lines(session, person_id)[::-1]
    return partial(_written, ticket.more, lines, now, zone)


def _written(way: str, lines: list[Line], now: datetime, zone: ZoneInfo) -> File:
    entries = [(_day(line.at, zone), line.text) for line in lines]
    if way == "txt":
        parts = [words.LOG_FILE_TITLE, words.LOG_FILE_NOTE]
        parts += [f"{day}\n{text}" for day, text in entries]
        return File(name="min-laeringslog.txt", kind=TEXT, content="\n\n".join(parts))
    blocks: list[Block] = [Paragraph(words.LOG_FILE_NOTE, small=True)]
    for day, text in entries:
        blocks += [Heading(day), Paragraph(text)]
    made = docx(words.LOG_FILE_TITLE, blocks, now)
    return File(name="min-laeringslog.docx", kind=DOCX, content=made)


def _day(at: datetime, zone: ZoneInfo) -> str:
    day = at.astimezone(zone).date()
    return f"{day_words(day)} {day.year}"
