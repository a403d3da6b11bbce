"""Imports run downwards only: app → bot → storage → dialogs (design, section 1)."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("dialogs", "storage", "bot", "app")
# What a floor must never know, beside the floors above it.
OUTSIDE = {
    "dialogs": ("sqlalchemy", "aiohttp", "botbuilder", "botframework", "apscheduler", "alembic"),
    "storage": ("aiohttp", "botbuilder", "botframework", "apscheduler", "microsoft_teams"),
    "bot": ("sqlalchemy", "alembic"),
}
AREAS = (
    *("people", "sparring", "learning", "deciding", "principles", "trying", "finding"),
    *("digests", "trends", "between", "handbook", "status", "privacy", "yearly", "board"),
)


def sources() -> list[Path]:
    return [path for floor in FLOORS[:-1] for path in sorted((ROOT / floor).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return names


def leads_to(names: set[str], package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in names)


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_import_runs_upwards(path):
    floor = path.relative_to(ROOT).parts[0]
    above = FLOORS[FLOORS.index(floor) + 1 :]
    forbidden = [name for name in (*above, *OUTSIDE[floor]) if leads_to(imported(path), name)]

    assert forbidden == []


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_sdk_is_known_in_one_folder(path):
    if path.is_relative_to(ROOT / "bot" / "teams"):
        return
    names = imported(path)

    assert not any(leads_to(names, sdk) for sdk in ("botbuilder", "botframework", "msrest"))


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_card_library_is_known_to_the_shared_cards_alone(path):
    knows = leads_to(imported(path), "microsoft_teams")

    assert knows == (path == ROOT / "dialogs" / "cards.py")


@pytest.mark.parametrize("area", AREAS)
def test_an_area_of_the_bot_calls_no_other(area):
    own = [
        p
        for p in sources()
        if p.relative_to(ROOT).parts[:2] in (("bot", area), ("bot", f"{area}.py"))
    ]
    others = [other for other in AREAS if other != area]

    assert own
    for path in own:
        assert not any(leads_to(imported(path), f"bot.{other}") for other in others), path


def test_the_heart_of_the_bot_knows_no_area():
    for name in ("switchboard", "outbox", "clockwork"):
        names = imported(ROOT / "bot" / f"{name}.py")
        assert not any(leads_to(names, f"bot.{area}") for area in AREAS)


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_below_the_roof_reads_the_clock(path):
    calls = [
        node.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]

    assert calls == []


def test_a_start_waits_for_nothing_that_only_a_turn_needs():
    """What `app.warm` loads afterwards: a fifth of a start."""
    late = {"faker", "holidays", "microsoft_teams", "pydantic", "snowballstemmer"}
    code = (
        "import sys; from tests.modules import import_product; import_product();"
        f"print(*sys.modules.keys() & {late})"
    )
    order = (sys.executable, "-c", code)
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_bot_that_cannot_make_cards_does_not_stay_up(tmp_path):
    # What is to be sent and cannot be built is given up: all of it would be.
    code = "import sys; sys.modules['microsoft_teams'] = None; import app; sys.exit(app.main())"
    where = {"SPARRINGSRUM_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}"}
    ended = subprocess.run(
        (sys.executable, "-c", code),
        cwd=ROOT,
        env={**os.environ, **where, "SPARRINGSRUM_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "ModuleNotFoundError" in ended.stderr
