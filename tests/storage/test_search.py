"""What `søg` finds, how well, and that the index follows every change."""

import random
from datetime import UTC, date, datetime

import pysqlite3.dbapi2
import pytest
from sqlalchemy import StaticPool, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from dialogs.learning.practice import Practice, PracticeKind, PracticeState, What
from storage import index, migrate, practice, search
from storage.backup import back_up, restore
from storage.erasure import take_away
from storage.tables import (
    PracticeRow,
    PracticeSearchRow,
    SearchStandRow,
    SearchWordRow,
    TeamRow,
)
from storage.types import table_of
from tests.databases import POSTGRESQL, SQLITE, databases
from tests.filled import bot
from tests.storage.practices import fill, queries, recalls, team_values

NOW = datetime(2026, 8, 4, 7, tzinfo=UTC)
NETWORK = "Spørg netværket, før vi foreslår en indsats."


@pytest.fixture
def hand_in(tmp_path):
    url = databases.url(tmp_path)
    databases.at_head(url)
    with bot(url) as work:
        work(index.keep_right)
        yield work


def team(session, name="Team Øst"):
    row = insert(TeamRow).values(team_values(name)).returning(TeamRow.id)
    return session.execute(row).scalar_one()


def learned(session, text, *, name="Team Øst", **more):
    """A practice of a team of its own."""
    more.setdefault("team_id", None)
    more["team_id"] = more["team_id"] or team(session, name)
    return practice.add(session, Practice(text=text, **more), What.APPROVED, NOW)


def found(session, words):
    return [hit.practice.text for hit in search.find(session, words)]


# --- how well --------------------------------------------------------------------------------


@pytest.mark.parametrize("held_out", [False, True], ids=["open", "held out"])
def test_nine_of_ten_expected_texts_are_among_the_first_five(hand_in, held_out, capsys):
    marks = hand_in(fill)
    asked = queries(held_out=held_out)

    def ids(words):
        return [hit.practice.id for hit in hand_in(search.find, words)]

    each = recalls(asked, ids, marks)

    recall = sum(each.values()) / len(each)
    with capsys.disabled():
        print(f"\nrecall@5 {'held out' if held_out else 'open'}: {recall:.3f} of {len(each)}")
    assert recall >= 0.9


def test_the_corpus_is_as_large_as_it_was_promised():
    shown, held = queries(held_out=False), queries(held_out=True)
    assert len(shown) + len(held) >= 90
    assert len(held) * 3 >= len(shown) + len(held) - 2


@pytest.mark.only_on(POSTGRESQL)
def test_both_databases_find_the_same_in_the_same_order(hand_in):
    marks = hand_in(fill)
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2, poolclass=StaticPool)
    migrate.upgrade(engine)
    with Session(engine) as session:
        others = fill(session)
        for query in (*queries(held_out=False), *queries(held_out=True)):
            here = [marks[hit.practice.id] for hit in hand_in(search.find, query.words)]
            there = [others[hit.practice.id] for hit in search.find(session, query.words)]
            assert here == there, query.words
    engine.dispose()


@pytest.mark.parametrize(
    "words",
    [
        "netværk",
        "Netværket",
        "netvaerkets",
        "NETVÆRK",
        "netvørket",
        "netværksindsats",
        "hvornår spørger man netværket",
        'netværk" OR',
        "NEAR(netværk",
        "netværk:* & !",
        "words : netværk",
    ],
)
def test_it_is_found_however_it_is_typed(hand_in, words):
    hand_in(learned, NETWORK)
    hand_in(learned, "Skriv altid datoen på.", name="Team Vest")

    assert hand_in(found, words) == [NETWORK]


@pytest.mark.parametrize("words", ["", "og i på", "zxqw", '"', "*", "'; DROP TABLE practice; --"])
def test_what_says_nothing_finds_nothing(hand_in, words):
    hand_in(learned, NETWORK)

    assert hand_in(found, words) == []
    assert hand_in(search.similar, words) == []
    assert hand_in(search.broader, words) is None


def test_it_finds_what_other_teams_do_with_their_name(hand_in):
    hand_in(
        learned,
        NETWORK,
        name="Team Nord",
        method="Signs of Safety",
        kind=PracticeKind.PRINCIPLE,
        valid_from=date(2026, 8, 1),
    )

    (hit,) = hand_in(search.find, "signs safety")
    assert (hit.team, hit.practice.method) == ("Team Nord", "Signs of Safety")
    assert hit.practice.valid_from == date(2026, 8, 1)
    assert 0 < hit.score <= 1


def test_the_broader_word_is_the_one_that_most_texts_hold(hand_in):
    hand_in(learned, "Samvær har et formål.")
    hand_in(learned, "Samvær holdes i et køkken.")

    assert hand_in(found, "samvær hos stedbedsteforældrene i Jylland") == []
    assert hand_in(search.broader, "samvær hos stedbedsteforældrene i Jylland") == "samvær"


def test_five_hundred_words_of_nonsense_are_looked_up_within_bounds(hand_in):
    hand_in(fill)
    chance = random.Random(1)
    words = " ".join("".join(chance.choices("abcdeæøå", k=9)) for _ in range(500))

    assert hand_in(search.similar, words) == []
    assert hand_in(search.find, words) == []


# --- what resembles --------------------------------------------------------------------------


def test_what_resembles_a_case_is_at_most_three_and_nothing_if_nothing_does(hand_in):
    hand_in(fill)

    alike = hand_in(search.similar, "Må en ung få lov at stikke af fra opholdsstedet?")
    assert 1 <= len(alike) <= 3
    assert alike[0].practice.text.startswith("Når en ung stikker af fra opholdsstedet")
    assert hand_in(search.similar, "Hvad bliver vejret i morgen?") == []


