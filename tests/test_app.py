"""The commands of the contract, as an administrator types them."""

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import bot.learning
import bot.people
import bot.sparring
from bot.settings import COPENHAGEN
from dialogs.refusal import Refusal
from dialogs.text import folded
from manifest import words
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


def test_help_is_there_at_once(tmp_path):
    started = time.monotonic()
    done = command(tmp_path, "--help")

    assert done.returncode == 0
    assert "rehearse" in done.stdout
    print(f"--help took {time.monotonic() - started:.2f} s")


@pytest.mark.parametrize("word", ["rehearse", "package", "check", "migrate"])
def test_every_command_explains_itself(tmp_path, word):
    assert command(tmp_path, word, "--help").returncode == 0


def test_migrate_and_check_say_that_all_is_well(tmp_path):
    assert "Databasen er på" in command(tmp_path, "migrate").stdout
    assert "databasen svarer" in command(tmp_path, "check").stdout


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


AREAS = (bot.people.AREA, bot.sparring.area(COPENHAGEN), bot.learning.area(COPENHAGEN))


def test_every_word_that_the_package_lists_is_answered():
    known = {folded(word) for area in AREAS for word in area.commands}

    assert {folded(word) for word in (*words.PERSONAL, *words.TOGETHER)} <= known


def test_every_button_and_form_of_every_card_leads_to_a_use_case():
    presses = {verb for area in AREAS for verb in area.presses}
    forms = {verb for area in AREAS for verb in area.dialogs}
    for name, card in CARDS.items():
        for action in card.get("actions", []):
            if action["type"] == "Action.Execute":
                assert action["verb"] in presses, (name, action)
            elif action["type"] == "Action.Submit":
                assert action["data"]["verb"] in forms, (name, action)


def test_every_use_case_has_a_button_or_a_form_that_leads_to_it():
    actions = [action for card in CARDS.values() for action in card.get("actions", [])]
    reached = {action.get("verb") or action.get("data", {}).get("verb") for action in actions}
    offered = {verb for area in AREAS for verb in (*area.presses, *area.dialogs)}

    assert offered <= reached


def kinds_of(refusal: type[Refusal]) -> list[type[Refusal]]:
    below = [each for sub in refusal.__subclasses__() for each in kinds_of(sub)]
    return below or [refusal]


@pytest.mark.parametrize("refusal", kinds_of(Refusal), ids=lambda kind: kind.__name__)
def test_every_refusal_has_words(refusal):
    said = "".join(
        path.read_text()
        for path in (ROOT / "dialogs").rglob("*.py")
        if path.name in ("words.py", "refusals.py")
    )

    assert f"{refusal.__name__}(" in said
