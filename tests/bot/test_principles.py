"""Sådan gør vi: what a principle case ends in, from the closing to the register and its review."""

from dataclasses import replace
from datetime import date

import pytest

import bot.principles
from bot.rehearsal.connector import Chat, Form, Person
from dialogs.learning.practice import Practice, PracticeKind, What
from storage import people, practice
from storage.tables import AuditRow, CaseContentRow, PracticeEventRow, PracticeRow
from tests.house import ZONE, House

GENERAL = "Hvornår foreslår vi aflastning?"
TEXT = "Når en familie beder om aflastning, spørger vi netværket først."
OTHER = "Når en familie beder om aflastning, spørger vi skolen og netværket først."
HEADING = "Sådan gør vi fra"


async def leads(home: House, name: str | None) -> None:
    """Through the settings, as an administrator does."""
    rita = home.teams.person("Rita Lind")
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Ret indstillinger")
    await form.submit(leader=name or "Ingen endnu")
    await home.settle()
    await home.later(seconds=1)


async def alone(home: House, person: Person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def writes(
    home: House, person: Person, button: str, *, chat: Chat | None = None, **fields: object
) -> Form | str:
    """Fills in a form: the answer, or the form that comes again."""
    form = await person.opens(chat or home.own(person), button)
    answer = await form.submit(**fields)
    await home.settle()
    return answer if isinstance(answer, Form) else "\n".join(answer.texts)


def last(home: House, person: Person) -> str:
    return home.own(person).shown[-1]


def told(home: House) -> list[str]:
    return [text for text in home.chat.shown if text.startswith(HEADING)]


async def held(home: House, title: str = "Fælles retning") -> House:
    """A principle case of Ole's, as far as this phase."""
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=GENERAL, kind="principle")
    await home.settle()
    await alone(home, home.sara, "Ja, tag den")
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith(title):
        await home.presses(home.karen, "Næste fase")
    return home


async def closes(home: House) -> None:
    while not home.chat.shown[-1].startswith("Afrunding"):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")


@pytest.fixture
async def led(home: House) -> House:
    """Sara leads the team, and Karen coordinates it."""
    await leads(home, "Sara")
    return home


@pytest.fixture
async def agreed(led: House) -> House:
    """The meeting stands in its common direction."""
    return await held(led)


@pytest.fixture
async def closed(agreed: House) -> House:
    await closes(agreed)
    return agreed


@pytest.fixture
async def written(closed: House) -> House:
    """Karen has written it down, with Mette as its owner."""
    said = await writes(closed, closed.karen, "Skriv Sådan gør vi", text=TEXT, owner="Mette")
    assert said == "Det er gemt. Sara bliver spurgt, og det gælder, når Sara siger ja."
    return closed


@pytest.fixture
async def valid(written: House) -> House:
    await alone(written, written.sara, "Bekræft")
    return written


# --- written down ----------------------------------------------------------------------------


async def test_in_the_common_direction_the_card_offers_to_write_it_down(agreed):
    assert "Skriv Sådan gør vi" in agreed.chat.last.buttons

    form = await agreed.karen.opens(agreed.chat, "Skriv Sådan gør vi")

    assert form.inputs["valid_from"]["value"] == "2026-08-04"
    assert form.inputs["review_on"]["value"] == "2027-08-04"
    owner = form.inputs["owner"]
    chosen = next(c["title"] for c in owner["choices"] if c["value"] == owner["value"])
    assert chosen == "Karen"
    answer = await form.submit(text=TEXT)
    await agreed.settle()
    assert "det gælder, når Sara siger ja" in answer.text
    assert "Skriv Sådan gør vi" not in agreed.chat.last.buttons
    assert TEXT not in agreed.shown()


