"""A team is ready at once, and stays true: transcripts of what people do, and are shown."""

from uuid import NAMESPACE_URL, uuid5

import pytest

from bot.rehearsal.answers import Form
from bot.rehearsal.connector import TENANT, Fault
from storage import people
from tests import house as houses

LARS = "Lars Toft"
ADMINISTRATOR = str(uuid5(uuid5(NAMESPACE_URL, TENANT), LARS))
HELP = "Her er, hvad jeg kan lige nu:"


async def answered(home, person, text, *, alone=False, chat=None):
    """Says it, and waits for what the bot says to it."""
    chat = chat or (home.own(person) if alone else home.chat)
    before = len(chat.messages)
    await person.says(chat, text)
    await chat.until(lambda c: len(c.messages) > before)
    await home.settle()
    return chat.last


async def added(home, chat, by):
    await home.teams.add_bot(chat, by=by)
    await home.settle()
    return chat


async def with_own_chat(home, *who):
    for person in who:
        await added(home, home.own(person), by=person)


async def opened(home, person, button="Ret indstillinger", chat=None):
    """`indstillinger`, and the form behind one of its buttons."""
    chat = chat or home.chat
    await answered(home, person, "indstillinger", chat=chat)
    return await person.opens(chat, button)


async def handed_in(home, form, **values):
    """The form again if something is in the way, or else what was said."""
    answer = await form.submit(**values)
    await home.settle()
    return answer


def problem(answer):
    """The one sentence above a form that could not be taken."""
    assert isinstance(answer, Form)
    return answer.texts[0]


async def rota(home, team_id=1):
    members = await home.bot.store.read(people.members, team_id)
    return [who.name for who in members]


@pytest.fixture
async def led(tmp_path):
    """A team with Karen as coordinator, and Mette as leader, whom an administrator named."""
    administrators = frozenset({ADMINISTRATOR})
    async with houses.house(tmp_path, administrators=administrators) as home:
        await houses.moved_in(home)
        home.people["lars"] = home.teams.person(LARS)
        await with_own_chat(home, home.lars)
        form = await opened(home, home.lars, chat=home.own(home.lars))
        await handed_in(home, form, leader="Mette")
        yield home


# --- the bot comes and goes ------------------------------------------------------------------


async def test_the_welcome_comes_once_and_names_the_coordinator(empty):
    chat = empty.teams.group_chat("Team Øst", *empty.people.values())

    await empty.teams.add_bot(chat, by=empty.karen)  # told twice: as a member, as an installation
    await empty.teams.resend_last(times=2)
    await empty.settle()

    assert len(chat.messages) == 1
    assert "Karen er foreløbig koordinator" in empty.shown()
    assert chat.last.buttons == ["Tag en sag med", "Vælg dag og tid", "Sådan foregår det"]


async def test_when_nobody_is_known_to_have_added_it_the_welcome_says_whom_to_ask(empty):
    chat = empty.teams.group_chat("Team Øst", *empty.people.values())
    chat.bot_is_here = True
    itself = {"id": empty.teams.bot_id}
    added_by_itself = empty.karen.activity(chat, "installationUpdate", action="add")

    await empty.teams.deliver(empty.karen, chat, added_by_itself | {"from": itself})
    await empty.settle()

    assert "Jeg ved ikke, hvem der er jeres koordinator" in empty.shown()
    assert "Jeres teamleder eller administrator kan vælge en" in empty.shown()
    assert chat.last.buttons == ["Tag en sag med", "Sådan foregår det"]
    assert await rota(empty) == ["Karen", "Bo", "Ole", "Mette", "Sara", "Jens"]


async def test_without_a_roster_the_welcome_comes_all_the_same(empty):
    empty.teams.faults.append(Fault(match="GET *", status=403, times=99))
    chat = empty.teams.group_chat("Team Øst", *empty.people.values())

    await added(empty, chat, by=empty.karen)

    assert "Den, der tilføjede mig, er foreløbig koordinator" in empty.shown()
    said = await answered(empty, empty.karen, "indstillinger")
    assert "Koordinator: Karen" in "\n".join(said.texts)  # she has spoken since


