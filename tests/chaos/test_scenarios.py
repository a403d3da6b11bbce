"""Whatever the bot offers is in the table of what can go wrong with it."""

from bot.switchboard import Area, Switchboard
from tests import house as houses
from tests.chaos.scenarios import SCENARIOS, uncovered


async def test_everything_that_changes_something_has_a_scenario(tmp_path, monkeypatch):
    offered: list[Area] = []
    usual = Switchboard.__init__

    def noting(board: Switchboard, **parts) -> None:
        offered.extend(parts["areas"])
        usual(board, **parts)

    monkeypatch.setattr(Switchboard, "__init__", noting)
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with houses.house(tmp_path, database_url=url):
        pass

    assert uncovered(offered) == set()


def test_no_two_scenarios_have_the_same_name():
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)