async def test_before_the_common_direction_it_is_too_early(led):
    home = await held(led, "Refleksionsrunde")
    assert "Skriv Sådan gør vi" not in home.chat.last.buttons

    value = {"data": {"verb": "principles.write", "id": "1"}}
    answer = await home.karen.invokes(home.chat, "task/fetch", value)

    assert answer.text == (
        "I er ikke nået til den fælles retning endnu. Skriv det, når I er enige."
    )


async def test_an_ordinary_case_ends_in_no_principle(led):
    form = await led.ole.opens(led.chat, "Tag en sag med")
    await form.submit(question=GENERAL)
    await led.at("9.00", days=1)
    await led.presses(led.karen, "Start sparringen")
    await closes(led)

    assert "Skriv Sådan gør vi" not in led.chat.last.buttons
    assert "principiel" not in led.told(led.karen)
    value = {"data": {"verb": "principles.write", "id": "1"}}
    answer = await led.karen.invokes(led.chat, "task/fetch", value)
    assert answer.text == "Det er kun en principiel sag, der ender i et Sådan gør vi."


async def test_only_who_leads_or_coordinates_writes_it_down(agreed):
    answer = await agreed.mette.invokes(
        agreed.chat, "task/fetch", {"data": {"verb": "principles.write", "id": "1"}}
    )

    assert answer.text == "Karen skriver det ned."


async def test_after_closing_who_led_is_asked_alone_and_the_card_still_offers_it(closed):
    assert last(closed, closed.karen).startswith("I har haft en principiel sag.")
    assert "Skriv Sådan gør vi" in closed.chat.last.buttons

    await closed.at("12.30", days=1)  # the learning window is over
    assert closed.chat.messages[-2].buttons == ["Skriv Sådan gør vi"]


async def test_a_principle_case_may_end_in_none(closed):
    said = await alone(closed, closed.karen, "Der er ikke noget denne gang")

    assert said == "Så står der ikke noget nyt under Sådan gør vi fra den sparring."
    assert "Skriv Sådan gør vi" not in closed.chat.last.buttons
    await closed.at("9.00", days=7)
    assert "Du kan stadig nå det" not in closed.told(closed.karen)


async def test_the_form_can_say_none_as_well(agreed):
    form = await agreed.karen.opens(agreed.chat, "Skriv Sådan gør vi")
    answer = await form.submit("Der er ikke noget denne gang")
    await agreed.settle()

    assert answer.text == "Så står der ikke noget nyt under Sådan gør vi fra den sparring."
    await closes(agreed)
    assert "principiel sag" not in agreed.told(agreed.karen)


async def test_after_a_week_it_is_asked_once_more_and_then_never_again(closed):
    await closed.at("9.00", days=7)
    assert last(closed, closed.karen).startswith("I har ikke skrevet")
    count = len(closed.own(closed.karen).messages)

    await closed.at("9.00", days=14)
    again = [t for t in closed.own(closed.karen).shown[count:] if "principiel" in t]
    assert again == []
    said = await writes(closed, closed.karen, "Skriv Sådan gør vi", text=TEXT)
    assert "det gælder, når Sara siger ja" in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "Skriv en sætning om det, I gør fremover."),
        ({"text": "å" * 2001}, "Teksten er på 2001 tegn. Skriv den på højst 2000."),
        (
            {"text": TEXT, "review_on": "2026-08-04"},
            "Vælg en dag at se på det igen, som ligger efter den dag, det gælder fra.",
        ),
        (
            {"text": TEXT, "review_on": "2031-08-04"},
            "Datoen ligger mere end tre år frem. Vælg en, der er nærmere.",
        ),
        ({"text": TEXT, "review_on": ""}, "Vælg en dato."),
    ],
)
async def test_bad_input_is_one_sentence_and_keeps_what_was_written(closed, fields, said):
    again = await writes(closed, closed.karen, "Skriv Sådan gør vi", **fields)

    assert isinstance(again, Form)
    assert again.texts[0] == said
    assert again.inputs["text"].get("value", "") == fields["text"]
    rows = await closed.bot.store.read(lambda s: s.query(PracticeRow).count())
    assert rows == 0


