"""How long a search takes, beside plain LIKE: `make bench-search`.

The texts are made of the sentences of tests/dialogs/learning/practices.txt, cut and put together
anew, with compounds that nobody has used before, so that the vocabulary grows as it does. The
queries are those that recall is measured by; each is asked as the bot asks it, through the store,
from the event loop and back.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from dialogs.learning.finding import Stems
from storage import index, migrate, search
from storage.snapshot import file_engine
from storage.store import Store
from storage.tables import PracticeRow, PracticeSearchRow, SearchWordRow, TeamRow
from tests import postgres
from tests.storage.practices import practices, queries, team_values

SEED = 20260803
TEXTS = 50_000
MILLION = 1_000_000
BATCH = 5_000
ROUNDS = 5  # of all the queries, each with other words in it
LIMIT = 50.0  # milliseconds, at the 99th percentile
NEW_WORD = 0.15  # of the texts have a compound of their own


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument(
        "--million", action="store_true", help="copies them until they are so many"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    kinds = [args.database] if args.database else ["sqlite", "postgresql"]
    print("| database | texts | words | asked | p50 ms | p99 ms | of it CPU | longest ms |")
    print("|---|---:|---:|---|---:|---:|---:|---:|")
    slow = False
    for kind in kinds:
        if kind == "postgresql" and not postgres.is_installed():
            print("PostgreSQL is not installed here.")
            continue
        with _database(kind) as filled:
            _fill(filled.engine, args.texts)
            slow |= asyncio.run(_measured(filled))
            if args.million:
                _multiply(filled.engine, MILLION // args.texts)
                asyncio.run(_measured(filled))
    return int(slow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A database that is filled by the engine, and asked through the store."""

    kind: str
    engine: Engine
    url: str


@contextmanager
def _database(kind: str) -> Iterator[Filled]:
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bench.db"
            engine = file_engine(path, mode="rwc")
            migrate.upgrade(engine)
            yield Filled(kind=kind, engine=engine, url=f"sqlite:///{path}")
            engine.dispose()
        return
    with postgres.cluster() as server:
        url = server.create("bench")
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        migrate.upgrade(engine)
        yield Filled(kind=kind, engine=engine, url=url)
        engine.dispose()


# --- the texts -------------------------------------------------------------------------------


def written(count: int) -> Iterator[str]:
    """Texts of two to four pieces of sentences, always the same ones."""
    chance = random.Random(SEED)
    pieces = [
        piece.strip()
        for sentence in practices().values()
        for piece in sentence.replace(":", ".").replace(",", ".").split(".")
        if len(piece.split()) > 2
    ]
    words = sorted({w for piece in pieces for w in piece.lower().split() if w.isalpha()})
    parts = [word for word in words if 4 <= len(word) <= 9]
    for _ in range(count):
        some = chance.sample(pieces, chance.choice((2, 2, 3, 3, 4)))
        if chance.random() < NEW_WORD:
            some.append(
                f"Se også {chance.choice(parts)}{chance.choice(('s', ''))}{chance.choice(parts)}"
            )
        yield ". ".join(some) + "."


def _fill(engine: Engine, count: int) -> None:
    with Session(engine) as session, session.begin():
        teams = [
            session.execute(insert(TeamRow).values(team_values(f"Team {n}")).returning(TeamRow.id))
            .scalars()
            .one()
            for n in range(40)
        ]
        rows = [
            {"kind": "shared", "state": "valid", "team_id": teams[n % len(teams)], "text": each}
            for n, each in enumerate(written(count))
        ]
        for n in range(0, count, BATCH):
            session.execute(insert(PracticeRow), rows[n : n + BATCH])
        began = time.perf_counter()
        index.rebuild(session)
    print(f"(the index of {count:,} texts was made in {time.perf_counter() - began:.0f} s)")
    _settle(engine)


