"""The coming sparring: its start card, what it is about, who starts it."""

from datetime import date

import pytest

from bot.rehearsal.connector import Form, Person
from dialogs.people.team import Absence
from storage import people
from tests.house import House, moved_in

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
OTHER = "Hvad overser vi hos far?"
TUESDAY = date(2026, 8, 4)


async def brings(
    home: House, person: Person, question: str = QUESTION, kind: str = "case"
) -> None:
    form = await person.opens(home.chat, "Tag en sag med")
    await form.submit(question=question, kind=kind)
    await home.settle()


async def alone(home: House, person: Person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def prepares(home: House, **fields: object) -> str:
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    answer = await form.submit(**fields)
    await home.settle()
    return "\n".join(answer.texts)


async def is_away(home: House, *who: Person, day: date = TUESDAY) -> None:
    def note(session):
        for person in who:
            found = people.find(session, person.aad_id)
            people.add_absence(session, Absence(person_id=found.id, first=day, last=day))

    await home.bot.store.write(note)


async def closed_in(home: House, weeks: str) -> None:
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(closed_weeks=weeks)
    await home.settle()


def card(home: House) -> str:
    return home.chat.shown[-1]


def on_all_cards(home: House) -> str:
    return str([version for message in home.chat.messages for version in message.versions])


@pytest.fixture
async def up(home: House) -> House:
    """Tuesday at nine: the card with Ole's case is up."""
    await brings(home, home.ole)
    await home.at("9.00", days=1)
    return home


# --- closed days, cancelled, nobody came -----------------------------------------------------


async def test_a_cancelled_sparring_says_so_and_moves_on(up):
    assert await up.cancels(up.karen) == "Sparringen er aflyst."

    assert card(up) == (
        "Sparringen er aflyst. Næste gang er tirsdag d. 11. august kl. 9.00. "
        "Det er stadig Oles tur."
    )
    await up.at("9.00", days=7)
    assert f"Ole tager en sag med: “{QUESTION}”" in card(up)


async def test_a_sparring_is_not_cancelled_by_one_press(up):
    before = card(up)

    form = await up.karen.opens(up.chat, "Aflys sparringen")
    await up.settle()

    assert form.texts == [
        "Så bliver sparringen ikke holdt. Sagen venter til næste gang, og ingen mister sin tur. "
        "Ombestemmer I jer, kan koordinatoren skrive start."
    ]
    assert form.buttons == ["Aflys sparringen"]
    assert card(up) == before


async def test_a_sparring_that_has_begun_meanwhile_is_not_cancelled(up):
    form = await up.bo.opens(up.chat, "Aflys sparringen")
    await up.presses(up.karen, "Start sparringen")

    answer = await form.submit()

    assert "aflyst" not in answer.text
    assert "Ramme og spørgsmål · 1 af 7" in card(up)


async def test_a_press_on_a_cancelled_sparring_starts_nothing(up):
    old = up.chat.last.present
    await up.cancels(up.karen)

    said = await up.presses(up.karen, "Start sparringen", message=old)

    assert said == "Den sparring er slut eller aflyst. Koordinatoren kan skrive start for en ny."
    assert "Sparringen er aflyst." in card(up)


async def test_after_a_cancellation_start_begins_a_new_one(up):
    await up.cancels(up.karen)

    await up.says(up.karen, "start")

    assert QUESTION in card(up)
    assert "Ramme og spørgsmål · 1 af 7" in card(up)


async def test_a_closed_week_has_no_start_card_and_says_when_it_goes_on(home):
    await brings(home, home.ole)
    await closed_in(home, "32")

    await home.at("9.00", days=1)

    assert card(home) == (
        "Der er ingen sparring i uge 32. Næste gang er tirsdag d. 11. august kl. 9.00. "
        "Det er stadig Oles tur."
    )
    await home.at("9.00", days=7)
    assert QUESTION in card(home)


async def test_a_holiday_is_named_by_its_date(empty):
    empty.clock.time = empty.clock.time.replace(month=12, day=28)
    home = await moved_in(empty)
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(weekday="4")  # Friday 1 January
    await home.settle()

    await home.at("9.00", days=4)

    assert card(home).startswith("Der er ingen sparring fredag d. 1. januar. Næste gang er")


async def test_a_card_that_nobody_started_starts_nothing_a_week_later(up):
    old = up.chat.last.present
    await up.at("9.00", days=7)

    said = await up.presses(up.karen, "Start sparringen", message=old)

    assert said.startswith("Den sparring er slut eller aflyst.")
    assert up.chat.shown[-2].startswith("Sparringen blev ikke holdt. Næste gang er")
    assert QUESTION in card(up)


# --- starting --------------------------------------------------------------------------------


async def test_who_has_no_right_to_start_is_told_who_has(up):
    said = await up.presses(up.mette, "Start sparringen")

    assert said == "Karen starter sparringen. Er Karen ikke med, kan Bo starte."
    await up.says(up.mette, "start")
    assert card(up) == said


async def test_a_button_of_an_older_card_starts_nothing(up):
    old = up.chat.last.present
    await prepares(up, present="5")

    said = await up.presses(up.karen, "Start sparringen", message=old)

    assert said == "Kortet er ændret, siden knappen blev lavet. Se det nyeste kort."


async def test_pressed_twice_it_starts_once(up):
    old = up.chat.last.present
    await up.presses(up.karen, "Start sparringen", message=old)

    said = await up.presses(up.bo, "Start sparringen", message=old)

    assert said.startswith("Der er allerede en sparring i gang her.")
    assert "Ramme og spørgsmål · 1 af 7" in card(up)


async def test_an_unknown_mødeform_is_answered_with_those_there_are(up):
    await up.says(up.karen, "start stormøde")

    assert card(up) == (
        "Jeg kender enkeltsag, kort, principiel sag og generelt emne. Skriv fx start kort."
    )


async def test_start_in_a_chat_of_ones_own_says_where_it_belongs(up):
    await up.says(up.karen, "start", alone=True)

    assert up.own(up.karen).shown[-1] == (
        "Det kan jeg kun, hvor teamet er samlet. Skriv det i jeres teamchat."
    )


async def test_a_principle_agenda_needs_a_case_that_was_agreed(up):
    await up.says(up.karen, "start principiel")
    assert card(up).startswith("Principiel sag er til sager, som teamlederen har sagt ja til")

    said = await prepares(up, agenda="principle")
    assert said.startswith("Principiel sag er til sager, som teamlederen har sagt ja til")


async def test_a_refused_start_leaves_nothing_behind(home):
    await home.says(home.mette, "start")
    shown = len(home.chat.messages)

    await brings(home, home.ole)

    assert len(home.chat.messages) == shown


async def test_started_late_the_two_ends_are_offered(up):
    await up.at("9.12")

    said = await up.presses(up.karen, "Start sparringen")

    assert "Klokken er {{TIME(2026-08-04T07:12:00Z)}}. Hele sparringen slutter" in said
    assert "{{TIME(2026-08-04T08:07:00Z)}}, den korte kl. {{TIME(2026-08-04T07:42:00Z)}}" in said
    await up.presses(up.karen, "Start kort")
    assert "Ramme og spørgsmål · 1 af 7" in card(up)
    assert "Slutter kl. {{TIME(2026-08-04T07:14:00Z)}}" in card(up)


async def test_the_whole_of_it_can_be_started_late_as_well(up):
    await up.at("9.12")
    await up.presses(up.karen, "Start sparringen")

    await up.presses(up.karen, "Start hele")

    assert "Slutter kl. {{TIME(2026-08-04T07:15:00Z)}}" in card(up)


# --- who leads -------------------------------------------------------------------------------


async def test_the_coordinators_own_case_is_led_by_the_deputy(home):
    await brings(home, home.karen)
    await home.at("9.00", days=1)
    assert "Bo leder." in card(home)

    said = await home.presses(home.karen, "Start sparringen")
    assert said == "Det er din egen sag. Så er det Bo, der leder."

    await home.presses(home.bo, "Start sparringen")
    assert "Bo styrer tiden." in card(home)


async def test_both_away_somebody_leads_today_when_another_agrees(home):
    await brings(home, home.ole)
    await is_away(home, home.karen, home.bo)
    await home.at("9.00", days=1)
    assert "Karen og Bo er her ikke. En af jer kan lede i dag, hvis en anden siger ja." in card(
        home
    )
    assert home.chat.last.buttons.index("Jeg leder i dag") < 3

    await home.presses(home.mette, "Jeg leder i dag")
    assert "Mette vil gerne lede i dag." in card(home)
    assert await home.presses(home.mette, "Det er fint") == (
        "Det skal være en anden end dig, der siger ja."
    )
    await home.presses(home.sara, "Det er fint")
    assert "Mette leder." in card(home)

    await home.presses(home.mette, "Start sparringen")
    assert "Mette styrer tiden." in card(home)


async def test_the_case_owner_does_not_lead_today(up):
    said = await up.presses(up.ole, "Jeg leder i dag")

    assert said == "Det er din egen sag. En kollega kan trykke Jeg leder i dag."


async def test_the_coordinator_away_the_deputy_is_said_to_lead(home):
    await brings(home, home.ole)
    await is_away(home, home.karen)
    await home.at("9.00", days=1)

    assert "Bo leder." in card(home)


async def test_a_stranger_to_the_team_cannot_agree(up):
    anne = up.teams.person("Anne Vind")
    await up.presses(up.mette, "Jeg leder i dag")
    up.chat.members.append(anne)  # Teams has not told of her yet

    said = await up.presses(anne, "Det er fint")

    assert said == "Jeg er kun for teamets egne medarbejdere. Karen hjælper dig gerne videre."


async def test_an_absent_case_owner_keeps_the_turn_and_nobody_hears_why(home):
    await brings(home, home.ole)
    await brings(home, home.mette, OTHER)
    await is_away(home, home.ole)

    await home.at("9.00", days=1)

    assert (
        "Ole er her ikke i dag. Sagen kommer først næste gang, og Ole beholder sin tur."
        in card(home)
    )
    assert f"Mette tager en sag med: “{OTHER}”" in card(home)
    await home.cancels(home.karen)
    await home.at("9.00", days=7)
    assert f"Ole tager en sag med: “{QUESTION}”" in card(home)


# --- Ret sag og tid --------------------------------------------------------------------------


async def test_case_mødeform_number_and_timekeeper_are_put_right_in_one_form(up):
    await brings(up, up.mette, OTHER)
    form = await up.karen.opens(up.chat, "Ret sag og tid")
    cases = [choice["title"] for choice in form.inputs["subject"]["choices"]]
    assert cases[:2] == [f"Ole: “{QUESTION}”", f"Mette: “{OTHER}”"]

    await form.submit(subject=cases[1], agenda="short", present="4", timekeeper="Sara")
    await up.settle()

    assert f"Mette tager en sag med: “{OTHER}”" in card(up)
    assert "Kort, 30 min." in card(up)
    assert "Karen leder. Sara holder tiden." in card(up)


async def test_the_timekeeper_moves_the_meeting_on_and_does_not_close_it(up):
    await prepares(up, timekeeper="Sara")
    await up.presses(up.karen, "Start kort (30 min.)")
    for _ in range(6):
        await up.presses(up.sara, "Næste fase")

    said = await up.presses(up.sara, "Afslut sparringen")

    assert said == "Karen runder selv af. Du kan holde tiden."


async def test_who_leads_needs_no_timekeeper(up):
    await prepares(up, timekeeper="Karen")
    assert "Karen leder.\n" in f"{card(up)}\n"

    await up.presses(up.karen, "Start sparringen")
    assert "Karen styrer tiden." in card(up)


async def test_the_case_owner_does_not_keep_the_time(up):
    said = await prepares(up, timekeeper="Ole")

    assert said.startswith("Sagsejer fortæller, så vælg en anden til at holde tiden.")


async def test_a_topic_is_chosen_instead_and_brings_its_mødeform(up):
    await prepares(up, subject="Emne: Hvornår er der grund til bekymring?")

    assert "Emne: “Hvornår er der grund til bekymring?”" in card(up)
    assert "Generelt emne, 45 min." in card(up)
    assert "Der er ingen sag" not in card(up)


async def test_only_who_leads_opens_the_form(up):
    answer = await up.mette.presses(up.chat, "Ret sag og tid")

    assert answer.text == "Karen starter sparringen. Er Karen ikke med, kan Bo starte."


async def test_a_card_that_changed_meanwhile_keeps_what_the_form_says(up):
    form = await up.karen.opens(up.chat, "Ret sag og tid")
    await up.cancels(up.bo)

    answer = await form.submit(present="4")

    assert answer.text.startswith("Den sparring er slut eller aflyst.")


# --- guests ----------------------------------------------------------------------------------


async def test_the_coordinator_is_asked_about_consent_before_a_guest_comes(up):
    await prepares(up, guest="Susanne fra PPR")

    assert (
        "Susanne fra PPR er med i dag. Tal om sagen, så familien ikke kan genkendes, "
        "medmindre der er samtykke." in card(up)
    )
    assert up.told(up.karen).endswith(
        "Kommer gæsten fra en anden myndighed? Så skal I have samtykke eller anden hjemmel, "
        "før I deler oplysninger om familien."
    )
    assert await alone(up, up.karen, "Det er på plads") == "Tak. Det står på kortet."
    assert up.own(up.karen).last.buttons == []
    assert "Susanne fra PPR er med i dag. Samtykke eller anden hjemmel er på plads.\n" in card(up)

    await up.presses(up.karen, "Start sparringen")
    assert "Susanne fra PPR følger mødet og kan ikke se det, teamet har gemt." in card(up)


async def test_without_consent_the_meeting_says_how_to_speak(up):
    await prepares(up, guest="Susanne fra PPR")
    await alone(up, up.karen, "Vi siger intet genkendeligt")
    agreed = "Det er aftalt, at I taler om sagen, så familien ikke kan genkendes."
    assert agreed in card(up)

    await up.presses(up.karen, "Start sparringen")

    assert agreed in card(up)
    assert "medmindre" not in card(up)


async def test_no_guest_after_all_takes_the_line_off_the_card(up):
    await prepares(up, guest="Susanne fra PPR")

    assert await alone(up, up.karen, "Ingen gæst i dag") == "Noteret. Der er ingen gæst med."
    assert "Susanne" not in card(up)


async def test_no_guest_answered_after_the_start_counts_as_well(up):
    await prepares(up, guest="Susanne fra PPR")
    await up.presses(up.karen, "Start sparringen")
    assert "Susanne" in card(up)

    await alone(up, up.karen, "Ingen gæst i dag")
    await up.presses(up.karen, "Hold pause")

    assert "Susanne" not in card(up)


async def test_a_guest_whose_name_is_too_long_stays_in_the_form(up):
    form = await up.karen.opens(up.chat, "Ret sag og tid")

    again = await form.submit(guest="S" * 61)

    assert isinstance(again, Form)
    assert again.texts[0] == "Teksten er på 61 tegn. Skriv den på højst 60."
    assert again.inputs["guest"]["value"] == "S" * 61


# --- another case in the same booking --------------------------------------------------------


async def through(home: House, chair: Person) -> None:
    while "Næste fase" in home.chat.last.buttons:
        await home.presses(chair, "Næste fase")
    await home.presses(chair, "Afslut sparringen")


async def test_who_led_is_offered_a_second_case_that_there_is_room_for(up):
    await brings(up, up.mette, OTHER)
    await up.presses(up.karen, "Start kort (30 min.)")
    await up.at("9.20")
    await through(up, up.karen)

    assert (
        "Der er 40 minutter tilbage, og Mette har også en sag med. Kort sparring tager 30."
        in up.told(up.karen)
    )
    assert "en sag med" not in up.told(up.bo)
    assert await alone(up, up.karen, "Start kort sparring") == "Så er den i gang i teamets chat."
    assert f"“{OTHER}”" in card(up)
    assert QUESTION not in up.shown()


async def test_the_second_case_may_be_kept_for_next_time(up):
    await brings(up, up.mette, OTHER)
    await up.presses(up.karen, "Start kort (30 min.)")
    await through(up, up.karen)

    said = await alone(up, up.karen, "Gem den til næste gang")

    assert said == "Fint. Sagen venter til næste gang." == up.own(up.karen).shown[-1]
    await up.at("12.00", days=1)
    await up.at("9.00", days=6)
    assert f"Mette tager en sag med: “{OTHER}”" in card(up)


async def test_where_the_second_case_is_the_leaders_own_the_deputy_is_asked(up):
    await brings(up, up.karen, OTHER)
    await up.presses(up.karen, "Start kort (30 min.)")
    await through(up, up.karen)

    assert "Karen har også en sag med." in up.told(up.bo)
    await alone(up, up.bo, "Start sparringen")
    assert "Bo styrer tiden." in card(up)
    assert "en sag med" not in up.told(up.karen)
