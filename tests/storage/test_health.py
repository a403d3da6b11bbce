import pytest
from sqlalchemy import make_url, text, update

from dialogs.upkeep import words
from dialogs.upkeep.health import LEAST_FREE, Fault, Health, Standing, faults
from storage.health import examine
from storage.tables import OutboxRow
from tests.databases import POSTGRESQL, SQLITE, databases
from tests.filled import bot, damage, fill, older, writing


@pytest.fixture
def url(tmp_path):
    address = databases.url(tmp_path)
    with bot(address) as hand_in:
        hand_in(lambda session: fill(session.connection(), 3))
    return address


def test_all_is_well_while_the_bot_runs(url):
    with bot(url):
        health = examine(url)

    assert faults(health) == []
    assert health.standing is Standing.AT_HEAD


def test_looking_neither_creates_nor_migrates_nor_locks(tmp_path):
    early = older(tmp_path / "early.db")
    before = early.read_bytes()

    assert examine(f"sqlite:///{early}").standing is Standing.OLDER
    assert examine(f"sqlite:///{tmp_path / 'new.db'}").standing is Standing.EMPTY
    assert early.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["early.db"]


def test_messages_that_were_lost_are_counted(url):
    with writing(url) as connection:
        connection.execute(update(OutboxRow).values(state="unsure"))
        connection.execute(update(OutboxRow).where(OutboxRow.id == 1).values(state="dead"))

    health = examine(url)

    assert (health.dead, health.unsure) == (1, 2)
    assert faults(health) == []


def test_a_newer_database_is_told(url):
    with writing(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))

    assert faults(examine(url)) == [Fault.NEWER]


@pytest.mark.only_on(SQLITE)
def test_a_file_that_others_can_read_is_told(url, tmp_path):
    (tmp_path / "bot.db").chmod(0o644)

    assert faults(examine(url)) == [Fault.OPEN_TO_OTHERS]


@pytest.mark.only_on(SQLITE)
def test_damage_is_told(url, tmp_path):
    damage(tmp_path / "bot.db")

    assert faults(examine(url)) == [Fault.DAMAGED]


@pytest.mark.only_on(SQLITE)
def test_a_missing_folder_is_told(tmp_path):
    assert faults(examine(f"sqlite:///{tmp_path / 'no' / 'bot.db'}")) == [Fault.UNREACHABLE]


@pytest.mark.only_on(POSTGRESQL)
def test_a_server_that_does_not_answer_is_told(url):
    nowhere = make_url(url).set(port=1).render_as_string()

    assert faults(examine(nowhere)) == [Fault.UNREACHABLE]


def test_a_disk_that_is_nearly_full_is_told():
    health = Health(kind="SQLite", place="bot.db", reached=True, free=LEAST_FREE - 1)

    assert faults(health) == [Fault.LITTLE_SPACE]


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words(fault):
    assert words.FAULTS[fault]