async def test_a_name_in_it_is_asked_about(closed):
    asked = await writes(
        closed, closed.karen, "Skriv Sådan gør vi", text="Vi spørger Mathilde, før vi beslutter."
    )

    assert isinstance(asked, Form)
    assert "“Mathilde” ligner et navn." in asked.texts[0]


async def test_two_who_write_at_once_do_not_overwrite_each_other(closed):
    first = await closed.karen.opens(closed.chat, "Skriv Sådan gør vi")
    second = await closed.karen.opens(closed.own(closed.karen), "Skriv Sådan gør vi")
    await first.submit(text=TEXT)

    again = await second.submit(text=OTHER)

    assert isinstance(again, Form)
    assert again.texts[0].startswith("En anden har skrevet det ned imens.")
    assert again.inputs["text"]["value"] == OTHER
    assert not isinstance(await again.submit(text=OTHER), Form)


async def test_handed_in_twice_it_is_written_once(closed):
    form = await closed.karen.opens(closed.chat, "Skriv Sådan gør vi")
    await form.submit(text=TEXT)
    await form.submit(text=TEXT)

    assert await closed.bot.store.read(lambda s: s.query(PracticeRow).count()) == 1


async def test_nothing_of_the_case_is_kept(valid):
    def kept(session):
        return session.query(CaseContentRow).count(), [
            value
            for row in (PracticeRow, PracticeEventRow)
            for each in session.query(row)
            for value in (each.text, getattr(each, "reason", None))
        ]

    contents, texts = await valid.bot.store.read(kept)
    assert contents == 0
    assert set(texts) == {TEXT, None}


# --- the leader ------------------------------------------------------------------------------


async def test_the_leader_alone_is_asked_and_until_then_it_is_not_valid(written):
    card = last(written, written.sara)
    assert card.startswith("Team Øst har haft en principiel sag og foreslår")
    assert f"“{TEXT}”" in card
    assert "Gælder fra tirsdag d. 4. august 2026." in card
    assert "Mette ser på det igen senest onsdag d. 4. august 2027." in card
    assert TEXT not in written.shown()
    await written.says(written.mette, "sådan gør vi", alone=True)
    assert TEXT not in last(written, written.mette)


async def test_confirmed_it_is_told_to_the_team_and_stands_in_the_register(written):
    await alone(written, written.sara, "Bekræft")

    assert last(written, written.sara) == "Det er bekræftet. Teamet får det at vide."
    assert told(written) == [
        f"Sådan gør vi fra tirsdag d. 4. august\n“{TEXT}”\n"
        "Mette ser på det igen senest onsdag d. 4. august 2027."
    ]
    await written.says(written.ole, "saadan goer vi", alone=True)
    assert f"“{TEXT}”" in last(written, written.ole)
    trail = await written.bot.store.read(lambda s: [row.action for row in s.query(AuditRow)])
    assert "practice_approved" in trail


async def test_confirmed_late_it_is_not_valid_from_a_day_before(written):
    await written.at("10.00", days=3)
    await alone(written, written.sara, "Bekræft")

    assert told(written)[0].startswith("Sådan gør vi fra fredag d. 7. august\n")


async def test_pressed_twice_it_is_told_once(written):
    message = written.own(written.sara).last
    await alone(written, written.sara, "Bekræft")
    data = {"id": f"1-1-{await person_id(written, 'Sara Bay')}"}
    value = {"action": {"type": "Action.Execute", "verb": "principles.confirm", "data": data}}
    answer = await written.sara.invokes(
        written.own(written.sara), "adaptiveCard/action", value, on=message
    )
    await written.settle()

    assert "besvaret eller skrevet om" in "\n".join(answer.texts) or len(told(written)) == 1
    assert len(told(written)) == 1


