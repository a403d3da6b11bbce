"""Course wishes: written all year, collected in December, decided one by one; everybody's own
answer first, then the department's. The clock begins on Monday, August 3rd 2026."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.courses import yearly
from dialogs.calendar.days import Week
from dialogs.courses.wish import Decision, Kind, State, Track, Wish
from dialogs.courses.year import decided_year
from dialogs.people.rights import Role
from storage import courses, people
from storage.tables import (
    CourseFeedbackRow,
    CourseWishEventRow,
    CourseWishRow,
    PersonRow,
)
from tests.bot.test_digests import leads, of_department
from tests.bot.test_exports import cells
from tests.bot.test_privacy import PUBLIC, got_bytes
from tests.house import ZONE, House, house, moved_in

WISH = {
    "kind": "course",
    "title": "Samtaler med små børn",
    "why": "Jeg vil blive bedre til at tale med børn under syv år.",
    "area": "talks",
    "price": "12.000",
    "days": "3",
}
SMALL = {**WISH, "title": "Temadag om netværksmøder", "price": "900 kr.", "days": "0,5"}


async def to(home: House, day: date, clock: str = "9.00") -> None:
    here = home.clock.time.astimezone(ZONE).date()
    await home.at("6.00", days=(day - here).days)
    await home.at(clock)


async def alone(home: House, person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def wishes(home: House, person, **fields: str) -> str:
    await home.says(person, "kursusønske", alone=True)
    form = await person.opens(home.own(person), "Skriv et ønske")
    return await handed(home, form, **fields)


async def handed(home: House, form, *, choice: str | None = None, **fields: str) -> str:
    answer = await (form.submit(choice, **fields) if choice else form.submit(**fields))
    await home.settle()
    return "\n".join(answer.texts)


async def sees(home: House, person, *buttons: str) -> str:
    """What stands in somebody's chat when they have pressed their way there."""
    await home.says(person, "kursusønske", alone=True)
    for button in buttons:
        await alone(home, person, button)
    return home.own(person).shown[-1]


async def rows(home: House, row) -> list:
    return await home.bot.store.read(lambda session: list(session.scalars(select(row))))


@pytest.fixture
async def staffed(tmp_path):
    """Anne leads Team Øst; Lis is the leader group; Chris is a chef."""
    async with house(tmp_path, public_url=PUBLIC) as home:
        await moved_in(home)
        home.people["anne"] = await leads(home)
        home.people["lis"] = await of_department(home, "Lis Ravn", Role.LEADER_GROUP)
        home.people["chris"] = await of_department(home, "Chris Berg", Role.CHEF)
        yield home


async def budget_form(home: House):
    await sees(home, home.lis, "Kursusrunden")
    return await home.lis.opens(home.own(home.lis), "Budget og reserve")


# --- writing one -----------------------------------------------------------------------------