def _multiply(engine: Engine, times: int) -> None:
    """Copies every text, with its words, by SQL."""
    sqlite = engine.dialect.name == "sqlite"
    with Session(engine) as session, session.begin():
        size = session.scalar(select(func.max(PracticeRow.id))) or 0
        if not sqlite:
            session.execute(text("DROP INDEX ix_practice_search_found_by"))
        for n in range(1, times):
            for statement in (
                "INSERT INTO practice (id, kind, state, team_id, text)"
                " SELECT id + :by, kind, state, team_id, text FROM practice WHERE id <= :size",
                "INSERT INTO practice_search (practice_id, words)"
                " SELECT practice_id + :by, words FROM practice_search WHERE practice_id <= :size",
            ):
                session.execute(text(statement), {"by": n * size, "size": size})
        session.execute(text("UPDATE search_word SET texts = texts * :times"), {"times": times})
        stand = "UPDATE search_stand SET texts = texts * :times, words = words * :times"
        session.execute(text(stand), {"times": times})
        if not sqlite:
            session.execute(
                text(
                    "CREATE INDEX ix_practice_search_found_by ON practice_search"
                    " USING gin (found_by) WITH (fastupdate = off)"
                )
            )
    _settle(engine)


def _settle(engine: Engine) -> None:
    """As a database is after its first night."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))


# --- the queries -----------------------------------------------------------------------------


def _asked() -> list[str]:
    """The queries, and with each round some that are mistyped or longer."""
    chance = random.Random(SEED)
    all_of = [query.words for held_out in (False, True) for query in queries(held_out=held_out)]
    asked = list(all_of)
    for _ in range(ROUNDS - 1):
        for words in all_of:
            letters = list(words)
            at = chance.randrange(1, len(letters))
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
            asked.append(chance.choice(("".join(letters), f"{words} {chance.choice(all_of)}")))
    return asked


async def _measured(filled: Filled) -> bool:
    with Session(filled.engine) as session:
        texts = session.scalar(select(func.count()).select_from(PracticeSearchRow)) or 0
        vocabulary = session.scalar(select(func.count()).select_from(SearchWordRow))
    asked = _asked()
    nonsense = " ".join(f"{word}xq" for text in written(40) for word in text.split())[:3_000]
    ways: dict[str, tuple[Callable[[Session, str], object], Sequence[str]]] = {
        "søg": (search.find, asked),
        "what resembles a case": (search.similar, list(practices().values())[::5]),
        "500 words of nonsense": (search.similar, [nonsense] * 100),
        "plain LIKE": (_like, asked[:: 5 if texts <= TEXTS else 20]),
    }
    slow = False
    store = Store(filled.url)
    await store.start()
    for name, (way, words) in ways.items():
        for each in words[:20]:  # so that the connections and the pages are warm
            await store.read(way, each)
        busy: list[float] = []
        took = sorted([await _timed(store, partial(_worked, way, busy), each) for each in words])
        p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
        cpu = sorted(busy)[int(len(busy) * 0.99)]
        print(
            f"| {filled.kind} | {texts:,} | {vocabulary:,} | {name}, {len(took)} times"
            f" | {p50:.1f} | {p99:.1f} | {cpu:.1f} | {took[-1]:.1f} |",
            flush=True,
        )
        slow |= name == "søg" and p99 > LIMIT
    await store.close()
    return slow


def _worked(
    way: Callable[[Session, str], object], busy: list[float], session: Session, words: str
) -> None:
    """Also notes how long this process worked at it: a machine may be busy with other things."""
    began = time.thread_time()
    way(session, words)
    busy.append((time.thread_time() - began) * 1_000)


async def _timed(store: Store, way: Callable[[Session, str], object], words: str) -> float:
    """Milliseconds until the event loop has the answer."""
    began = time.perf_counter()
    await store.read(way, words)
    return (time.perf_counter() - began) * 1_000


def _like(session: Session, words: str) -> object:
    """What one would write without an index: every stem somewhere in the text."""
    holds = [PracticeRow.text.ilike(f"%{stem}%") for stem in Stems().of(words)]
    query = select(PracticeRow.id).where(PracticeRow.state == "valid", *holds)
    return session.scalars(query.order_by(PracticeRow.id.desc()).limit(5)).all()


if __name__ == "__main__":
    raise SystemExit(main())