async def person_id(home: House, name: str) -> int:
    def find(session):
        return next(p.id for p in people.members(session, 1) if p.name == name.split()[0])

    return await home.bot.store.read(find)


async def test_the_leader_may_change_it_while_confirming(written):
    said = await writes(
        written, written.sara, "Bekræft med ændringer", text=OTHER, review_on="2027-01-04"
    )

    assert said == "Det er bekræftet. Teamet får det at vide."
    assert f"“{OTHER}”" in told(written)[0]
    assert "Mette ser på det igen senest mandag d. 4. januar 2027." in told(written)[0]


async def test_sent_back_the_coordinator_writes_it_anew(written):
    assert (
        await writes(written, written.sara, "Svar tilbage", reason="Skriv også skolen på.")
        == "Koordinatoren får dit svar og kan skrive det om."
    )
    card = last(written, written.karen)
    assert card.startswith("Sara har set det, I skrev, og vil gerne have det anderledes")
    assert "Sara skriver: Skriv også skolen på." in card

    form = await written.karen.opens(written.own(written.karen), "Skriv det om")
    assert form.inputs["text"]["value"] == TEXT
    assert "Sara skriver: Skriv også skolen på." in form.texts
    await form.submit(text=OTHER)
    await written.settle()

    assert last(written, written.karen) == "Det er skrevet om og sendt til teamlederen."
    await written.at("9.00", days=1)  # Sara has had today's message
    assert f"“{OTHER}”" in last(written, written.sara)
    await alone(written, written.sara, "Bekræft")
    assert f"“{OTHER}”" in told(written)[0]


async def test_svar_tilbage_without_a_reason_is_asked_for_one(written):
    again = await writes(written, written.sara, "Svar tilbage", reason=" ")

    assert isinstance(again, Form)
    assert again.texts[0] == "Skriv en begrundelse. En enkelt sætning er nok."


async def test_sent_back_it_may_be_let_lie(written):
    await writes(written, written.sara, "Svar tilbage", reason="Ikke endnu.")

    await alone(written, written.karen, "Lad det ligge")

    assert last(written, written.karen) == "Så lader vi det ligge."
    assert told(written) == []
    await written.says(written.karen, "sådan gør vi", alone=True)
    assert TEXT not in last(written, written.karen)


async def test_written_anew_before_the_answer_an_old_card_confirms_nothing(written):
    old = written.own(written.sara).last
    [press] = [a for a in old.card["actions"] if a["title"] == "Bekræft"]
    await writes(written, written.karen, "Ret det", text=OTHER)

    value = {"action": {"type": "Action.Execute", "verb": press["verb"], "data": press["data"]}}
    answer = await written.sara.invokes(
        written.own(written.sara), "adaptiveCard/action", value, on=old
    )

    assert "\n".join(answer.texts) == (
        "Det er besvaret eller skrevet om siden. Der er ikke ændret noget."
    )
    assert told(written) == []
    await written.at("9.00", days=1)  # Sara has had today's message
    await alone(written, written.sara, "Bekræft")
    assert f"“{OTHER}”" in told(written)[0]


async def test_nobody_but_the_leader_confirms(written):
    data = {"id": "1-1-5"}
    value = {"action": {"type": "Action.Execute", "verb": "principles.confirm", "data": data}}
    own = written.own(written.karen)

    answer = await written.karen.invokes(own, "adaptiveCard/action", value, on=own.last)

    assert "\n".join(answer.texts) == "Det er Sara, der bekræfter det som teamleder."
    assert told(written) == []


