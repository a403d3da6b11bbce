"""What the year came to, for whoever leads such a department: in Danish, as the bot speaks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from bot.kinds import Kind
from dialogs.calendar.period import Period
from dialogs.calendar.words import day_words
from dialogs.courses import words as courses
from dialogs.courses.wish import State
from dialogs.supervision import booking
from dialogs.tilsyn.rounds import Settled
from storage import people
from storage.store import Session
from storage.tables import (
    CourseWishEventRow,
    SupervisionRow,
    TilsynNeedRow,
    TilsynPointRow,
    TilsynRoundRow,
)
from tests.house import ZONE
from tests.year.account import Fate, Line, table
from tests.year.department import LEADERS, TEAMS
from tests.year.leaders import OF, Everybody, Round
from tests.year.play import Year

SETTLED = {
    Settled.MEETING: "sat på et møde",
    Settled.IMPROVEMENT: "sat på forbedringslisten",
    Settled.NOT_NOW: "ikke nu",
    None: "ikke besvaret endnu",
}
WIDE = 34  # signs of a title


@dataclass(kw_only=True)
class Seen:
    """What is looked at each night, since some of it is deleted in the course of the year."""

    teams: dict[int, str] = field(default_factory=dict)
    wishes: dict[str, set[int]] = field(default_factory=dict)  # by the state they have been in
    supervisions: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    points: dict[int, tuple[str, str, str, int, str | None]] = field(default_factory=dict)
    rounds: dict[int, tuple[str, str, int, int, bool]] = field(default_factory=dict)
    needs: dict[int, tuple[str, str]] = field(default_factory=dict)

    def looks(self, session: Session) -> None:
        self.teams = self.teams or {each.id: each.name for each in people.all_teams(session)}
        for wish_id, state in session.execute(
            select(CourseWishEventRow.wish_id, CourseWishEventRow.state)
        ):
            self.wishes.setdefault(state, set()).add(wish_id)
        for row in session.scalars(select(SupervisionRow).where(SupervisionRow.extra.is_(False))):
            been = self.supervisions.setdefault((self.teams[row.team_id], row.quarter), [])
            now = f"{row.state} {row.version} {row.at.astimezone(ZONE).date() if row.at else ''}"
            if now not in been:
                been.append(now)
        for held in session.scalars(select(TilsynRoundRow)):
            where = (self.teams[held.team_id], held.period)
            self.rounds[held.id] = (*where, held.reviewed, held.talked, held.closed)
        for each in session.scalars(select(TilsynPointRow)):
            team, period, *_ = self.rounds[each.round_id]
            self.points[each.id] = (period, team, each.theme, each.caseworkers, each.settled)
        for need in session.scalars(select(TilsynNeedRow)):
            self.needs[need.id] = (
                f"{self.teams[need.team_id]}, {_period(need.period)}",
                need.text,
            )
        session.expunge_all()


def report(
    year: Year,
    course: Round,
    everybody: Everybody,
    seen: Seen,
    lines: Sequence[Line],
    kinds: Mapping[str, Kind],
) -> Iterator[str]:
    yield from _people(year, everybody)
    yield from _courses(course, seen)
    yield from _tilsyn(seen)
    yield from _supervision(year, seen)
    yield from _ledger(year, lines, kinds)


def _title(text: str) -> Iterator[str]:
    yield ""
    yield text.upper()
    yield "=" * len(text)


def _people(year: Year, everybody: Everybody) -> Iterator[str]:
    yield from _title("Afdelingen")
    tempers = Counter(year.lives[each.name].temper for each in year.here.caseworkers)
    phones = sum(bool(life.phone) for life in year.lives.values())
    yield f"{len(TEAMS)} teams, {len(year.here.caseworkers)} medarbejdere, {len(LEADERS)} ledere."
    yield "Medarbejderne: " + "; ".join(f"{n} {how}" for how, n in tempers.items()) + "."
    yield f"På telefon: {phones}. Meldt fravær: {everybody.absences} gange."
    yield f"Bad om ro i en periode: {everybody.quiet}."
    yield f"Bad om mere supervision: {everybody.requested}."
    yield f"Sparringer: {year.meetings} holdt, {year.cancelled} aflyst eller uden en til at lede."


# --- the courses -----------------------------------------------------------------------------


def _courses(course: Round, seen: Seen) -> Iterator[str]:
    yield from _title(f"Kursusrunden {OF}")
    yield f"Listen, som ledergruppen hentede den ({max(len(course.sheet) - 2, 0)} ønsker):"
    for title, team, who, _, area, _, _, price, days, hints, *_ in course.sheet[1:-1]:
        money = courses.kroner(int(price)) if price.isdigit() else price
        yield f"  {team}, {who}: {title} ({money.rstrip('.')}, {days} dage). {area}"
        if hints:
            yield f"      Værd at overveje: {hints}"
    yield ""
    yield f"Ledergruppen prøvede at orientere for tidligt og fik svaret: {course.too_early}"
    told = f"{course.told_in_person} fik svaret mundtligt, {course.postponed} fik det efter orlov"
    yield f"Hver medarbejder fik sit eget svar først ({told})."
    if course.oriented_at is None:
        yield "Afdelingen er ikke orienteret."
    else:
        at = course.oriented_at.astimezone(ZONE)
        yield f"Orienteringen i teamene {day_words(at.date())}, som den blev slået op:"
        yield from (f"  | {line}" for line in course.orientation.splitlines())
    yield ""
    yield "Så mange ønsker har været i hver tilstand i løbet af året:"
    yield "  " + ", ".join(
        f"{courses.STATES[state]} {len(seen.wishes.get(state, ()))}" for state in State
    )


# --- ledelsestilsyn --------------------------------------------------------------------------


def _tilsyn(seen: Seen) -> Iterator[str]:
    yield from _title("Ledelsestilsyn")
    of_period: dict[str, list[tuple[int, int, bool]]] = {}
    for _, period, reviewed, talked, closed in seen.rounds.values():
        of_period.setdefault(period, []).append((reviewed, talked, closed))
    for period, rounds in sorted(of_period.items()):
        reviewed, talked = (sum(each[n] for each in rounds) for n in (0, 1))
        done = sum(each[2] for each in rounds)
        yield (
            f"{_period(period)}: holdt hos {reviewed} sagsbehandlere, samtale med {talked}; "
            f"{done} af {len(rounds)} teams har rundet af."
        )
    yield ""
    yield "Opmærksomhedspunkter, der gik igen hos mindst tre i et team (antal, aldrig hvem):"
    for period, team, theme, number, settled in sorted(seen.points.values()):
        if number >= 3:
            way = SETTLED[Settled(settled) if settled else None]
            yield f"  {_period(period)}, {team}: {theme} ({number}) - fælles læring: {way}"
    few = sum(each[3] < 3 for each in seen.points.values())
    yield f"  ({few} andre punkter gik igen hos færre end tre. Dem viser botten ingen.)"
    yield ""
    yield "Udviklingsbehov, som rundene viste:"
    yield from (f"  {where}: {text}" for where, text in sorted(seen.needs.values()))


def _period(key: str) -> str:
    period = Period.read(key)
    assert period is not None
    return f"{period.number}. kvartal {period.first.year}"


# --- supervision -----------------------------------------------------------------------------


def _supervision(year: Year, seen: Seen) -> Iterator[str]:
    yield from _title("Supervision, kvartal for kvartal")
    told = {
        tuple(each.entity.split(":")[:2])
        for each in year.ledger.prompts.values()
        if each.kind == "supervision.missing" and each.came
    }
    ids = {name: number for number, name in seen.teams.items()}
    quarters = sorted({quarter for _, quarter in seen.supervisions})
    for quarter in quarters:
        for team in TEAMS:
            been = seen.supervisions.get((team, quarter), [])
            said = _been(been) or "ingen dato"
            warned = (str(ids[team]), quarter) in told
            more = ", efter at lederen fik at vide, at den manglede" if warned else ""
            yield f"  {_period(quarter)}, {team}: {said}{more}"


def _been(been: Sequence[str]) -> str:
    """The last state, and how often it was moved."""
    if not been:
        return ""
    state, version, day = been[-1].split(" ")
    when = f" {day_words(date.fromisoformat(day))}" if day else ""
    moved = {"0": "", "1": " (flyttet én gang)"}.get(version, f" (flyttet {version} gange)")
    words = {
        booking.State.HELD: "holdt",
        booking.State.BOOKED: "aftalt",
        booking.State.CANCELLED: "aflyst",
        booking.State.SKIPPED: "lederen sprang kvartalet over",
    }
    return f"{words[booking.State(state)]}{when}{moved}"


# --- the ledger ------------------------------------------------------------------------------


def _ledger(year: Year, lines: Sequence[Line], kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield from _title("Regnskabet: hver påmindelse, og hvad der blev af den")
    shown = [fate for fate in Fate if any(line.fate is fate for line in lines)]
    yield (
        f"{'':{WIDE}}"
        + "".join(f"{number:>7}" for number in range(1, len(shown) + 1))
        + "   i alt"
    )
    for title, found in table(lines, kinds).items():
        numbers = "".join(f"{found[fate] or '':>7}" for fate in shown)
        yield f"{title[:WIDE]:{WIDE}}{numbers}{found.total():8}"
    total = Counter(line.fate for line in lines)
    yield f"{'I alt':{WIDE}}" + "".join(f"{total[f]:>7}" for f in shown) + f"{total.total():8}"
    yield from (f"  {number}: {fate}" for number, fate in enumerate(shown, 1))
    yield from _because(lines)
    yield ""
    ledger = year.ledger
    days = ledger.days()
    sent = sum(bool(line.prompt.came) for line in lines)
    most = max(days.values(), default=0)
    yield f"{sent} påmindelser i {days.total()} beskeder; højst {most} til en person på en dag."
    happened = sum(
        each.done_at is not None and each.missed_at is None for each in ledger.due.values()
    )
    missed = Counter(key[0] for key, each in ledger.due.items() if each.missed_at is not None)
    yield (
        f"{happened + missed.total()} datoer i kalenderen: {happened} kom til tiden, "
        f"{missed.total()} fandt ingen eller var forbi. {ledger.called_off.total()} blev taget "
        "af, fordi der var svaret eller flyttet."
    )
    yield from (f"  fandt ingen: {count} {series}" for series, count in sorted(missed.items()))
    yield f"Svar ved tryk eller formular: {ledger.answered.total()}."
    if ledger.refused:
        yield "Afvist med en forklaring:"
        yield from (f"  {count}: {what}" for what, count in ledger.refused.most_common())


def _because(lines: Sequence[Line]) -> Iterator[str]:
    """Why what still stands is no harm."""
    open_ = Counter((line.prompt.kind, line.because) for line in lines if line.fate is Fate.OPEN)
    if open_:
        yield ""
        yield "Det, der står åbent, og hvorfor det ikke gør noget:"
        yield from (f"  {count}: {why}" for (_, why), count in sorted(open_.items()))