@pytest.mark.parametrize("kind", ["channel", "meeting_chat"])
async def test_a_channel_and_a_meeting_chat_are_like_a_group(empty, kind):
    chat = getattr(empty.teams, kind)("Team Øst", *empty.people.values())
    await added(empty, chat, by=empty.karen)
    assert "Karen er foreløbig koordinator" in empty.shown()

    said = await answered(empty, empty.ole, "hjælp")
    assert "Tag en sag med" in said.buttons
    if kind == "channel":
        assert said.thread == chat.lines[-1].activity_id  # where it was asked

    form = await empty.karen.opens(chat, "Vælg dag og tid")
    await handed_in(empty, form, weekday="3", starts_at="13:30")
    assert "Sparring: Torsdag kl. 13.30" in empty.shown()


async def test_hello_comes_once_in_a_chat_of_ones_own(home):
    own = home.own(home.ole)

    await home.teams.add_bot(own, by=home.ole)
    await home.teams.resend_last()
    await home.settle()

    assert len(own.messages) == 1
    assert own.shown[0].startswith("Hej Ole. Her kan du tage en sag med")
    assert "Tag en sag med" in own.last.buttons


async def test_hello_to_somebody_unknown_names_nobody(empty):
    await with_own_chat(empty, empty.ole)

    assert empty.told(empty.ole).startswith("Hej. Jeg ved ikke, hvilket team du er i endnu. Når")


async def test_removed_the_bot_says_nothing_more_there_until_it_is_back(home):
    await home.teams.remove_bot(home.chat, by=home.karen)
    before = len(home.teams.ledger)

    await home.at("9.30", days=1)  # over the time of the start card
    assert all(home.chat.id not in asked.path for asked in home.teams.ledger[before:])

    await added(home, home.chat, by=home.karen)
    assert home.chat.shown[-1].startswith("Hej. Jeg holder øje med tiden")
    assert len([text for text in home.chat.shown if text.startswith("Hej.")]) == 2


async def test_a_chat_of_ones_own_is_greeted_again_when_the_app_comes_back(home):
    own = home.own(home.ole)
    await with_own_chat(home, home.ole)
    await home.teams.remove_bot(own)
    await with_own_chat(home, home.ole)

    assert len([text for text in own.shown if text.startswith("Hej Ole.")]) == 2


# --- help ------------------------------------------------------------------------------------


async def test_any_text_is_answered_with_buttons_and_never_in_english(home):
    for text in ("hjælp", "HJAELP", "Hej!", "Hi", "hello", "Help"):
        said = await answered(home, home.ole, text)
        assert said.texts[0] == HELP
        assert said.buttons[0] == "Tag en sag med"

    for text in ("what can you do", "🙂", "<b>?</b>"):
        said = await answered(home, home.ole, text)
        assert said.texts[0] == "Det forstod jeg ikke. Her er, hvad jeg kan lige nu:"
        assert "Indstillinger" in said.buttons

    alone = await answered(home, home.ole, "")
    assert alone.texts[0] == HELP  # a mention alone asks for help


async def test_a_look_at_the_settings_takes_no_button_away(home):
    help_card = await answered(home, home.karen, "hjælp")
    told = await home.presses(home.karen, "Indstillinger")
    assert told == "Svaret står nederst i chatten."
    assert home.chat.messages[-1].buttons == ["Ret indstillinger"]
    assert home.chat.messages[-2].buttons == help_card.buttons


async def test_who_leads_is_offered_to_start(home):
    said = await answered(home, home.bo, "hjælp")
    assert said.buttons[0] == "Start sparringen"


async def test_in_a_chat_of_ones_own_help_is_about_oneself(home):
    await with_own_chat(home, home.ole)
    said = await answered(home, home.ole, "Hello", alone=True)
    assert said.texts[0] == HELP
    assert "Meld fravær" in said.buttons
    assert "Start sparringen" not in said.buttons

    other = await answered(home, home.ole, "kaffe?", alone=True)
    assert other.texts[0].startswith("Det forstod jeg ikke.")
    assert other.buttons == said.buttons


async def test_somebody_without_a_team_is_told_how_the_bot_will_know(empty):
    await with_own_chat(empty, empty.ole)
    for text in ("hjælp", "indstillinger", "kø"):
        said = await answered(empty, empty.ole, text, alone=True)
        assert said.texts[0].startswith("Jeg ved ikke, hvilket team du er i endnu. Tilføj mig")


# --- several conversations -------------------------------------------------------------------