async def test_without_a_leader_it_waits_kindly_and_the_next_leader_is_asked(closed):
    await leads(closed, None)
    said = await writes(closed, closed.karen, "Skriv Sådan gør vi", text=TEXT)
    assert said == (
        "Det er gemt. Jeg ved ikke, hvem der er jeres teamleder, så det venter. "
        "Når en er valgt under indstillinger, spørger jeg selv om bekræftelsen."
    )
    assert f"“{TEXT}”" in last(closed, closed.karen)
    assert "Det venter, til I har en teamleder" in last(closed, closed.karen)

    await leads(closed, "Jens")

    assert f"“{TEXT}”" in last(closed, closed.jens)
    await alone(closed, closed.jens, "Bekræft")
    assert len(told(closed)) == 1


async def test_another_leader_is_asked_instead_of_the_one_before(written):
    await leads(written, "Jens")

    assert last(written, written.sara) == "Jens er teamleder nu og bliver spurgt i stedet."
    assert f"“{TEXT}”" in last(written, written.jens)


# --- the register ----------------------------------------------------------------------------


async def test_an_empty_register_says_how_something_comes_into_it(home):
    await home.says(home.mette, "sådan")

    assert home.chat.shown[-1].startswith("Sådan gør vi i Team Øst\nHer står ikke noget endnu.")


async def test_a_sentence_that_begins_so_is_no_command(home):
    await home.says(home.mette, "Sådan gik det ikke helt denne gang", alone=True)

    assert last(home, home.mette).startswith("Skal jeg gemme det som et læringspunkt?")


async def test_help_leads_to_the_register(valid):
    await valid.says(valid.mette, "hjælp", alone=True)
    await alone(valid, valid.mette, "Læring i teamet")
    await alone(valid, valid.mette, "Sådan gør vi")

    assert last(valid, valid.mette) == (
        f"Sådan gør vi i Team Øst\n“{TEXT}”\nGælder fra tirsdag d. 4. august 2026. "
        "Mette ser på det igen senest onsdag d. 4. august 2027."
    )


def many(session, now, count: int = 9) -> None:
    for n in range(1, count + 1):
        fresh = Practice(
            kind=PracticeKind.PRINCIPLE,
            team_id=1,
            text=f"Det {n}. " + "Sådan gør vi, når det regner. " * 60,
            valid_from=date(2026, 1, n),
            review_on=date(2027, 1, n),
        )
        practice.add(session, fresh, What.CONFIRMED, now)


async def test_many_are_paged_the_newest_first_and_fit_into_a_card(home):
    await home.bot.store.write(many, home.clock.time)
    await home.says(home.mette, "sådan gør vi", alone=True)
    shown = last(home, home.mette)
    assert shown.index("Det 9.") < shown.index("Det 6.")
    assert "Det 5." not in shown
    assert "Side 1" in shown
    buttons = home.own(home.mette).last.buttons
    assert buttons == ["Se historik"] * 4 + ["Ældre"]
    assert home.teams.ledger[-1].size < 24 * 1024

    await alone(home, home.mette, "Ældre")
    await alone(home, home.mette, "Ældre")
    assert "Det 1." in last(home, home.mette)
    assert home.own(home.mette).last.buttons == ["Se historik", "Nyere"]


async def test_who_is_in_two_teams_can_look_at_both(valid):
    second = valid.teams.group_chat("Team Vest", valid.ole, valid.jens)
    await valid.teams.add_bot(second, by=valid.jens)
    await valid.settle()
    await valid.jens.presses(second, "Nyt team")
    await valid.settle()

    await valid.says(valid.jens, "sådan gør vi", alone=True)
    assert TEXT in last(valid, valid.jens)
    await alone(valid, valid.jens, "Sådan gør vi i Team Vest")
    assert last(valid, valid.jens).startswith("Sådan gør vi i Team Vest\nHer står ikke noget")


async def test_another_teams_history_is_nobodys_to_see(valid):
    zoe = valid.teams.person("Zoe Ravn")
    second = valid.teams.group_chat("Team Vest", zoe)
    await valid.teams.add_bot(second, by=zoe)
    await valid.settle()
    data = {"id": "1"}
    value = {"action": {"type": "Action.Execute", "verb": "deciding.history", "data": data}}

    answer = await zoe.invokes(second, "adaptiveCard/action", value, on=second.last)

    assert "\n".join(answer.texts).startswith("Det kan jeg ikke finde")


