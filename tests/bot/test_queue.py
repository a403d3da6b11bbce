"""Cases and turns: who brings what, and who brings next."""

import json
from dataclasses import replace

import pytest

from bot.rehearsal.connector import Form, Person
from storage import people
from tests.house import House, moved_in

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
OTHER = "Hvad overser vi hos far?"
GENERAL = "Hvornår foreslår vi aflastning?"


async def brings(home: House, person: Person, question: str, kind: str = "case") -> str:
    form = await person.opens(home.chat, "Tag en sag med")
    answer = await form.submit(question=question, kind=kind)
    await home.settle()
    return "\n".join(answer.texts)


async def alone(home: House, person: Person, button: str) -> str:
    """Presses a button in somebody's own chat with the bot."""
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def writes(home: House, person: Person, button: str, **fields: object) -> str:
    """Fills in a form from somebody's own chat with the bot."""
    form = await person.opens(home.own(person), button)
    answer = await form.submit(**fields)
    await home.settle()
    return "\n".join(answer.texts)


def last(home: House, person: Person) -> str:
    return home.own(person).shown[-1]


async def to_thursday(home: House) -> None:
    """From the Monday of the first week to the reminder for the Tuesday after."""
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=2)


async def closed_in(home: House, weeks: str) -> None:
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(closed_weeks=weeks)
    await home.settle()


# --- bringing --------------------------------------------------------------------------------


async def test_one_sentence_is_enough(home):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)

    assert last(home, home.ole) == (
        "Tak. Sagen er noteret. Du står først i rækken. "
        "Næste sparring er tirsdag d. 4. august kl. 9.00."
    )
    assert home.shown().count(QUESTION) == 0


async def test_in_the_group_it_is_taken_with_a_friendly_line(home):
    await home.says(home.ole, f"sag {QUESTION}")

    assert "Næste gang kan du bruge formularen eller skrive til mig privat." in home.chat.shown[-1]
    await home.says(home.mette, "kø")
    assert "1. Ole (sag)" in home.chat.shown[-1]


async def test_sag_alone_is_answered_with_the_form(home):
    await home.says(home.ole, "sag", alone=True)

    assert "En enkelt sætning er nok." in last(home, home.ole)
    assert await writes(home, home.ole, "Tag en sag med", question=QUESTION)
    await home.says(home.ole, "kø", alone=True)
    assert f"“{QUESTION}”" in last(home, home.ole)


async def test_a_question_that_is_too_long_is_asked_for_shorter_and_kept_in_the_form(home):
    long = "Hvad overser vi? " * 20
    form = await home.ole.opens(home.chat, "Tag en sag med")
    again = await form.submit(question=long)

    assert isinstance(again, Form)
    assert again.texts[0] == (
        "Sparringsspørgsmålet er på 339 tegn. Skriv det på højst 300. "
        "Resten kan du fortælle på mødet."
    )
    assert again.inputs["question"]["value"] == long
    assert (await again.submit(question=QUESTION)).texts[0].startswith("Tak.")


async def test_three_hundred_characters_are_taken_and_one_more_is_not(home):
    await home.says(home.ole, "sag " + "å" * 300, alone=True)
    assert last(home, home.ole).startswith("Tak.")

    await home.says(home.ole, "sag " + "å" * 301, alone=True)
    assert "på 301 tegn" in last(home, home.ole)


async def test_a_question_of_nothing_visible_is_none(home):
    assert "Skriv en enkelt sætning" in await brings(home, home.ole, "\u200b\u200b")


async def test_a_case_that_comes_while_the_card_is_up_is_for_today(home):
    await home.at("9.00", days=1)

    said = await brings(home, home.ole, QUESTION)

    assert said == "Tak. Sagen er noteret. Den står på kortet til i dag."
    assert f"Ole tager en sag med: “{QUESTION}”" in home.chat.shown[-1]
    await home.says(home.mette, "kø")
    assert "Det er Karens tur." in home.chat.shown[-1]  # a week from now, when Ole has had his


async def test_several_wait_in_the_order_that_they_came(home):
    await brings(home, home.ole, QUESTION)
    said = await brings(home, home.mette, OTHER, "review")
    await brings(home, home.sara, GENERAL, "topic")

    assert "Du står som nr. 2 i rækken." in said
    await home.says(home.bo, "kø")
    rows = home.chat.shown[-1].splitlines()
    assert rows[1:4] == ["1. Ole (sag)", "2. Mette (sagseftersyn)", "3. Sara (generelt emne)"]
    assert "Det er Oles tur." in rows[-1]