async def test_a_second_chat_is_used_for_the_same_team(home):
    lis = home.teams.person("Lis Toft")
    chat = home.teams.group_chat("Torsdagskaffe", home.karen, home.bo, lis)
    await added(home, chat, by=home.karen)
    assert "Karen er med i et team i forvejen. Hører chatten til det" in chat.shown[0]
    assert chat.last.buttons == ["Brug Team Øst", "Nyt team"]

    for button in chat.last.buttons:
        refused = await lis.presses(chat, button)
        assert refused.texts == ["Det svarer Karen eller en kollega i Karens team på."]

    answer = await home.bo.presses(chat, "Brug Team Øst")
    await home.settle()
    assert answer.texts == ["Fint. Det er også Team Øst her."]
    assert chat.shown == [
        "Fint. Det er også Team Øst her."
    ]  # for everybody, and no second welcome

    said = await answered(home, home.bo, "indstillinger", chat=chat)
    assert "Sparring: Tirsdag kl. 9.00" in "\n".join(said.texts)
    await home.teams.join(chat, home.teams.person("Ida Vest"), by=home.karen)
    await home.settle()
    assert len(chat.messages) == 2
    assert "Ida" not in await rota(home)  # the team's own chat says who is in the team


async def test_a_second_chat_can_be_another_team(home):
    chat = home.teams.group_chat("Team Vest", home.karen, home.teams.person("Lis Toft"))
    await added(home, chat, by=home.karen)
    question = chat.last.present

    await home.karen.presses(chat, "Nyt team")
    await home.settle()
    assert chat.shown[0] == "Fint. Så er det et nyt team."
    assert "Karen er foreløbig koordinator" in chat.shown[1]

    late = await home.karen.presses(chat, "Brug Team Øst", message=question)
    assert late.texts == ["Fint. Så er det et nyt team."]

    await with_own_chat(home, home.karen)
    which = await answered(home, home.karen, "indstillinger", alone=True)
    assert which.texts == ["Hvilket team gælder det?"]
    assert which.buttons == ["Team Øst", "Team Vest"]
    await home.karen.presses(home.own(home.karen), "Team Vest")
    await home.settle()
    assert "Stedfortræder: Ingen endnu" in home.own(home.karen).last.texts
    one = await answered(home, home.karen, "indstillinger øst", alone=True)
    assert "Stedfortræder: Bo" in one.texts


async def test_a_new_chat_takes_over_when_the_team_has_left_the_old_one(home):
    old = home.chat
    await home.teams.remove_bot(old, by=home.karen)
    chat = home.teams.group_chat("Team Øst igen", home.karen, home.bo)
    await added(home, chat, by=home.karen)
    await home.karen.presses(chat, "Brug Team Øst")
    await home.settle()

    await home.at("9.00", days=1)

    assert "Start sparringen" in chat.last.buttons
    assert await rota(home) == ["Karen", "Bo"]


async def test_a_chat_that_the_bot_was_never_told_of_can_still_become_a_team(empty):
    chat = empty.teams.group_chat("Team Øst", *empty.people.values())
    chat.bot_is_here = True
    said = await answered(empty, empty.sara, "hjælp", chat=chat)
    assert said.buttons == ["Nyt team"]

    await empty.sara.presses(chat, "Nyt team")
    await empty.settle()
    assert "Sara er foreløbig koordinator" in empty.shown()


# --- settings --------------------------------------------------------------------------------


async def test_the_coordinator_sets_the_rhythm_and_everybody_sees_it(home):
    form = await opened(home, home.karen)
    assert set(form.inputs) == {
        "name",
        "weekday",
        "starts_at",
        "booked",
        "agenda",
        "deputy",
        "closed_weeks",
    }

    await handed_in(
        home, form, name="Team Nordøst", weekday="Onsdag", starts_at="13:05", closed_weeks="42, 7"
    )

    assert home.chat.shown[-2].startswith("Team Nordøst")
    said = home.chat.shown[-2]
    assert "Karen har ændret teamets indstillinger. Sådan er de nu:" in said
    assert "Sparring: Onsdag kl. 13.05" in said
    assert "Lukkede uger: 42, 7" in said


async def test_a_later_change_is_a_new_message(home):
    await home.later(days=1)
    before = len(home.chat.messages)
    form = await opened(home, home.karen)
    await handed_in(home, form, weekday="4")
    again = await opened(home, home.karen)
    await handed_in(home, again, weekday="3")

    new = [text for text in home.chat.shown[before:] if "har ændret" in text]
    assert len(new) == 1
    assert "Torsdag kl. 9.00" in new[0]