async def test_the_history_says_what_and_when_and_never_by_whom(valid):
    await valid.says(valid.mette, "sådan gør vi", alone=True)
    await alone(valid, valid.mette, "Se historik")

    assert last(valid, valid.mette) == (
        f"Sådan gør vi\n“{TEXT}”\nAnsvarlig: Mette\nGælder fra: 4. august 2026\n"
        "Ses på igen: 4. august 2027\nSådan blev det til\n4. august 2026: Foreslået\n"
        "4. august 2026: Bekræftet af teamlederen"
    )
    assert "Træk tilbage" not in valid.own(valid.mette).last.buttons


async def test_the_leader_withdraws_it_with_a_reason_and_the_history_stays(valid):
    await valid.says(valid.sara, "sådan gør vi", alone=True)
    await alone(valid, valid.sara, "Se historik")
    history = valid.own(valid.sara).last
    said = await writes(valid, valid.sara, "Træk tilbage", reason="Loven er en anden nu.")

    assert said == "Det er trukket tilbage. Teamet får det at vide, og historikken bliver stående."
    assert valid.chat.shown[-1] == (
        f"Det her gælder ikke længere\n“{TEXT}”\nSara skriver: Loven er en anden nu."
    )
    await valid.says(valid.mette, "sådan gør vi", alone=True)
    assert TEXT not in last(valid, valid.mette)
    value = {"action": {"type": "Action.Execute", "verb": "deciding.history", "data": {"id": "1"}}}
    answer = await valid.sara.invokes(
        valid.own(valid.sara), "adaptiveCard/action", value, on=history
    )
    await valid.settle()
    assert "Begrundelse: “Loven er en anden nu.”" in last(valid, valid.sara)
    assert answer.status == 200


# --- looking at it again ---------------------------------------------------------------------


async def mornings(home: House, days: int) -> None:
    """To nine o'clock so many days from now, with a look shortly before."""
    await home.at("8.59", days=days)
    await home.at("9.00")


async def a_year_later(home: House) -> None:
    await home.at("8.59", days=365)  # a Wednesday
    assert "Gælder det stadig?" not in home.told(home.mette)
    await home.at("9.00")


def newest(home: House, person: Person, begins: str) -> str:
    return next((t for t in reversed(home.own(person).shown) if t.startswith(begins)), "")


async def test_on_the_day_its_owner_is_asked_in_private(valid):
    await a_year_later(valid)

    assert last(valid, valid.mette) == (
        f"Det her står under Sådan gør vi. Gælder det stadig?\n“{TEXT}”\n"
        "Gælder fra tirsdag d. 4. august 2026."
    )
    assert valid.own(valid.mette).last.buttons == [
        "Det gælder stadig",
        "Skal ændres",
        "Skal trækkes tilbage",
    ]
    assert "Gælder det stadig?" not in valid.shown()


async def test_it_still_holds_for_another_year(valid):
    await a_year_later(valid)
    await alone(valid, valid.mette, "Det gælder stadig")

    assert last(valid, valid.mette) == (
        "Tak. Det gælder stadig. Jeg spørger igen fredag d. 4. august 2028."
    )
    await valid.at("9.00", days=30)
    assert "en gang til" not in valid.told(valid.mette)
    await mornings(valid, 336)
    assert last(valid, valid.mette).startswith("Det her står under Sådan gør vi.")