async def test_that_something_went_wrong_is_never_shown_in_the_group(home):
    said = await brings(home, home.ole, QUESTION, "went_wrong")
    assert said.startswith("Tak, fordi du deler den. Sagen er noteret.")

    await home.says(home.mette, "kø")
    await home.says(home.mette, "kø", alone=True)
    await home.at("9.00", days=1)
    await home.karen.opens(home.chat, "Ret sag og tid")
    await home.presses(home.karen, "Start sparringen")

    everything = home.shown() + home.told(home.mette) + home.told(home.karen)
    assert "1. Ole (sag)" in everything
    assert "Ole tager en sag med" in str([m.versions for m in home.chat.messages])
    posted = str([m.versions for m in home.chat.messages])
    assert "gik galt" not in everything + posted
    assert "went_wrong" not in posted


async def test_a_case_is_taken_back_by_who_brought_it(home):
    await brings(home, home.ole, QUESTION)
    await home.says(home.ole, "kø", alone=True)

    assert await alone(home, home.ole, "Træk sagen tilbage") == (
        "Sagen er trukket tilbage, og det, du skrev, er slettet."
    )
    await home.says(home.ole, "kø", alone=True)
    assert "Ingen sager venter lige nu." in last(home, home.ole)


async def test_a_case_that_waits_is_reworded_by_who_brought_it(home):
    await brings(home, home.ole, QUESTION)
    await home.says(home.ole, "kø", alone=True)

    form = await home.ole.opens(home.own(home.ole), "Ret spørgsmålet")
    assert form.inputs["question"]["value"] == QUESTION
    answer = await form.submit(question=OTHER)
    await home.settle()

    assert answer.text == "Dit spørgsmål er rettet."
    await home.says(home.ole, "kø", alone=True)
    assert OTHER in last(home, home.ole)
    assert QUESTION not in last(home, home.ole)