async def test_others_see_the_settings_and_are_told_who_can_change_them(home):
    said = await answered(home, home.ole, "opsæt")
    assert said.buttons == []
    assert "Koordinator: Karen" in said.texts

    await answered(home, home.karen, "indstillinger")
    refused = await home.ole.presses(home.chat, "Ret indstillinger")
    assert refused.texts == ["Det er Karen, der kan ændre det."]


async def test_what_the_team_decides_is_changed_by_its_leader(led):
    assert "Teamleder: Mette" in led.shown()
    form = await opened(led, led.mette)
    assert {"coordinator", "leader"} <= set(form.inputs)
    said = await answered(led, led.mette, "indstillinger")
    assert said.buttons == ["Ret indstillinger", "Ret faser og tider", "Ret lister"]

    for button in ("Ret faser og tider", "Ret lister"):
        refused = await led.karen.presses(led.chat, button)
        assert refused.texts == ["Det er Mette, der kan ændre det."]
    refused = await led.ole.presses(led.chat, "Ret indstillinger")
    assert refused.texts == ["Det er Karen eller Mette, der kan ændre det."]


async def test_who_has_the_app_and_never_wrote_can_be_chosen_as_leader(led):
    anne, gitte = led.teams.person("Anne Vind"), led.teams.guest("Gitte Gade")
    await with_own_chat(led, anne, gitte)

    form = await opened(led, led.mette)
    offered = [choice["title"] for choice in form.inputs["leader"]["choices"]]
    assert "Anne Vind" in offered
    assert "Gitte Gade" not in offered

    await handed_in(led, form, leader="Anne Vind")
    assert "Teamleder: Anne" in led.shown()


async def test_whose_name_is_not_known_yet_can_help_it_and_the_form_says_how(led):
    anne = led.teams.person("Anne Vind")
    led.teams.faults.append(Fault(match="GET *", status=403, times=99))
    await with_own_chat(led, anne)

    form = await opened(led, led.mette)
    assert "Anne Vind" not in str(form.inputs["leader"])
    said = "Mangler der en, så bed vedkommende skrive hjælp til mig privat. Så kender jeg navnet."
    assert said in form.texts

    await answered(led, anne, "hjælp", alone=True)
    form = await opened(led, led.mette)
    assert "Anne Vind" in str(form.inputs["leader"])


async def test_an_administrator_acts_in_a_chat_of_their_own_only(led):
    said = await answered(led, led.lars, "indstillinger", alone=True)
    assert "Ret faser og tider" in said.buttons

    await led.teams.join(led.chat, led.lars, by=led.karen)
    await led.settle()
    in_group = await answered(led, led.lars, "indstillinger")
    assert in_group.buttons == []


async def test_phases_over_an_hour_are_refused_and_what_was_typed_stays(led):
    form = await opened(led, led.mette, "Ret faser og tider")

    again = await handed_in(led, form, reflection="26", frame="4")

    assert problem(again).startswith("Tiderne giver 67 minutter med ekstra tid. Der er højst 60.")
    assert again.inputs["reflection"]["value"] == 26
    done = await handed_in(led, again, reflection="15")
    assert done.texts == ["Det er gemt."]
    once_more = await opened(led, led.mette, "Ret faser og tider")
    assert once_more.inputs["reflection"]["value"] == 15
    assert once_more.inputs["frame"]["value"] == 4


async def test_the_leader_edits_the_lists(led):
    form = await opened(led, led.mette, "Ret lister")
    too_many = await handed_in(led, form, topics="\n".join(f"Emne {n}" for n in range(31)))
    assert problem(too_many) == "Listen har 31 linjer. Der er plads til 30."

    await handed_in(led, too_many, topics="Samvær\n\n Samvær \nTvivl", focus="Børnesamtalen")

    again = await opened(led, led.mette, "Ret lister")
    assert again.inputs["topics"]["value"] == "Samvær\nTvivl"
    assert "Fokus: Børnesamtalen" in led.shown()


async def test_a_deputy_is_somebody_else_than_the_coordinator(home):
    form = await opened(home, home.karen)
    again = await handed_in(home, form, deputy="Karen")
    assert problem(again) == "Koordinator og stedfortræder skal være to forskellige."