async def test_a_change_is_confirmed_by_the_leader_before_it_holds(valid):
    await a_year_later(valid)
    said = await writes(valid, valid.mette, "Skal ændres", text=OTHER)
    assert said == "Det er gemt. Sara bliver spurgt, og det gælder, når Sara siger ja."
    assert last(valid, valid.mette) == "Det venter på, at Sara bekræfter det."
    asked = last(valid, valid.sara)
    assert asked.startswith("Team Øst vil gerne ændre det, I gør.")
    assert f"I dag står der: “{TEXT}”" in asked
    await valid.says(valid.ole, "sådan gør vi", alone=True)
    assert TEXT in last(valid, valid.ole)

    await alone(valid, valid.sara, "Bekræft")

    assert told(valid)[-1].startswith(f"Sådan gør vi fra onsdag d. 4. august\n“{OTHER}”")
    await valid.says(valid.ole, "sådan gør vi", alone=True)
    await alone(valid, valid.ole, "Se historik")
    history = last(valid, valid.ole)
    assert history.index(f"Foreslået\n“{TEXT}”") < history.index(f"Foreslået\n“{OTHER}”")


async def test_a_change_that_is_sent_back_may_stay_as_it_is(valid):
    await a_year_later(valid)
    await writes(valid, valid.mette, "Skal ændres", text=OTHER)
    await writes(valid, valid.sara, "Svar tilbage", reason="Skolen er ikke med i det.")
    form = await valid.karen.opens(valid.own(valid.karen), "Skriv det om")
    assert form.inputs["text"]["value"] == OTHER
    assert "owner" not in form.inputs

    await alone(valid, valid.karen, "Lad det stå, som det er")

    await valid.says(valid.ole, "sådan gør vi", alone=True)
    assert TEXT in last(valid, valid.ole)
    assert "senest fredag d. 4. august 2028" in last(valid, valid.ole)


async def test_the_owner_proposes_to_withdraw_it_and_the_leader_decides(valid):
    await a_year_later(valid)
    said = await writes(valid, valid.mette, "Skal trækkes tilbage", reason="Ny lov.")
    assert said == "Det venter på, at Sara bekræfter det."
    assert last(valid, valid.sara).startswith("Team Øst foreslår, at det her trækkes tilbage.")
    assert "Begrundelse: Ny lov." in last(valid, valid.sara)
    assert "Bekræft med ændringer" not in valid.own(valid.sara).last.buttons

    await alone(valid, valid.sara, "Bekræft")

    assert valid.chat.shown[-1].startswith("Det her gælder ikke længere")
    assert last(valid, valid.mette) == "Det er trukket tilbage."


async def test_it_is_reminded_once_and_then_told_to_the_leader(valid):
    await a_year_later(valid)
    await valid.at("9.00", days=14)
    assert last(valid, valid.mette).startswith("Jeg spørger en gang til.")
    await valid.says(valid.ole, "sådan gør vi", alone=True)
    assert "Skal ses på igen." not in last(valid, valid.ole)

    await valid.at("9.00", days=14)

    assert "Det her skulle ses på igen senest onsdag d. 4. august 2027." in last(valid, valid.sara)
    await valid.says(valid.ole, "sådan gør vi", alone=True)
    assert "Skal ses på igen." in last(valid, valid.ole)
    await valid.at("9.00", days=60)
    assert sum("Gælder det stadig?" in text for text in valid.own(valid.mette).shown) == 2

    await alone(valid, valid.sara, "Det gælder stadig")
    await valid.says(valid.ole, "sådan gør vi", alone=True)
    assert "Skal ses på igen." not in last(valid, valid.ole)


async def test_who_left_the_team_is_not_asked_but_the_coordinator_is(valid):
    def without_mette(session):
        order = people.order(session, 1)
        mette = next(p for p in people.members(session, 1) if p.name == "Mette")
        people.save_order(session, 1, tuple(i for i in order if i != mette.id))

    await valid.bot.store.write(without_mette)
    await mornings(valid, 365)

    assert "Gælder det stadig?" not in valid.told(valid.mette)
    assert "Det her står under Sådan gør vi." in last(valid, valid.karen)


