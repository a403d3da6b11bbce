"""What the bot says about the team: every refusal has words, and names who can."""

from datetime import date

import pytest

from dialogs.people import cards, refused, words
from dialogs.people import team as rules
from dialogs.people.person import Person
from dialogs.people.team import Absence, Right, SettingsRefused, Team
from dialogs.text import Empty, TooLong

KAREN, JENS = Person(1, "Karen"), Person(2, "Jens")
REFUSALS = [
    rules.NoSuchDay(),
    rules.NoSuchTime(),
    rules.HalfARhythm(),
    rules.BookedOutside(),
    rules.SamePersonTwice(),
    rules.NotAMember(),
    rules.NotOnTheList(),
    rules.NotYours((KAREN,)),
    rules.NotYours(()),
    rules.ChosenByOthers(KAREN),
    rules.ChosenByOthers(None),
    rules.TooManyLines(31),
    rules.NoTeamHere(),
    rules.WrongPlace(),
    rules.WrongPlacePrivate(),
    rules.WeekUnclear("jul"),
    rules.AbsenceBackwards(),
    rules.AbsenceIsPast(),
    rules.NoSuchDate(),
    rules.AbsenceOfOthers(),
    refused.NoSuchAct(),
    refused.NotInTheTeam(KAREN),
    refused.NotInTheTeam(None),
    refused.OnlyTotals(),
    refused.OnlyAdministers(),
    refused.NamedByAdministrators(),
    refused.ForWhoLeads((KAREN,)),
    refused.ForWhoLeads(()),
    refused.ForLeaderGroup(),
    Empty(),
    TooLong(61, 60),
]


@pytest.mark.parametrize("why", REFUSALS, ids=lambda why: type(why).__name__)
def test_every_refusal_has_words_without_blame(why):
    said = words.refusal(why)
    assert said is not None
    assert said.endswith((".", "42.", ":"))  # the last: buttons follow
    assert not any(word in said.lower() for word in ("fejl", "ugyldig", "ikke tilladt", "!"))


def test_no_refusal_is_forgotten():
    families = (SettingsRefused, rules.AbsenceRefused, refused.RightsRefused)
    known = {type(why) for why in REFUSALS}
    assert {kind for family in families for kind in family.__subclasses__()} <= known


def test_absence_is_said_without_why():
    one = Absence(person_id=2, first=date(2026, 8, 4), last=date(2026, 8, 4))
    assert words.away(JENS, one, own=False) == (
        "Det er noteret. Jens er væk tirsdag d. 4. august. "
        "Bliver det Jens' tur imens, beholder Jens den."
    )


def test_the_card_about_reach_counts_everybody():
    assert "nogen af jer" in words.unreached(["Karen", "Jens"], members=2)
    assert "Karen og Jens endnu" in words.unreached(["Karen", "Jens"], members=3)


def test_a_card_has_no_more_buttons_than_teams_shows():
    teams = [Team(id=n, name=f"Team {n}") for n in range(9)]
    many = cards.settings_choice(teams)
    assert len(many["actions"]) == 6
    assert many["body"][1]["text"].startswith("Her er de første 6.")
    assert len(cards.which_team(KAREN, teams)["actions"]) == 6
    assert "actions" not in cards.settings_card(teams[0], Right.NOTHING, [], members=4)