async def test_a_setting_that_cannot_be_is_refused_with_one_sentence(home):
    form = await opened(home, home.karen)
    cases = [
        ({"starts_at": ""}, "Vælg både dag og klokkeslæt, eller lad begge stå tomme."),
        ({"closed_weeks": "jul"}, "“jul” kan jeg ikke læse som en uge. Skriv fx 7, 29-31, 42."),
        ({"name": "x" * 61}, "Teksten er på 61 tegn. Skriv den på højst 60."),
    ]
    for values, sentence in cases:
        form = await handed_in(home, form, **{"name": "Team Øst", "starts_at": "09:00"} | values)
        assert problem(form) == sentence
    assert form.inputs["closed_weeks"]["value"] == "jul"  # for everything typed so far


async def test_values_that_no_client_sends_are_refused_as_well(home):
    form = await opened(home, home.karen)
    data = {key: field.get("value") or "" for key, field in form.inputs.items()}
    data |= form.card["actions"][0]["data"]
    cases = {
        "weekday": ("6", "Vælg en dag fra mandag til fredag."),
        "starts_at": ("25:00", "Skriv tiden som fx 9.00."),
        "booked": ("²", "Book mellem 30 og 180 minutter."),
        "deputy": ("999", "Vælg en, der er med i teamet."),
    }
    for field, (value, sentence) in cases.items():
        again = await home.karen.invokes(
            home.chat, "task/submit", {"data": {**data, field: value}}
        )
        assert problem(again) == sentence

    odd = {**data, "agenda": "ingen", "nonce": "n2"}
    taken = await home.karen.invokes(home.chat, "task/submit", {"data": odd})
    assert taken.texts == ["Det er gemt."]