def test_a_practice_does_not_resemble_itself(hand_in):
    first = hand_in(learned, NETWORK)
    second = hand_in(learned, "Spørg altid netværket, før en indsats.", name="Team Vest")

    alike = hand_in(search.similar, NETWORK, besides=[first])
    assert [hit.practice.id for hit in alike] == [second]


# --- the index follows -----------------------------------------------------------------------


def change(session, practice_id, what, **values):
    stored = practice.get(session, practice_id)
    kept = {name: getattr(stored, name) for name in Practice.__dataclass_fields__}
    practice.save(session, Practice(**{**kept, **values}), what, NOW)


def test_what_is_withdrawn_is_not_found_and_leaves_no_word_behind(hand_in):
    practice_id = hand_in(learned, NETWORK)

    hand_in(change, practice_id, What.WITHDRAWN, state=PracticeState.WITHDRAWN)

    assert hand_in(found, "netværket") == []
    assert hand_in(sizes) == (0, 0, (0, 0))


def test_an_edited_text_is_found_by_its_new_words_only(hand_in):
    practice_id = hand_in(learned, NETWORK)

    hand_in(change, practice_id, What.EDITED, text="Skriv datoen på netværkskortet.")

    assert hand_in(found, "indsats") == []
    assert hand_in(found, "dato") == ["Skriv datoen på netværkskortet."]


def test_a_principle_is_found_once_it_is_confirmed(hand_in):
    awaiting = {"kind": PracticeKind.PRINCIPLE, "state": PracticeState.AWAITING}
    practice_id = hand_in(learned, NETWORK, **awaiting)
    assert hand_in(found, "netværk") == []

    hand_in(change, practice_id, What.CONFIRMED, state=PracticeState.VALID)
    assert hand_in(found, "netværk") == [NETWORK]


def test_what_goes_with_its_team_is_gone_from_the_index(hand_in):
    gone = hand_in(team, "Team Nord")
    hand_in(learned, NETWORK, team_id=gone)
    hand_in(learned, "Netværksmøder holdes hjemme.")

    hand_in(lambda session: take_away(session, table_of(TeamRow), TeamRow.id == gone) and None)

    assert hand_in(found, "netværk") == ["Netværksmøder holdes hjemme."]
    assert hand_in(sizes)[2][0] == 1
    assert hand_in(index.keep_right) is None


def test_following_step_by_step_comes_to_the_same_as_making_it_anew(hand_in):
    ids = [hand_in(learned, query.words + " i netværket") for query in queries(held_out=True)]
    for practice_id in ids[::2]:
        hand_in(change, practice_id, What.EDITED, text=f"Nyt om barnets plan {practice_id}")
    for practice_id in ids[::5]:
        hand_in(change, practice_id, What.WITHDRAWN, state=PracticeState.WITHDRAWN)
    step_by_step = hand_in(held)

    hand_in(index.rebuild)

    assert hand_in(held) == step_by_step


def test_rows_from_before_the_index_and_other_rules_are_put_right_at_the_next_start(hand_in):
    hand_in(learned, NETWORK)
    hand_in(lambda session: empty(session) and None)
    assert hand_in(found, "netværk") == []

    assert hand_in(index.keep_right) == 1
    assert hand_in(found, "netværk") == [NETWORK]
    assert hand_in(index.keep_right) is None

    hand_in(lambda session: session.execute(text("UPDATE search_stand SET rules = 0")) and None)
    assert hand_in(index.keep_right) == 1


def test_a_restored_backup_is_searched_at_once(tmp_path):
    (tmp_path / "restored").mkdir()
    here, there = f"sqlite:///{tmp_path / 'here.db'}", databases.url(tmp_path)
    databases.at_head(here)
    with bot(here) as work:
        work(fill)
        words = [query.words for query in queries(held_out=False)[:20]]
        before = [work(found, each) for each in words]
        back_up(here, tmp_path / "kept.db", now=NOW)
    if databases.kind == SQLITE:
        there = f"sqlite:///{tmp_path / 'restored' / 'bot.db'}"

    restore(there, tmp_path / "kept.db", now=NOW)

    with bot(there) as work:
        assert [work(found, each) for each in words] == before
        assert work(index.keep_right) is None


@pytest.mark.only_on(SQLITE)
def test_words_of_what_was_deleted_are_not_in_the_file(tmp_path):
    url = databases.url(tmp_path)
    databases.at_head(url)
    with bot(url) as work:
        practice_id = work(learned, "Spørg Xylofonorkestret, før vi foreslår noget.")
        for n in range(50):
            work(learned, f"Spørg netværket {n}.")
        assert b"ylofonorkest" in databases.stored(tmp_path)
        here = PracticeRow.id == practice_id
        work(lambda session: take_away(session, table_of(PracticeRow), here) and None)
    with bot(url):
        pass

    assert b"ylofonorkest" not in databases.stored(tmp_path)


def sizes(session):
    texts = session.scalar(select(func.count()).select_from(PracticeSearchRow))
    words = session.scalar(select(func.count()).select_from(SearchWordRow))
    stand = session.execute(select(SearchStandRow.texts, SearchStandRow.words)).one()
    return texts, words, tuple(stand)


def held(session):
    rows = session.execute(select(PracticeSearchRow.practice_id, PracticeSearchRow.words)).all()
    words = session.execute(select(SearchWordRow.word, SearchWordRow.texts)).all()
    return sorted(map(tuple, rows)), sorted(map(tuple, words)), sizes(session)


def empty(session):
    for row in (PracticeSearchRow, SearchWordRow, SearchStandRow):
        session.execute(table_of(row).delete())
    return True