async def test_a_case_that_was_taken_back_meanwhile_is_not_said_to_have_been_held(home):
    await brings(home, home.ole, QUESTION)
    await home.says(home.ole, "kø", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Ret spørgsmålet")
    await alone(home, home.ole, "Træk sagen tilbage")

    answer = await form.submit(question=OTHER)

    assert answer.text == "Sagen venter ikke mere: Den er i gang, holdt eller trukket tilbage."


async def test_the_cards_that_show_a_question_follow_when_it_is_reworded(home):
    await brings(home, home.ole, QUESTION)
    await home.at("9.00", days=1)
    assert QUESTION in home.chat.shown[-1]
    await home.says(home.ole, "kø", alone=True)

    form = await home.ole.opens(home.own(home.ole), "Ret spørgsmålet")
    await form.submit(question=OTHER)
    await home.settle()

    assert f"Ole tager en sag med: “{OTHER}”" in home.chat.shown[-1]


async def test_the_reminder_shows_the_question_as_it_is_reworded(home):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await brings(home, home.karen, QUESTION)
    await home.at("9.00", days=2)
    assert QUESTION in last(home, home.karen)

    form = await home.karen.opens(home.own(home.karen), "Ret spørgsmålet")
    await form.submit(question=OTHER)
    await home.settle()

    assert OTHER in last(home, home.karen)
    assert QUESTION not in last(home, home.karen)


async def test_the_reminder_follows_when_the_hour_has_struck_and_the_sparring_has_not_begun(home):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await brings(home, home.karen, QUESTION)
    await home.at("9.00", days=2)
    await home.at("9.02", days=5)
    assert QUESTION in home.told(home.karen)

    await writes(home, home.karen, "Ret spørgsmålet", question=OTHER)

    assert QUESTION not in home.told(home.karen)
    assert "Tiden for den sparring er gået. Skriv kø, så ser du din sag." in home.told(home.karen)


async def test_a_case_that_is_taken_back_stands_in_no_reminder_of_a_sparring_that_was_not_held(
    home,
):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await brings(home, home.ole, QUESTION)
    await home.at("9.00", days=2)
    await home.at("9.02", days=5)
    await home.cancels(home.karen)
    await home.says(home.ole, "kø", alone=True)

    await alone(home, home.ole, "Træk sagen tilbage")

    reminder = home.own(home.ole).shown[-2]
    assert reminder == (
        "Tiden for den sparring er gået. Det, du skrev om sagen hos mig, er slettet."
    )


async def test_the_question_whether_a_case_comes_again_follows_what_is_done_in_the_queue(home):
    await brings(home, home.ole, QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await home.at("10.15")  # it closes itself
    await alone(home, home.karen, "Nej, tag sagen igen")
    asked = home.own(home.ole).last
    assert asked.buttons == ["Skriv spørgsmålet", "Træk sagen tilbage"]
    await home.says(home.ole, "kø", alone=True)

    await writes(home, home.ole, "Skriv spørgsmålet", question=OTHER)

    assert asked.texts == ["Tak. Sagen kommer først næste gang."]
    assert asked.buttons == []


async def test_of_several_cases_each_has_its_own_buttons_apart_from_the_numbers_of_the_queue(home):
    await brings(home, home.mette, GENERAL)
    await brings(home, home.ole, QUESTION)
    await brings(home, home.ole, OTHER)
    await home.says(home.ole, "kø", alone=True)

    own = home.own(home.ole)
    named = [button for button in own.last.buttons if "sag" in button][:-1]
    assert named == ["Ret sag A", "Træk sag A tilbage", "Ret sag B", "Træk sag B tilbage"]
    assert "2. Ole (sag)\n3. Ole (sag)" in last(home, home.ole)
    assert f"A. “{QUESTION}”\nB. “{OTHER}”" in last(home, home.ole)
    form = await home.ole.opens(own, "Ret sag B")
    assert form.inputs["question"]["value"] == OTHER


async def test_however_many_somebody_has_the_queue_can_be_shown(home):
    long = "Hvad gør vi, når sagen står stille, og mor ikke svarer på det? " * 4
    for _ in range(12):
        await brings(home, home.ole, long)

    await home.says(home.ole, "kø", alone=True)

    assert "Og 2 til." in last(home, home.ole)
    assert len(json.dumps(home.own(home.ole).last.present.activity)) < 24_000


async def test_who_is_in_two_teams_is_asked_which(home):
    second = home.teams.group_chat("Team Vest", home.ole, home.jens)
    await home.teams.add_bot(second, by=home.jens)
    await home.settle()
    await home.jens.presses(second, "Nyt team")
    await home.settle()

    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    assert "Hvilket team gælder det?" in last(home, home.ole)

    assert (await alone(home, home.ole, "Team Vest")).startswith("Tak. Sagen er noteret.")
    await home.says(home.ole, "kø", alone=True)
    shown = last(home, home.ole)
    assert "Kommende sager i Team Øst\nIngen sager venter lige nu." in shown
    assert "Kommende sager i Team Vest\n1. Ole (sag)" in shown


# --- principle cases -------------------------------------------------------------------------


@pytest.fixture
async def asked(home: House) -> House:
    """Sara is the team leader, and Ole has asked for a principle case."""

    def let_sara_lead(session):
        team = people.team(session, 1)
        sara = next(who for who in people.members(session, team.id) if who.name == "Sara")
        people.save_team(session, replace(team, leader=sara), by=sara)

    await home.bot.store.write(let_sara_lead)
    said = await brings(home, home.ole, GENERAL, "principle")
    assert said == "Tak. Teamlederen bliver spurgt, om I tager den som principiel sag."
    return home


async def test_a_principle_case_waits_for_the_team_leader(asked):
    assert f"“{GENERAL}”" in last(asked, asked.sara)
    await asked.says(asked.mette, "kø")
    assert "Venter på teamlederens svar: 1" in asked.chat.shown[-1]

    await asked.at("9.00", days=1)
    assert "Ole" not in asked.chat.shown[-1].splitlines()[1]

    await asked.says(asked.karen, "start principiel")
    assert asked.chat.shown[-1].startswith("Principiel sag er til sager, som teamlederen")


async def test_accepted_it_is_on_the_start_card_with_its_own_agenda(asked):
    assert "rækken af kommende sager" in await alone(asked, asked.sara, "Ja, tag den")
    assert last(asked, asked.ole).startswith("Sara har sagt ja")

    await asked.at("9.00", days=1)

    card = asked.chat.shown[-1]
    assert f"Ole tager en principiel sag med: “{GENERAL}”" in card
    assert "Principiel sag, 55 min. + 5 min. ekstra tid" in card
    await asked.presses(asked.karen, "Start sparringen")
    assert "Ramme og spørgsmål · 1 af 7" in asked.chat.shown[-1]


async def test_accepted_while_the_card_is_up_it_comes_onto_the_card(asked):
    await asked.at("9.00", days=1)
    assert "Der er ingen sag til i dag." in asked.chat.shown[-1]

    await alone(asked, asked.sara, "Ja, tag den")

    assert f"Ole tager en principiel sag med: “{GENERAL}”" in asked.chat.shown[-1]


async def test_declined_it_can_be_an_ordinary_case(asked):
    await writes(asked, asked.sara, "Ikke som principiel sag", text="Vi har en retningslinje.")
    told = last(asked, asked.ole)
    assert told.startswith("Sara vil ikke tage spørgsmålet som principiel sag nu.")
    assert "Sara skriver: “Vi har en retningslinje.”" in told

    assert "enkeltsag" in await alone(asked, asked.ole, "Tag det som enkeltsag")
    await asked.says(asked.mette, "kø")
    assert "1. Ole (sag)" in asked.chat.shown[-1]


async def test_taken_back_it_no_longer_stands_in_the_team_leaders_chat(asked):
    assert GENERAL in asked.told(asked.sara)
    await asked.says(asked.ole, "kø", alone=True)

    await alone(asked, asked.ole, "Træk sagen tilbage")

    assert last(asked, asked.sara) == "Sagen er trukket tilbage."


async def test_asked_back_each_question_and_answer_is_a_message_of_its_own(asked):
    await asked.later(minutes=1)
    await writes(asked, asked.sara, "Spørg ind", text="Gælder det også nabokommunen?")
    assert "“Gælder det også nabokommunen?”" in last(asked, asked.ole)

    before = len(asked.own(asked.sara).messages)
    await asked.later(minutes=1)
    await writes(asked, asked.ole, "Svar", text="Ja, også dér.")

    assert len(asked.own(asked.sara).messages) == before + 1
    assert "Ole svarer: “Ja, også dér.”" in last(asked, asked.sara)
    await alone(asked, asked.sara, "Ja, tag den")
    assert last(asked, asked.ole).startswith("Sara har sagt ja")


async def test_answered_cards_lose_their_buttons_for_good(asked):
    await asked.later(minutes=1)
    await writes(asked, asked.sara, "Spørg ind", text="Gælder det også nabokommunen?")
    assert last(asked, asked.sara) == "Tak. Spørgsmålet er sendt videre."

    await asked.later(minutes=1)
    await writes(asked, asked.ole, "Svar", text="Ja, også dér.")
    assert last(asked, asked.ole) == "Tak. Dit svar er sendt til teamlederen."

    await asked.later(minutes=1)
    await writes(asked, asked.sara, "Ikke som principiel sag", text="Ikke nu.")
    assert last(asked, asked.sara) == "Tak. Svaret er sendt videre."
    await alone(asked, asked.ole, "Lad det ligge")
    assert last(asked, asked.ole) == "Sagen er trukket tilbage, og det, du skrev, er slettet."


async def test_only_the_team_leader_answers_and_only_once(asked):
    request = asked.own(asked.sara).last.present
    await alone(asked, asked.sara, "Ja, tag den")
    await asked.later(minutes=3)

    again = await asked.sara.presses(asked.own(asked.sara), "Ja, tag den", message=request)
    assert again.text == "Der er allerede svaret."


async def test_without_a_known_leader_it_is_said_who_can_help(home):
    said = await brings(home, home.ole, GENERAL, "principle")

    assert "Jeg ved ikke, hvem jeres teamleder er" in said
    assert "Tag den som enkeltsag" in said


# --- turns -----------------------------------------------------------------------------------


async def test_with_no_case_the_rota_names_whose_turn_it_is_and_a_topic_is_offered(home):
    await home.at("9.00", days=1)

    card = home.chat.shown[-1]
    assert "Der er ingen sag til i dag. Det er Karens tur til at tage en med." in card
    assert "I kan tage et emne i stedet: “Hvornår er en sag klar til at slutte?”" in card
    assert "Tag en sag med" in home.chat.last.buttons


async def test_the_next_topic_is_offered_when_one_has_been_held(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    for _ in range(5):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    await home.at("12.00", days=1)

    await home.at("9.00", days=6)

    assert "“Hvornår er der grund til bekymring?”" in home.chat.shown[-1]
    assert "Det er Karens tur" in home.chat.shown[-1]


async def test_the_reminder_comes_three_working_days_before_at_nine(home):
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("8.59", days=2)
    assert "din tur" not in home.told(home.karen)

    await home.at("9.00")

    assert last(home, home.karen) == (
        "To ting til dig\n"
        "Tirsdag d. 11. august kl. 9.00 er det din tur til at tage en sag med.\n"
        "Hvad vil du gerne have hjælp til at tænke over? En enkelt sætning er nok.\n"
        "Springer du over, beholder du din tur.\n"
        "Det er din egen sag tirsdag d. 11. august kl. 9.00. Så er det Bo, der leder."
    )
    assert last(home, home.bo) == (
        "Det er Karens sag tirsdag d. 11. august kl. 9.00. Så er det dig, der leder."
    )


async def test_a_holiday_between_makes_the_reminder_a_day_earlier(empty):
    empty.clock.time = empty.clock.time.replace(month=5, day=18)  # Monday before Whitsun
    home = await moved_in(empty)
    await home.at("9.00", days=1)
    await home.cancels(home.karen)

    await home.at("9.00", days=1)

    # Tuesday 26 May: Monday is Whit Monday, so Friday, Thursday, Wednesday are counted.
    assert "Tirsdag d. 26. maj kl. 9.00 er det din tur" in last(home, home.karen)


async def test_where_holidays_are_many_the_right_sparring_is_reminded_of(empty):
    empty.clock.time = empty.clock.time.replace(month=12, day=21)
    home = await moved_in(empty)
    await brings(home, home.ole, QUESTION)

    # Three working days before Tuesday 29 December is Tuesday 22 December, when Ole's case is up.
    await home.at("9.00", days=1)

    assert "Ole tager en sag med" in home.chat.shown[-1]
    assert "Tirsdag d. 29. december kl. 9.00 er det din tur" in home.told(home.karen)
    assert "29. december" not in home.told(home.ole)


async def test_who_has_a_case_in_the_queue_is_reminded_of_that(home):
    await brings(home, home.ole, QUESTION)
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=2)

    assert last(home, home.ole) == (
        f"Tirsdag d. 11. august kl. 9.00 er det din sag, I tager op:\n“{QUESTION}”"
    )
    assert "din tur" not in home.told(home.karen)


async def test_a_case_brought_from_the_reminder_shows_on_it(home):
    await to_thursday(home)

    await writes(home, home.karen, "Tag en sag med", question=QUESTION)

    assert f"er det din sag, I tager op:\n“{QUESTION}”" in home.told(home.karen)


async def test_who_passes_keeps_the_turn_and_the_next_is_asked(home):
    await to_thursday(home)

    said = await alone(home, home.karen, "Ikke denne gang")

    assert "Noteret. Du beholder din tur og står først næste gang, du er med." in said
    assert last(home, home.karen).endswith(
        "Tirsdag d. 11. august kl. 9.00 er det Bos tur. Så er det dig, der leder."
    )
    assert "din tur" not in home.told(home.bo)  # Bo has had today's message
    await home.at("9.00", days=1)
    assert "Tirsdag d. 11. august kl. 9.00 er det din tur" in last(home, home.bo)
    await home.at("9.00", days=4)
    assert "Det er Bos tur" in home.chat.shown[-1]
    await home.cancels(home.karen)
    assert "Det er stadig Karens tur." in home.chat.shown[-1]


async def test_a_swap_that_is_accepted(home):
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    answer = await form.submit(**{"with": "Mette"})
    await home.settle()
    assert answer.text == "Din kollega er spurgt. Turen er din, til der er svaret."

    said = await alone(home, home.mette, "Det er fint")

    assert said == "Så har I byttet tur."
    assert last(home, home.mette).startswith(
        "Tirsdag d. 11. august kl. 9.00 er det din tur til at tage en sag med."
    )
    told = home.told(home.karen)
    assert "Mette bytter gerne tur med dig." in told
    assert "Tirsdag d. 11. august kl. 9.00 er det Mettes tur. Din kommer senere." in told
    await home.says(home.bo, "kø")
    assert "Turliste: Mette → Bo → Ole → Karen → Sara → Jens" in home.chat.shown[-1]


async def test_a_swap_that_is_declined_leaves_the_turn_where_it_is(home):
    await to_thursday(home)
    await writes(home, home.karen, "Byt tur", **{"with": "Mette"})

    assert await alone(home, home.mette, "Ikke denne gang") == "Fint. Turen bliver, hvor den er."

    assert last(home, home.karen) == "Det passede ikke denne gang. Turen er stadig din."
    await home.says(home.bo, "kø")
    assert "Det er Karens tur." in home.chat.shown[-1]


async def test_a_button_of_a_turn_that_has_been_is_kindly_refused(home):
    await to_thursday(home)
    await home.at("9.00", days=5)

    said = await alone(home, home.karen, "Ikke denne gang")

    assert said == "Tiden for den sparring er gået. Din tur er ikke tabt."


async def test_who_has_brought_a_case_goes_to_the_back_of_the_rota(home):
    await brings(home, home.karen, QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.bo, "Start kort (30 min.)")
    for _ in range(6):
        await home.presses(home.bo, "Næste fase")
    await home.presses(home.bo, "Afslut sparringen")

    assert "Næste gang er tirsdag d. 11. august kl. 9.00. Det er Bos tur." in home.chat.shown[-1]
    await home.says(home.ole, "kø")
    assert "Turliste: Bo → Ole → Mette → Sara → Jens → Karen" in home.chat.shown[-1]
