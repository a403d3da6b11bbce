"""The commands of the contract, as an administrator types them."""

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from bot import guard
from bot.rehearsal import shown
from dialogs.refusal import Refusal
from dialogs.text import folded
from dialogs.upkeep import words as words_of_upkeep
from manifest import words
from storage import backup, migrate, postgres, snapshot, sqlite, store
from storage.migrate import DatabaseRefused
from tests.areas import AREAS
from tests.dialogs.test_cards import CARDS

ROOT = Path(__file__).parent.parent


def command(tmp_path: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env={"SPARRINGSRUM_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}", **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timed
def test_help_is_there_at_once(tmp_path):
    started = time.monotonic()
    done = command(tmp_path, "--help")

    assert done.returncode == 0
    assert "rehearse" in done.stdout
    print(f"--help took {time.monotonic() - started:.2f} s")


@pytest.mark.parametrize(
    "word", ["rehearse", "package", "check", "migrate", "season", "backup", "restore"]
)
def test_every_command_explains_itself(tmp_path, word):
    assert command(tmp_path, word, "--help").returncode == 0


def test_migrate_and_check_say_that_all_is_well(tmp_path):
    assert "Databasen er på" in command(tmp_path, "migrate").stdout

    done = command(tmp_path, "check")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Databasen svarer" in done.stdout


def test_the_season_is_read_beside_the_bot_and_changes_nothing(tmp_path):
    nothing = command(tmp_path, "season")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "findes ikke" in nothing.stderr

    command(tmp_path, "migrate")
    before = (tmp_path / "bot.db").read_bytes()
    done = command(tmp_path, "season")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Årshjul fra ")
    assert done.stdout.count("Kvartalets fælles praksis") == 4
    assert (tmp_path / "bot.db").read_bytes() == before


def test_check_says_what_must_be_put_right(tmp_path):
    command(tmp_path, "migrate")
    (tmp_path / "bot.db").chmod(0o644)

    done = command(tmp_path, "check")

    assert done.returncode == 2
    assert "chmod 600" in done.stdout


def test_a_backup_is_written_and_restored(tmp_path):
    command(tmp_path, "migrate")
    file = str(tmp_path / "backup.db")

    written, again = command(tmp_path, "backup", file), command(tmp_path, "backup", file)
    restored = command(tmp_path, "restore", file)

    assert (written.returncode, written.stderr) == (0, "")
    assert "en gendannelse er prøvet" in written.stdout
    assert (again.returncode, again.stdout) == (2, "")
    assert "Filen findes allerede" in again.stderr
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Sikkerhedskopien er lagt ind" in restored.stdout


def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "letter.txt").write_text("Kære alle")

    done = command(tmp_path, "restore", str(tmp_path / "letter.txt"))

    assert (done.returncode, done.stdout) == (2, "")
    assert "ikke en sikkerhedskopi" in done.stderr


def test_every_refusal_of_the_database_has_words():
    bugs = {"NotRunning", "EndedTheTransaction"}  # no administrator can put these right
    modules = (backup, migrate, postgres, snapshot, sqlite, store)
    kinds = [
        kind for module in modules for kind in vars(module).values() if isinstance(kind, type)
    ]
    known = {kind.__name__ for kind in kinds if issubclass(kind, DatabaseRefused)}

    assert known - bugs - {"DatabaseRefused"} == words_of_upkeep.REFUSED.keys()


def test_the_package_wants_an_app_id_and_an_address(tmp_path):
    target = tmp_path / "sparringsrum.zip"
    done = command(tmp_path, "package", str(target))

    assert done.returncode == 2
    assert "MicrosoftAppId mangler" in done.stderr
    assert not target.exists()


def test_a_local_package_can_be_made_without_them(tmp_path):
    target = tmp_path / "sparringsrum.zip"
    done = command(tmp_path, "package", "--local", str(target))

    assert done.returncode == 0
    with zipfile.ZipFile(target) as package:
        assert json.loads(package.read("manifest.json"))["name"]["short"] == "Sparringsrum"


def test_every_word_that_the_package_lists_is_answered():
    known = {folded(word) for area in AREAS for word in area.commands}

    assert {folded(word) for word in (*words.PERSONAL, *words.TOGETHER)} <= known


def test_every_button_and_form_of_every_card_leads_to_a_use_case():
    presses = {verb for area in AREAS for verb in area.presses}
    forms = {verb for area in AREAS for verb in area.dialogs}
    for name, card in CARDS.items():
        for action in card.get("actions", []):
            if action["type"] == "Action.Execute":
                assert action["verb"] in {*presses, guard.SAY}, (name, action)
            elif action["type"] == "Action.Submit":
                assert action["data"]["verb"] in forms, (name, action)


ON_THE_BOARD = {"sparring.word"}  # its button is pressed in tests/bot/test_board.py


def test_every_use_case_has_a_button_or_a_form_that_leads_to_it():
    actions = [action for card in CARDS.values() for action in shown.actions(card)]
    reached = {action.get("verb") or action.get("data", {}).get("verb") for action in actions}
    offered = {verb for area in AREAS for verb in (*area.presses, *area.dialogs)}

    assert offered - ON_THE_BOARD <= reached


def kinds_of(refusal: type[Refusal]) -> list[type[Refusal]]:
    below = [each for sub in refusal.__subclasses__() for each in kinds_of(sub)]
    return below or [refusal]


@pytest.mark.parametrize("refusal", kinds_of(Refusal), ids=lambda kind: kind.__name__)
def test_every_refusal_has_words(refusal):
    said = "".join(
        path.read_text()
        for path in (ROOT / "dialogs").rglob("*.py")
        if path.name.endswith(("words.py", "refusals.py"))
    )

    assert f"{refusal.__name__}(" in said