async def test_what_is_written_with_the_word_stands_in_the_form(home):
    await home.says(home.mette, "kursusønske Temadag om  netværksmøder", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv et ønske")
    assert form.inputs["title"]["value"] == "Temadag om netværksmøder"

    reason = "Jeg vil blive bedre til at tale med børn. " * 4
    await home.says(home.mette, f"kursusønske {reason}", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv et ønske")
    assert form.inputs["why"]["value"] == reason.strip()
    told = await handed(home, form, **{**SMALL, "why": form.inputs["why"]["value"]})
    assert "Dit ønske er noteret" in told


async def test_a_wish_is_no_grant_and_its_owner_sees_where_it_stands(staffed):
    home = staffed
    said = await wishes(home, home.mette, **WISH)

    assert "Det er ikke bevilget endnu." in said
    assert "Du får dit eget svar, før afdelingen bliver orienteret." in said
    menu = await sees(home, home.mette)
    assert "Et ønske er ikke en bevilling." in menu
    assert "Du har indflydelse på, hvad du ønsker" in menu
    assert home.own(home.mette).last.buttons == ["Skriv et ønske", "Mine ønsker"]
    listed = await sees(home, home.mette, "Mine ønsker")
    assert "1. Samtaler med små børn (2027)" in listed
    assert "Nu: ønsket. Derefter: drøftet i MUS, samlet, prioriteret, dit svar." in listed

    # It may be changed, and what was wrong stands in the form.
    await alone(home, home.mette, "Se 1")
    form = await home.mette.opens(home.own(home.mette), "Ret ønsket")
    assert form.inputs["price"]["value"] == "12000"
    assert await handed(home, form, price="10.000") == "Dit ønske er rettet."
    await sees(home, home.mette, "Mine ønsker", "Se 1")
    assert "Kursus · 10.000 kr. · 3 dage" in home.own(home.mette).shown[-1]

    # Nobody else finds it, and it is never shown in a group.
    assert "1." not in await sees(home, home.ole, "Mine ønsker")
    await home.says(home.mette, "kursusønske")
    assert home.chat.last.buttons == ["Skriv et ønske"]

    # It may be taken back, and the register holds what happened without what it says.
    await sees(home, home.mette, "Mine ønsker", "Se 1")
    assert await alone(home, home.mette, "Træk ønsket tilbage") == "Dit ønske er trukket tilbage."
    events = await rows(home, CourseWishEventRow)
    assert [(each.move, each.actor, each.state) for each in events] == [
        ("register", "employee", "wished"),
        ("edit", "employee", "wished"),
        ("withdraw", "employee", "withdrawn"),
    ]


async def test_bad_input_gets_one_sentence_and_the_form_keeps_the_text(staffed):
    home = staffed
    await home.says(home.mette, "kursusønske", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv et ønske")
    wrong = {
        "Skriv kort, hvorfor du ønsker det alligevel.": {"area": "outside"},
        "Personlig udvikling skal støtte opgaven.": {"kind": "personal"},
        "Skriv prisen som hele kroner": {"price": "cirka tusind"},
        "Skriv antal dage som et tal": {"days": "2,3"},
        "Skriv antal år som et helt tal": {"tenure": "længe"},
    }
    for sentence, fields in wrong.items():
        answer = await form.submit(**{**WISH, **fields})
        assert sentence in answer.texts[0]
        form = answer
        assert form.inputs["title"]["value"] == WISH["title"]
        assert form.inputs["why"]["value"] == WISH["why"]
    answer = await form.submit(**{**WISH, "tenure": ""})
    assert "Dit ønske er noteret." in "\n".join(answer.texts)


# --- decided at once -------------------------------------------------------------------------


async def test_a_small_wish_is_decided_at_once_and_ad_hoc_draws_on_the_reserve(staffed):
    home = staffed
    said = await wishes(home, home.mette, **SMALL)
    assert "din leder kan svare med det samme" in said
    assert "Mette Dahl har et kursusønske, som du kan afgøre nu." in home.told(home.anne)

    # Nothing that costs is granted before there is a budget; the form keeps what was written.
    form = await home.anne.opens(home.own(home.anne), "Afgør")
    answer = await form.submit(decision="grant", reason="Det kan vi bruge alle sammen.")
    assert "Der er ikke sat et budget for 2026 endnu." in answer.texts[0]
    assert answer.inputs["reason"]["value"] == "Det kan vi bruge alle sammen."
    money = await budget_form(home)
    said = await handed(home, money, year="2026", budget="10.000", reserve="1.000")
    assert said == "Budget og reserve er gemt."
    assert "Bevilget. Medarbejderen får besked." in await handed(
        home, answer, decision="grant", reason="Det kan vi bruge alle sammen."
    )
    told = home.told(home.mette)
    assert "Ønsket er bevilget. Du kan tilmelde dig nu." in told
    assert "Begrundelse: Det kan vi bruge alle sammen." in told
    assert "Det er klaret." in home.told(home.anne)

    # Answered, so the leader is not asked again.
    await home.later(days=15)
    assert home.told(home.anne).count("Mette Dahl har et kursusønske") == 0

    # 100 kroner are left: what costs more is refused, with what there is, and nothing is stored.
    await wishes(home, home.ole, **{**WISH, "ticked": "urgent", "title": "Hjernens udvikling"})
    form = await home.anne.opens(home.own(home.anne), "Afgør")
    answer = await form.submit(decision="grant", reason="")
    assert "Det koster 12.000 kr., og der er 100 kr. tilbage i reserven." in answer.texts[0]
    assert "Begrundelse" not in home.told(home.ole)
    answer = await answer.submit(decision="not_now", reason="")
    assert "Skriv en begrundelse." in answer.texts[0]
    said = "Rækker ud over årets muligheder."
    await handed(home, answer, decision="not_now", reason=said)
    assert "Historikken er ikke en venteliste." in home.told(home.ole)
    assert "nye behov kan opstå imens" in home.told(home.ole)

    # Signed up, with days that make sense.
    form = await home.mette.opens(home.own(home.mette), "Jeg er tilmeldt")
    answer = await form.submit(first="2026-10-10", last="2026-10-09")
    assert "Sidste kursusdag ligger før den første." in answer.texts[0]
    answer = await answer.submit(first="2026-07-01", last="2026-07-01")
    assert "De dage er gået." in answer.texts[0]
    assert "noteret" in await handed(home, answer, first="2026-10-08", last="2026-10-08")
    await home.later(days=29)
    assert "Er du blevet tilmeldt?" not in home.told(home.mette)


# --- the round -------------------------------------------------------------------------------


async def test_the_round_from_august_to_the_orientation(staffed):
    """Nobody is asked twice, nothing is told before its time, and the sheet ranks nobody."""
    home = staffed
    await wishes(home, home.mette, **WISH)
    await wishes(
        home,
        home.ole,
        **{
            **WISH,
            "title": "Diplommodul",
            "price": "30000",
            "kind": "module",
            "ticked": "heavy",
            "tenure": "1",
            "area": "diploma",
        },
    )

    # A leader sees the wish, and that it is not decided alone.
    await sees(home, home.anne, "Teamets ønsker")
    assert "1. Mette Dahl: Samtaler med små børn" in home.own(home.anne).shown[-1]
    await alone(home, home.anne, "Se 1")
    assert "Afgør" not in home.own(home.anne).last.buttons

    # October: who has no plan. MUS is ticked, and the wish was talked about.
    await to(home, date(2026, 10, 1))
    assert "De her medarbejdere mangler endnu en plan fra MUS:" in home.told(home.anne)
    form = await home.anne.opens(home.own(home.anne), "MUS og planer")
    mette = choice(form, "planned", "Mette")
    assert await handed(home, form, planned=mette) == "Det er noteret."
    assert "Nu: drøftet i MUS." in await sees(home, home.mette, "Mine ønsker")

    # Four weeks before the deadline: only who has no wish, and Sara says that she has none.
    await to(home, date(2026, 11, 2))
    assert "Der er fire uger til" in home.told(home.sara)
    assert "Der er fire uger til" not in home.told(home.mette)
    await alone(home, home.sara, "Jeg har ikke flere ønsker")
    await to(home, date(2026, 11, 23))
    assert "Der er en uge til" not in home.told(home.sara)
    assert "Der er en uge til" in home.told(home.jens)
    await to(home, date(2026, 11, 30))
    assert "I dag er sidste dag for kursusønsker" in home.told(home.jens)

    # December 1st: collected, and closed for changes.
    await sees(home, home.mette, "Mine ønsker", "Se 1")
    await to(home, date(2026, 12, 1))
    assert "Dine kursusønsker er samlet" in home.told(home.mette)
    assert "Dine kursusønsker er samlet" not in home.told(home.sara)
    answer = await home.mette.presses(home.own(home.mette), "Ret ønsket")
    assert "er samlet og kan ikke rettes" in "".join(answer.texts)
    late = await wishes(home, home.jens, **{**WISH, "title": "For sent"})
    assert "så dit ønske er noteret til 2028" in late
    assert "2 ønsker er samlet.\n2 mangler en afgørelse." in home.told(home.lis)

    # The sheet: by team and name, with hints, and nothing that counts or ranks.
    await alone(home, home.lis, "Hent listen")
    url = home.own(home.lis).last.card["actions"][0]["url"].replace(PUBLIC, home.bot.url)
    status, _, content = await got_bytes(url)
    assert status == 200
    head, first, second, note = cells(content)
    assert first[:3] == ["Samtaler med små børn", "Team Øst", "Mette Dahl"]
    assert second[:3] == ["Diplommodul", "Team Øst", "Ole Friis"]
    assert "udgangspunktet er 3 års ansættelse, og der er oplyst 1." in second[9]
    assert "ingen prioritering" in note[0]
    assert not {"Nr.", "Point", "Rang"} & set(head)

    # The orientation and the feedback wait for the decisions.
    form = await budget_form(home)
    answer = await form.submit(year="2027", budget="40.000", reserve="0")
    assert "Reserven skal være over nul" in answer.texts[0]
    await handed(home, answer, year="2027", budget="40.000", reserve="20.000")
    await sees(home, home.lis, "Kursusrunden")
    assert "2 ønsker er ikke afgjort" in await orient(home)

    # One by one; the usual starting point is overridden with a reason, the reserve never eaten up.
    await alone(home, home.lis, "Afgør ønskerne")
    assert "Mette Dahl" in home.own(home.lis).shown[-1]
    form = await home.lis.opens(home.own(home.lis), "Afgør")
    form = await form.submit(
        "Gem og vis næste", decision="grant", reason="", need="Det mangler vi."
    )
    assert "Ole Friis: Diplommodul" in form.texts
    answer = await form.submit(decision="grant", reason="")
    assert "Udgangspunktet taler imod." in answer.texts[0]
    answer = await answer.submit(decision="grant", reason="Vi mangler viden.")
    assert "tilbage i reserven" in answer.texts[0]
    said = await handed(home, answer, decision="not_now", reason="Ud over årets muligheder.")
    assert said == "Det er noteret. Alle ønsker er afgjort."

    # What the leader group thought of it is theirs alone.
    assert "Det mangler vi." in {each.need for each in await rows(home, CourseWishRow)}
    assert "Det mangler vi." not in await sees(home, home.mette, "Mine ønsker", "Se 1")

    # Prioritised, and nobody's answer shows before it was given.
    assert "Nu: prioriteret. Derefter: dit svar." in await sees(home, home.mette, "Mine ønsker")
    assert "bevilget" not in await sees(home, home.mette, "Mine ønsker", "Se 1")
    assert "Mangler 2 tilbagemeldinger." in home.told(home.anne)
    await sees(home, home.lis, "Kursusrunden")
    assert "Mangler 2 tilbagemeldinger." in await orient(home)

    # The bot drafts, the leader sends her own words; the other she tells herself.
    form = await home.anne.opens(home.own(home.anne), "Giv tilbagemelding")
    form = await form.submit(who=choice(form, "who", "Mette Dahl"))
    assert form.inputs["text"]["value"].startswith("Her er svaret på dine kursusønsker.")
    assert await handed(home, form, text="Du kommer afsted.") == "Beskeden er på vej."
    assert "Du kommer afsted." in home.told(home.mette)
    assert [each.text for each in await rows(home, CourseFeedbackRow)] == [None]
    await sees(home, home.lis, "Kursusrunden")
    assert "Mangler 1 tilbagemelding." in await orient(home)
    assert "Bevilgede kurser i 2027" not in home.shown()
    await sees(home, home.anne)
    form = await home.anne.opens(home.own(home.anne), "Giv tilbagemelding")
    form = await form.submit(who=choice(form, "who", "Ole Friis"))
    assert "ikke en venteliste" in form.inputs["text"]["value"]
    await handed(home, form, choice="Jeg har sagt det selv")
    assert "Nu: noteret i historik." in await sees(home, home.ole, "Mine ønsker")

    # Now, and only now: without names, prices and what was not granted.
    await to(home, date(2026, 12, 2))  # she has had today's message
    assert "Alle har fået svar på deres ønsker til 2027." in home.told(home.lis)
    await sees(home, home.lis, "Kursusrunden")
    await alone(home, home.lis, "Send samlet orientering")
    told = home.shown()
    assert "Bevilgede kurser i 2027" in told
    assert "• Samtaler med små børn" in told
    assert "Mette" not in told.partition("Bevilgede kurser")[2]
    assert "Diplommodul" not in told
    await sees(home, home.lis, "Kursusrunden")
    assert "allerede orienteret" in await orient(home)

    # Next year it is shown beside the new wish, and still no queue.
    await to(home, date(2027, 3, 1))
    await wishes(home, home.ole, **{**WISH, "title": "Diplommodul igen"})
    await sees(home, home.anne, "Teamets ønsker")
    while "Diplommodul igen" not in home.own(home.anne).shown[-1]:
        await alone(home, home.anne, "Vis flere")
    texts = home.own(home.anne).shown[-1].splitlines()
    number = next(line.split(".")[0] for line in texts if "Diplommodul igen" in line)
    await alone(home, home.anne, f"Se {number}")
    shown = home.own(home.anne).shown[-1]
    assert "noteret i historikken (2027). Det er ikke en venteliste." in shown
    assert "2027: Diplommodul" in shown


async def test_who_is_away_is_told_later_and_the_department_hears_nothing_of_it_first(staffed):
    home = staffed
    await puts(home, "Mette Dahl", State.GRANTED, title="ICS")
    await puts(home, "Ole Friis", State.PRIORITISED, Decision.GRANT, title="Hjernens udvikling")
    await sees(home, home.lis, "Kursusrunden")
    assert "Mangler 1 tilbagemelding." in await orient(home)

    await sees(home, home.anne)
    form = await home.anne.opens(home.own(home.anne), "Giv tilbagemelding")
    form = await form.submit()
    answer = await form.submit("Vent med den", until="2026-08-03")
    assert "Vælg en dag efter i dag" in answer.texts[0]
    assert "nævner ikke" in await handed(home, answer, choice="Vent med den", until="2026-09-01")
    await alone(home, home.lis, "Send samlet orientering")
    assert "• ICS" in home.shown()
    assert "Hjernens udvikling" not in home.shown()

    # On the day the leader is asked again, and the answer is still the employee's first.
    await to(home, date(2026, 9, 1))
    assert "Mangler 1 tilbagemelding." in home.told(home.anne)
    await sees(home, home.anne)
    form = await home.anne.opens(home.own(home.anne), "Giv tilbagemelding")
    await handed(home, await form.submit(), text="Du kommer afsted i foråret.")
    assert "Du kommer afsted i foråret." in home.told(home.ole)

    # Four weeks after a grant one question, and only if nobody has signed up.
    await home.later(days=29)
    assert "Er du blevet tilmeldt?" in home.told(home.ole)


async def test_what_is_left_lying_is_asked_about_once_more_at_each_step(staffed):
    home = staffed
    await to(home, date(2026, 12, 10))
    await puts(home, "Mette Dahl", State.COLLECTED, title="ICS")
    await puts(home, "Ole Friis", State.PRIORITISED, Decision.REFUSE, title="Hjernens udvikling")
    assert "mangler en afgørelse" not in home.told(home.lis)

    await to(home, date(2026, 12, 15))
    assert "1 mangler en afgørelse." in home.own(home.lis).shown[-1]
    await to(home, date(2027, 1, 8))
    assert "Mangler 1 tilbagemelding." in home.own(home.anne).shown[-1]
    await to(home, date(2027, 1, 20))
    assert "Mangler 1 tilbagemelding." in home.own(home.lis).shown[-1]

    # The next window opens: who leads books, who works here prepares.
    await to(home, date(2027, 8, 2))
    assert "Book en samtale med hver." in home.told(home.anne)
    assert "MUS-perioden er begyndt." in home.told(home.sara)
    assert "Sidste frist er tirsdag d. 30. november." in home.told(home.sara)
    assert "MUS" not in home.told(home.lis)


async def test_a_leaders_own_wish_is_somebody_elses_to_decide_and_a_grant_may_lapse(staffed):
    home = staffed
    await wishes(home, home.anne, **{**SMALL, "price": "0"})
    assert "har et kursusønske" not in home.told(home.anne)
    assert "Anne Vind har et kursusønske, som du kan afgøre nu." in home.told(home.lis)
    form = await home.lis.opens(home.own(home.lis), "Afgør")
    assert "Bevilget." in await handed(home, form, decision="grant", reason="")
    assert "Ønsket er bevilget." in home.told(home.anne)

    # A course that was called off; nobody asks about it any more.
    await wishes(home, home.mette, **{**SMALL, "price": "0"})
    form = await home.anne.opens(home.own(home.anne), "Afgør")
    await handed(home, form, decision="grant", reason="")
    await sees(home, home.anne, "Teamets ønsker", "Se 1")
    form = await home.anne.opens(home.own(home.anne), "Afgør")
    assert await handed(home, form) == "Det er noteret."
    assert "Nu: bortfaldet." in await sees(home, home.mette, "Mine ønsker")
    await home.later(days=29)
    assert "Er du blevet tilmeldt?" not in home.told(home.mette)
    assert "Er du blevet tilmeldt?" in home.told(home.anne)


async def test_the_chef_sees_numbers_and_others_hear_who_may(staffed):
    home = staffed
    await puts(home, "Mette Dahl", State.GRANTED, title="ICS")

    assert "Bevilget: under 3" in await sees(home, home.chris)
    assert "ICS" not in home.told(home.chris)
    assert "Mette" not in home.told(home.chris)
    await home.says(home.chris, "hjælp", alone=True)
    assert "Kursusønsker" in home.own(home.chris).last.buttons
    # The leader group's buttons are in private; the list of areas is theirs to edit.
    await sees(home, home.lis, "Kursusrunden")
    form = await home.lis.opens(home.own(home.lis), "Kompetenceområder")
    answer = await form.submit(title="")
    assert "Skriv, hvad området skal hedde." in answer.texts[0]
    assert await handed(home, answer, title="Plejefamilier") == "Området er gemt."
    await sees(home, home.mette)
    form = await home.mette.opens(home.own(home.mette), "Skriv et ønske")
    assert "For alle: Plejefamilier" in [each["title"] for each in form.inputs["area"]["choices"]]


async def test_the_year_is_foreseen_from_the_dates_that_it_comes_by(staffed):
    home = staffed
    await closes(home, Week(2026, 49))  # with the last day, and the first of December
    now = home.clock.time

    def work(session):
        return list(yearly.foresees(session, now, now + timedelta(days=365), ZONE))

    found = await home.bot.store.read(work)
    lines = {
        (each.at.astimezone(ZONE).strftime("%Y-%m-%d %H"), each.whom.partition(",")[0], each.title)
        for each in found
    }
    assert lines == {
        ("2026-10-01 09", "Anne", "MUS og planer"),
        ("2026-11-02 09", "Medarbejdere i Team Øst", "Kursusønsker"),
        ("2026-11-23 09", "Medarbejdere i Team Øst", "Kursusønsker"),
        ("2026-12-07 09", "Medarbejdere i Team Øst", "Dine kursusønsker er samlet"),
        ("2026-12-01 09", "Ledergruppen", "Kursusrunden for 2027"),
        ("2026-12-15 09", "Ledergruppen", "Kursusrunden for 2027"),
        ("2027-01-08 09", "Anne", "Giv tilbagemelding"),
        ("2027-01-20 09", "Ledergruppen", "Kursusrunden for 2027"),
        ("2027-08-02 09", "Anne", "MUS og planer"),
        ("2027-08-02 09", "Medarbejdere i Team Øst", "MUS og kursusønsker"),
    }


async def test_what_has_fallen_due_and_waits_for_the_hour_is_still_foreseen(staffed):
    home = staffed
    await to(home, date(2026, 10, 1), "6.30")

    def work(session):
        hour = home.clock.time + timedelta(hours=4)
        return [each.title for each in yearly.foresees(session, home.clock.time, hour, ZONE)]

    assert await home.bot.store.read(work) == ["MUS og planer"]
    await home.at("9.01")
    assert await home.bot.store.read(work) == []


async def test_nobody_is_asked_while_nobody_could_decide(home):
    await to(home, date(2026, 11, 2))

    assert "kursusønsker" not in home.told(home.mette)


async def puts(
    home: House, name: str, state: State, decision: Decision | None = None, *, title: str
) -> None:
    """A wish of the round that is decided on now."""

    def work(session):
        who = session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()
        wish = Wish(
            who=people.person(session, who),
            team_id=1,
            year=decided_year(home.clock.time.date()),
            kind=Kind.COURSE,
            track=Track.ROUND,
            title=title,
            why="Det bliver der brug for.",
            area="ics",
            state=state,
            decision=decision,
        )
        courses.add_wish(session, wish, home.clock.time)

    await home.bot.store.write(work)


async def closes(home: House, week: Week) -> None:
    def work(session):
        team = people.team(session, 1)
        people.save_team(session, replace(team, own_weeks=(week,)), by=None)

    await home.bot.store.write(work)


def choice(form, name: str, title: str) -> str:
    choices = form.inputs[name]["choices"]
    return next(each["value"] for each in choices if each["title"].startswith(title.split()[0]))


async def orient(home: House) -> str:
    return await alone(home, home.lis, "Send samlet orientering")


async def test_a_round_without_wishes_is_told_in_sentences_not_in_zeros(staffed):
    await sees(staffed, staffed.lis, "Kursusrunden")
    shown = staffed.own(staffed.lis).shown[-1]
    assert "Der er ingen ønsker i kursusrunden." in shown
    assert "0 ønsker" not in shown

    await alone(staffed, staffed.lis, "Over årene")
    shown = staffed.own(staffed.lis).shown[-1]
    assert "ingen ønsker" in shown
    assert "0 af 0" not in shown

    await sees(staffed, staffed.anne)
    answer = await staffed.anne.presses(staffed.own(staffed.anne), "Giv tilbagemelding")
    assert answer.text == "Der er ingen tilbagemeldinger at give lige nu."