async def test_who_is_away_is_asked_when_they_are_back(valid):
    await valid.at("8.00", days=364)
    await valid.says(valid.mette, "fravær", alone=True)
    form = await valid.mette.opens(valid.own(valid.mette), "Meld fravær")
    await form.submit(first="2027-08-03", last="2027-08-06")
    await valid.settle()
    for _ in range(5):
        await valid.at("9.00", days=1)
        assert "Gælder det stadig?" not in valid.told(valid.mette)

    await valid.at("9.00", days=1)  # Monday
    assert last(valid, valid.mette).startswith("Det her står under Sådan gør vi.")
    assert "Gælder det stadig?" not in valid.told(valid.karen)


async def test_a_weekend_waits_for_monday_and_nobody_is_asked_at_night(valid):
    def on_saturday(session):
        found = practice.get(session, 1)
        moved = replace(found, review_on=date(2026, 8, 15))
        practice.save(session, moved, What.EDITED, valid.clock.time)

    await valid.bot.store.write(on_saturday)
    await valid.at("9.00", days=12)
    assert "Gælder det stadig?" not in valid.told(valid.mette)
    await valid.at("3.00", days=1)
    assert "Gælder det stadig?" not in valid.told(valid.mette)
    await valid.at("9.00")
    assert last(valid, valid.mette).startswith("Det her står under Sådan gør vi.")


async def test_shared_practice_is_looked_at_again_as_well(led):
    def share(session):
        fresh = Practice(team_id=1, text=TEXT, review_on=date(2026, 8, 10))
        practice.add(session, fresh, What.APPROVED, led.clock.time)

    await led.bot.store.write(share)
    await mornings(led, 7)

    await led.at("9.00", days=1)  # Karen was told of a turn a minute before
    assert newest(led, led.karen, "Det her står under jeres fælles praksis.")
    await alone(led, led.karen, "Det gælder stadig")
    assert newest(led, led.karen, "Tak. Det gælder stadig.")


async def test_only_who_was_asked_or_leads_answers(valid):
    await a_year_later(valid)
    [press] = [
        a for a in valid.own(valid.mette).last.card["actions"] if a["title"] == "Det gælder stadig"
    ]
    value = {"action": {"type": "Action.Execute", "verb": press["verb"], "data": press["data"]}}

    answer = await valid.jens.invokes(
        valid.own(valid.jens), "adaptiveCard/action", value, on=valid.own(valid.mette).last
    )

    assert "\n".join(answer.texts) == "Mette ser på det. Sig til der, hvis det skal ændres."


# --- whole -----------------------------------------------------------------------------------


async def test_every_text_input_of_every_form_is_read(valid):
    """What the guard reads is what the forms have."""
    dialogs = bot.principles.area(ZONE).dialogs
    await a_year_later(valid)
    opened = {
        "principles.change": await valid.mette.opens(valid.own(valid.mette), "Skal ændres"),
        "principles.end": await valid.mette.opens(valid.own(valid.mette), "Skal trækkes tilbage"),
    }
    await opened["principles.change"].submit(text=OTHER)
    await valid.settle()
    for verb, title in (
        ("principles.amend", "Bekræft med ændringer"),
        ("principles.back", "Svar tilbage"),
    ):
        opened[verb] = await valid.sara.opens(valid.own(valid.sara), title)
    await opened["principles.back"].submit(reason="Nej.")
    await valid.settle()
    opened["principles.rewrite"] = await valid.karen.opens(valid.own(valid.karen), "Skriv det om")
    await valid.says(valid.sara, "sådan gør vi", alone=True)
    await alone(valid, valid.sara, "Se historik")
    opened["principles.withdraw"] = await valid.sara.opens(valid.own(valid.sara), "Træk tilbage")
    for verb, form in opened.items():
        inputs = {name for name, each in form.inputs.items() if each["type"] == "Input.Text"}
        assert inputs == {*dialogs[verb].texts}, verb
