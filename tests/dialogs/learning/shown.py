"""Every card and form of "Sådan gør vi" and of its use, with a text that somebody wrote."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.learning import deciding_cards, trying_cards
from dialogs.learning import principle_cards as cards
from dialogs.learning.practice import Practice, PracticeEvent, PracticeKind, PracticeState, What
from dialogs.learning.principle import PER_PAGE, Wording
from dialogs.learning.trying import Trial, Way
from dialogs.people.person import Person
from dialogs.people.team import Team

ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
DAY, REVIEW = date(2026, 8, 4), date(2027, 8, 4)


def with_text(text: str, team: Team, owner: Person) -> dict[str, dict]:
    practice = Practice(
        id=1,
        kind=PracticeKind.PRINCIPLE,
        team_id=1,
        text=text,
        owner=owner,
        valid_from=DAY,
        review_on=REVIEW,
    )
    awaits = Practice(
        id=2, kind=PracticeKind.PRINCIPLE, state=PracticeState.AWAITING, team_id=1, text=text
    )
    wording = Wording(text=text, owner=owner, valid_from=DAY, review_on=REVIEW)
    events = [
        PracticeEvent(id=n, what=what, at=NINE, reason=text, text=text)
        for n, what in enumerate(What)
    ]
    of_kind = {event.what: event for event in events}
    proposed, ends, back = (
        of_kind[what] for what in (What.PROPOSED, What.END_PROPOSED, What.ASKED_BACK)
    )
    page = cards.Page(team=team, number=2, shown=[practice] * PER_PAGE, more=True)
    trials = [Trial(way=way, text=text[:500]) for way in Way]
    return {
        "principle awaiting": cards.awaiting(1, practice, owner),
        "principle settled": cards.settled(practice),
        "principle asked": cards.ask_leader("1-1-1", team, awaits, proposed, wording, new=True),
        "principle changed": cards.ask_leader(
            "1-1-1", team, practice, proposed, wording, new=False
        ),
        "principle ends": cards.ask_leader("1-1-1", team, practice, ends, wording, new=False),
        "principle sent back": cards.sent_back("1-1", practice, back, text, team),
        "principle told": cards.told(practice, DAY),
        "principle ended": cards.told_ended(practice, text, owner),
        "register": cards.register(page, [team, team], REVIEW),
        "principle's history": deciding_cards.history_card(
            practice, events, trying_cards.tried(trials), ZONE, decides=True, leads=True
        ),
        "review": cards.review("1-20270804-1-1", practice, "Gælder det stadig?"),
        "principle form": cards.wording_form(
            "n", "principles.write", "1-0", wording, [owner]
        ).card,
        "amend form": cards.wording_form("n", "principles.amend", "1-1", wording, [owner]).card,
        "rewrite form": cards.wording_form(
            "n", "principles.rewrite", "1-1", wording, [], above=[cards.quoted_reason(back, owner)]
        ).card,
        "change form": cards.change_form("n", "principles.change", "1-1", text).card,
        **{
            f"{verb} form": cards.reason_form("n", f"principles.{verb}", "1", text, "?", "!").card
            for verb in ("back", "end", "withdraw")
        },
        "trying": trying_cards.question("1-1-1", text, 3, again=True),
        "tell form": trying_cards.tell_form("n", "1-1-1", text, text).card,
    }


def without_text(team: Team) -> dict[str, dict]:
    empty = cards.Page(team=team, number=1, shown=[], more=False)
    return {
        "principle wanted": cards.ask(1, again=True),
        "empty register": cards.register(empty, [team] * 8, DAY),
        "principle said": cards.said("Det er bekræftet."),
        **{f"tried {way}": trying_cards.answered("1-1-1", Trial(way=way)) for way in Way},
    }