async def test_a_form_handed_in_twice_has_one_effect(home):
    await with_own_chat(home, home.ole)
    await answered(home, home.ole, "fravær", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Meld fravær")

    first = await handed_in(home, form, first="2026-08-04")
    again = await home.teams.resend_invoke(new_id=True)

    assert first.texts[0].startswith("Det er noteret. Du er væk")
    assert again.texts == ["Det er gemt."]
    noted = await home.ole.opens(home.own(home.ole), "Meld fravær")
    assert "Noteret i forvejen: tirsdag d. 4. august." in noted.texts


# --- who is in the team ----------------------------------------------------------------------


async def test_who_joins_comes_last_and_who_leaves_is_gone(home):
    await home.teams.join(home.chat, home.teams.person("Ida Vest"), by=home.karen)
    await home.teams.leave(home.chat, home.ole)
    await home.settle()

    assert await rota(home) == ["Karen", "Bo", "Mette", "Sara", "Jens", "Ida"]
    assert len(home.chat.messages) == 2  # welcome and settings: nobody is greeted one by one


async def test_a_roster_without_anybody_empties_no_team(home):
    home.chat.members[:] = [home.ole]
    await home.teams.leave(home.chat, home.ole)
    await home.settle()

    assert len(await rota(home)) == 6


async def test_when_the_coordinator_leaves_the_role_is_free_and_the_team_hears_it(home):
    await home.later(days=1)
    await home.teams.leave(home.chat, home.karen)
    await home.settle()

    assert "En, der havde en rolle i teamet, er her ikke længere." in home.chat.shown[-1]
    assert "Teamlederen eller en administrator kan vælge en ny." in home.chat.shown[-1]
    assert "Koordinator: Ingen endnu" in home.chat.shown[-1]
    assert "Stedfortræder: Bo" in home.chat.shown[-1]


async def test_colleagues_who_share_a_first_name_are_told_apart(home):
    for name in ("Mette Lind", "Sara Berg"):
        await home.teams.join(home.chat, home.teams.person(name), by=home.karen)
    await home.settle()

    assert await rota(home) == [
        "Karen",
        "Bo",
        "Ole",
        "Mette D.",
        "Sara Bay",
        "Jens",
        "Mette L.",
        "Sara Berg",
    ]


# --- absence ---------------------------------------------------------------------------------


async def absence(home, person, chat=None, **values):
    chat = chat or home.chat
    await answered(home, person, "fravær", chat=chat)
    form = await person.opens(chat, "Meld fravær")
    return await handed_in(home, form, **values)


async def test_who_is_away_says_so_and_keeps_the_turn(home):
    one = await absence(home, home.karen, first="2026-08-04")
    assert one.texts == [
        "Det er noteret. Du er væk tirsdag d. 4. august. "
        "Bliver det din tur imens, beholder du den."
    ]
    queue = await answered(home, home.ole, "kø")
    assert "Næste gang er tirsdag d. 4. august kl. 9.00. Det er Bos tur." in queue.texts

    several = await absence(home, home.bo, first="2026-08-04", last="2026-08-07")
    assert "Du er væk fra tirsdag d. 4. august til og med fredag d. 7. august." in several.texts[0]


async def test_who_leads_notes_it_for_others_and_takes_it_back(home):
    noted = await absence(home, home.karen, who="Jens", first="2026-08-04")
    assert noted.texts == [
        "Det er noteret. Jens er væk tirsdag d. 4. august. "
        "Bliver det Jens' tur imens, beholder Jens den."
    ]

    form = await home.karen.opens(home.chat, "Meld fravær")
    undone = await form.submit("Ophæv fravær", who="Jens")
    assert undone.texts == ["Jens' fravær er ophævet."]
    of_jens = await home.jens.opens(home.chat, "Meld fravær")
    assert not any("Noteret i forvejen" in text for text in of_jens.texts)


async def test_others_note_only_their_own(home):
    await answered(home, home.ole, "fravær")
    form = await home.ole.opens(home.chat, "Meld fravær")
    assert "who" not in form.inputs

    crafted = {**form.card["actions"][0]["data"], "who": "1", "first": "2026-08-04"}
    again = await home.ole.invokes(home.chat, "task/submit", {"data": crafted})

    assert problem(again).startswith("Du kan melde dit eget fravær.")


async def test_absence_that_cannot_be_is_refused_and_the_dates_stay(home):
    again = await absence(home, home.ole, first="2026-08-06", last="2026-08-05")
    assert problem(again).startswith("Sidste dag ligger før den første.")
    assert again.inputs["first"]["value"] == "2026-08-06"

    past = await handed_in(home, again, first="2026-07-01", last="2026-07-02")
    assert problem(past) == "Dagene er gået. Vælg en dag fra i dag af."

    none = await handed_in(home, past, first="", last="")
    assert problem(none) == "Vælg en dato."


# --- reach -----------------------------------------------------------------------------------


async def test_settings_say_whom_the_bot_can_write_to(home):
    said = await answered(home, home.karen, "indstillinger")
    assert said.texts[-1].startswith("Jeg har ikke en privat chat med nogen af jer endnu.")

    await with_own_chat(home, home.karen, home.bo, home.ole, home.sara)
    said = await answered(home, home.karen, "indstillinger")
    assert said.texts[-1] == (
        "Jeg har ikke en privat chat med Mette og Jens endnu. En administrator kan installere "
        "appen for alle, eller hver kan åbne Sparringsrum i Teams én gang."
    )

    await with_own_chat(home, home.mette, home.jens)
    said = await answered(home, home.karen, "indstillinger")
    assert said.texts[-1] == "Jeg kan skrive privat til alle i teamet."


async def test_who_cannot_be_reached_gets_a_line_in_the_group_and_the_message_later(home):
    await with_own_chat(home, home.karen)
    home.teams.unreachable(home.bo)
    await absence(home, home.karen, first="2026-08-11")  # so the next turn is Bo's
    line = (
        "Bo, jeg har en besked til dig, som ikke skal stå her. "
        "Åbn Sparringsrum i Teams, så får du den."
    )

    await home.at("9.00", days=3)  # the reminder of next Tuesday's turn
    assert home.chat.shown[-1] == line
    await home.at("9.00", days=7)  # Karen's turn is next: Bo is to hear that Bo leads
    assert home.chat.shown.count(line) == 1
    assert home.told(home.bo) == ""

    said = await answered(home, home.karen, "indstillinger")
    assert "Bo" in said.texts[-1]
    await with_own_chat(home, home.bo)
    assert "tirsdag d. 18. august" in home.told(home.bo)
    assert "din tur" not in home.told(home.bo)  # that was last week


async def test_absence_noted_after_the_reminder_reminds_the_next_in_turn(home):
    await home.at("9.00", days=3)  # Thursday: three working days before the next sparring
    first = next(person for person in home.people.values() if "din tur" in home.told(person))
    await home.says(first, "fravær", alone=True)
    form = await first.opens(home.own(first), "Meld fravær")
    await form.submit(first="2026-08-11")
    await home.at("9.00", days=1)  # the next in turn has had the message of that day

    reminded = [person for person in home.people.values() if "din tur" in home.told(person)]
    assert len(reminded) == 2
