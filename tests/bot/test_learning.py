"""Learning points: handed in from anywhere, summed up once, without authors."""

import pytest
from sqlalchemy import select

from bot.rehearsal.connector import Chat, Form, Person
from storage.tables import LearningPointRow
from tests.house import House, moved_in

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
POINT = "Spørg netværket, før vi foreslår en indsats."
ADVICE = "Du skal ringe til skolen i morgen."
THANKS = "Tak. Dit læringspunkt er gemt uden dit navn. Det er et forslag, til I beslutter noget."
OFFER = "Det lyder som et forslag. Skal jeg parkere det, så Ole får det efter refleksionsrunden?"


async def alone(home: House, person: Person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def writes(home: House, person: Person, text: str, chat: Chat | None = None) -> Form | str:
    """In the form; what is shown is the answer, or the form that comes again."""
    form = await person.opens(chat or home.chat, "Skriv læringspunkt")
    answer = await form.submit(text=text)
    await home.settle()
    return answer if isinstance(answer, Form) else answer.text


async def forward(home: House, title: str) -> None:
    while not home.chat.shown[-1].startswith(title):
        await home.presses(home.karen, "Næste fase")


async def closes(home: House) -> None:
    await forward(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")


def last(home: House, person: Person) -> str:
    return home.own(person).shown[-1]


def summaries(home: House) -> list[str]:
    return [text for text in home.chat.shown if text.startswith("Det tog vi med")]


@pytest.fixture
async def started(home: House) -> House:
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    return home


# --- handing in ------------------------------------------------------------------------------


async def test_in_the_shared_learning_everybody_is_asked_for_a_line(started):
    await forward(started, "Fælles læring")

    card = started.chat.shown[-1]
    assert "Hvad kan vi bruge i andre sager end denne? Skriv en linje hver." in card
    assert "Du kan nå det indtil onsdag d. 5. august kl. 12.00." in card
    assert "Koordinatoren kan også skrive én linje for hele bordet." in card
    assert await writes(started, started.mette, POINT) == THANKS
    assert POINT not in started.shown()


async def test_laering_and_a_text_is_taken_anywhere(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    assert last(home, home.mette) == THANKS

    await home.says(home.sara, "laering Skriv altid datoen på.")
    assert home.chat.shown[-1].startswith(THANKS)
    assert "Så står teksten ikke i gruppens historik." in home.chat.shown[-1]


async def test_laering_alone_is_answered_with_the_form(home):
    await home.says(home.mette, "læring", alone=True)

    assert last(home, home.mette).startswith("Hvad kan vi bruge i andre sager end denne?")
    assert await writes(home, home.mette, POINT, home.own(home.mette)) == THANKS


async def test_the_same_learning_point_is_taken_once(started):
    await forward(started, "Fælles læring")
    await writes(started, started.mette, POINT)

    again = await writes(started, started.mette, f"  {POINT.upper()} ")

    assert isinstance(again, Form)
    assert again.texts[0] == "Det læringspunkt har jeg allerede fra dig."
    assert await writes(started, started.sara, POINT) == THANKS  # two may see the same


async def test_two_thousand_characters_are_taken_and_one_more_stays_in_the_form(started):
    await forward(started, "Fælles læring")
    assert await writes(started, started.mette, "å" * 2000) == THANKS

    again = await writes(started, started.mette, "å" * 2001)

    assert isinstance(again, Form)
    assert again.texts[0] == "Læringspunktet er på 2001 tegn. Skriv det på højst 2000."
    assert again.inputs["text"]["value"] == "å" * 2001


async def test_too_long_or_empty_in_a_chat_is_said_in_one_line(home):
    await home.says(home.mette, "læring " + "ord " * 600, alone=True)
    assert last(home, home.mette).startswith("Læringspunktet er på")

    await home.says(home.mette, "læring \u200b", alone=True)
    assert last(home, home.mette) == "Skriv en linje om det, I kan bruge i andre sager."


async def test_what_looks_like_code_is_shown_as_it_was_typed(started):
    await forward(started, "Fælles læring")
    odd = "Robert'); DROP TABLE team;-- *vi* _spørger_ [her](x) 👪"
    asked = await writes(started, started.mette, odd)
    assert asked.texts[0].startswith("“Robert” ligner et navn.")
    await asked.submit("Det er ikke et navn", text=odd)
    await closes(started)
    await started.at("12.00", days=1)

    assert f"• {odd}" in summaries(started)[0]


# --- a text that is no command ---------------------------------------------------------------


async def test_from_five_words_on_it_may_be_a_learning_point(home):
    await home.says(home.mette, "Vi spurgte for sent", alone=True)
    assert "Skal jeg gemme det" not in last(home, home.mette)

    await home.says(home.mette, "Vi spurgte netværket for sent", alone=True)
    assert last(home, home.mette) == (
        "Skal jeg gemme det som et læringspunkt?\n“Vi spurgte netværket for sent”"
    )
    assert await alone(home, home.mette, "Gem som læringspunkt") == THANKS


async def test_it_is_never_asked_twice_in_a_row(home):
    for expected in (True, False, True):
        await home.says(home.mette, "Vi spurgte netværket for sent igen", alone=True)
        assert last(home, home.mette).startswith("Skal jeg gemme det") is expected


async def test_let_be_keeps_nothing(started):
    await started.says(started.mette, "Vi spurgte netværket for sent igen", alone=True)
    assert await alone(started, started.mette, "Lad det ligge") == "Så lader vi det ligge."

    await closes(started)
    await started.at("12.00", days=1)
    assert "netværket" not in summaries(started)[0]


async def test_in_the_group_unclear_text_is_never_offered_to_be_saved(home):
    await home.says(home.mette, "Vi spurgte netværket for sent igen")

    assert home.chat.shown[-1].startswith("Det forstod jeg ikke.")


# --- advice that comes too early -------------------------------------------------------------


async def test_advice_in_a_form_during_the_reflection_is_offered_to_be_parked(started):
    await forward(started, "Refleksionsrunde")
    await started.says(started.mette, "læring", alone=True)

    offered = await writes(started, started.mette, ADVICE, started.own(started.mette))

    assert isinstance(offered, Form)
    assert offered.texts[0] == OFFER
    assert offered.inputs["text"]["value"] == ADVICE
    answer = await offered.submit("Parkér forslaget")
    await started.settle()
    assert answer.text.startswith("Forslaget er parkeret.")
    await forward(started, "Tilbage til Ole")
    assert f"“{ADVICE}”" in started.told(started.ole)
    assert "Mette" not in started.told(started.ole)


async def test_it_may_be_kept_as_it_stands(started):
    await forward(started, "Refleksionsrunde")
    await started.says(started.mette, "læring", alone=True)
    offered = await writes(started, started.mette, ADVICE, started.own(started.mette))
    assert isinstance(offered, Form)

    answer = await offered.submit("Gem som læringspunkt")

    assert answer.text == THANKS
    await closes(started)
    await started.at("12.00", days=1)
    assert f"• {ADVICE}" in summaries(started)[0]
    assert ADVICE not in started.told(started.ole)


@pytest.mark.parametrize("typed", [ADVICE, f"læring {ADVICE}"])
async def test_advice_in_a_chat_of_ones_own_is_offered_as_well(started, typed):
    await forward(started, "Refleksionsrunde")

    await started.says(started.mette, typed, alone=True)

    assert last(started, started.mette) == f"{OFFER}\n“{ADVICE}”"
    assert (await alone(started, started.mette, "Parkér forslaget")).startswith(
        "Forslaget er parkeret."
    )
    await forward(started, "Tilbage til Ole")
    assert f"“{ADVICE}”" in started.told(started.ole)


async def test_after_the_reflection_advice_is_a_learning_point_like_others(started):
    await forward(started, "Fælles læring")

    assert await writes(started, started.mette, ADVICE) == THANKS


async def test_an_offer_that_is_pressed_when_it_is_over_says_so(started):
    await forward(started, "Refleksionsrunde")
    await started.says(started.mette, ADVICE, alone=True)
    await closes(started)

    said = await alone(started, started.mette, "Parkér forslaget")

    assert said == "Sparringen er slut. Der er ikke ændret noget."


# --- what it is about ------------------------------------------------------------------------

MARKS = {"kind": "worked", "method": "ICS", "anchor": "goal", "guideline": "good"}


async def kept(home: House) -> list[dict[str, object]]:
    """Every learning point as it is stored."""

    def read(session):
        rows = session.scalars(select(LearningPointRow).order_by(LearningPointRow.id))
        return [{c.name: getattr(row, c.name) for c in row.__table__.columns} for row in rows]

    return await home.bot.store.read(read)


async def form_alone(home: House, person: Person, button: str) -> Form:
    return await person.opens(home.own(person), button)


async def test_the_form_asks_what_it_is_about_and_needs_the_text_alone(home):
    await home.says(home.mette, "hjælp", alone=True)
    form = await form_alone(home, home.mette, "Skriv læringspunkt")
    needed = [name for name, each in form.inputs.items() if each.get("isRequired")]
    assert needed == ["text"]
    assert set(form.inputs) == {"text", *MARKS}
    methods = [choice["title"] for choice in form.inputs["method"]["choices"]]
    assert methods == ["Ikke valgt", "ICS", "Signs of Safety"]

    assert (await form.submit(text=POINT, **MARKS)).text == THANKS

    [point] = await kept(home)
    assert {name: point[name] for name in MARKS} == MARKS


async def test_a_choice_that_was_not_offered_is_none(home):
    data = {"verb": "learning.write", "text": POINT, "kind": "blame", "method": "Tarot"}
    await home.mette.invokes(home.own(home.mette), "task/submit", {"data": data})

    [point] = await kept(home)
    assert (point["kind"], point["method"]) == (None, None)


async def went_wrong(home: House) -> Form:
    await home.says(home.mette, "læring", alone=True)
    form = await form_alone(home, home.mette, "Skriv læringspunkt")
    asked = await form.submit(text=POINT, kind="wrong")
    await home.settle()
    assert isinstance(asked, Form)
    return asked


async def test_where_something_went_wrong_two_more_are_asked_once_the_point_is_kept(home):
    asked = await went_wrong(home)
    assert asked.texts[0].startswith("Tak. Dit læringspunkt er gemt uden dit navn.")
    [point] = await kept(home)
    assert point["text"] == POINT  # closing the second form loses nothing

    said = await asked.submit(prevents="En tjekliste.", prevented_by="team")

    assert said.text == "Tak. Det er gemt sammen med dit læringspunkt, uden dit navn."
    [point] = await kept(home)
    assert (point["prevents"], point["prevented_by"]) == ("En tjekliste.", "team")


async def test_the_two_may_be_passed_over_and_too_long_stays_in_the_form(home):
    asked = await went_wrong(home)
    again = await asked.submit(prevents="x" * 501)
    assert again.texts[0] == "Teksten er på 501 tegn. Skriv den på højst 500."
    assert again.inputs["prevents"]["value"] == "x" * 501

    assert (await asked.submit()).text == THANKS


async def test_the_first_of_the_two_forms_sent_again_asks_again_and_keeps_one(home):
    """A client that heard nothing sends it once more."""
    await went_wrong(home)

    again = await home.teams.resend_invoke()

    assert isinstance(again, Form)
    assert again.title == "Hvad gør vi næste gang?"
    assert len(await kept(home)) == 1


async def test_what_was_typed_is_filled_in_afterwards_in_private(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    form = await form_alone(home, home.mette, "Fyld ud")
    assert form.inputs["text"]["value"] == POINT

    said = await form.submit(text=f"{POINT} Altid.", **MARKS)

    assert said.text == "Tak. Det er gemt sammen med dit læringspunkt, uden dit navn."
    [point] = await kept(home)
    assert point["text"] == f"{POINT} Altid."
    assert {name: point[name] for name in MARKS} == MARKS
    assert (point["state"], point["author_id"]) == ("proposed", 4)


async def test_filling_in_that_something_went_wrong_asks_the_two_as_well(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    form = await form_alone(home, home.mette, "Fyld ud")

    asked = await form.submit(kind="wrong")

    assert isinstance(asked, Form)
    assert asked.title == "Hvad gør vi næste gang?"


async def test_what_was_typed_in_the_group_is_filled_in_in_private_too(home):
    await home.says(home.mette, f"læring {POINT}")
    assert last(home, home.mette) == (
        "Tak for dit læringspunkt. Du kan fylde det ud her, så kun vi to ser det."
    )

    form = await form_alone(home, home.mette, "Fyld ud")

    assert (await form.submit(kind="doubt")).text.startswith("Tak. Det er gemt")


async def test_an_offer_that_was_saved_is_filled_in_too(home):
    await home.says(home.mette, "Vi spurgte netværket for sent", alone=True)
    await alone(home, home.mette, "Gem som læringspunkt")

    assert isinstance(await form_alone(home, home.mette, "Fyld ud"), Form)


async def test_nobody_fills_in_what_somebody_else_wrote(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    for number in ("1", "99", "x", ""):
        data = {"verb": "learning.fill", "id": number, "text": "Noget andet."}
        answer = await home.ole.invokes(home.own(home.ole), "task/submit", {"data": data})
        assert answer.text == "Jeg kan ikke finde det læringspunkt blandt dine."

    assert [point["text"] for point in await kept(home)] == [POINT]


async def test_what_somebody_without_a_team_wrote_is_filled_in_as_well(empty):
    await empty.teams.add_bot(empty.own(empty.ole), by=empty.ole)
    await empty.says(empty.ole, f"læring {POINT}", alone=True)
    form = await form_alone(empty, empty.ole, "Fyld ud")

    assert (await form.submit(kind="worked")).text.startswith("Tak. Det er gemt")


async def test_what_else_was_said_goes_along_with_what_sounded_like_advice(started):
    await forward(started, "Refleksionsrunde")
    await started.says(started.mette, "læring", alone=True)
    form = await form_alone(started, started.mette, "Skriv læringspunkt")
    offered = await form.submit(text=ADVICE, kind="doubt", anchor="law")
    assert isinstance(offered, Form)

    await offered.submit("Gem som læringspunkt")

    [point] = await kept(started)
    assert (point["kind"], point["anchor"]) == ("doubt", "law")


async def test_ones_own_are_told_with_what_became_of_them(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    await home.says(home.mette, "mine", alone=True)

    assert f"“{POINT}” · forslag" in last(home, home.mette)


# --- the window and the summary --------------------------------------------------------------


async def test_the_window_stays_open_until_noon_on_the_next_working_day(started):
    await closes(started)
    assert (
        "I kan skrive læringspunkter indtil onsdag d. 5. august kl. 12.00."
        in (started.chat.shown[-1])
    )

    await started.at("11.59", days=1)
    assert await writes(started, started.mette, POINT) == THANKS
    assert summaries(started) == []

    await started.at("12.00")
    assert summaries(started) == [
        f"Det tog vi med fra sparringen\n• {POINT}\n"
        "Næste gang er tirsdag d. 11. august kl. 9.00. Det er Karens tur."
    ]


async def test_the_summary_comes_once_and_names_no_author(started):
    await forward(started, "Fælles læring")
    await writes(started, started.mette, POINT)
    await writes(started, started.sara, "Brug barnets egne ord.")
    await closes(started)
    await started.at("12.00", days=1)
    await started.at("12.00", days=1)

    [summary] = summaries(started)
    assert summary.index("Brug barnets") < summary.index("Spørg netværket")
    for name in ("Mette", "Sara"):
        assert name not in summary
    assert not any(str(number) in summary.splitlines()[0] for number in range(10))


async def test_a_friday_closes_on_monday_and_a_holiday_is_passed_over(empty):
    empty.clock.time = empty.clock.time.replace(month=5, day=11)  # Ascension is Thursday 14 May
    home = await moved_in(empty)
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(weekday="2")
    await home.settle()
    await home.at("9.00", days=2)
    await home.presses(home.karen, "Start sparringen")
    await closes(home)

    assert "indtil fredag d. 15. maj kl. 12.00." in home.chat.shown[-1]


async def test_nobody_hands_anything_in_and_nobody_is_counted(started):
    await closes(started)
    await started.at("12.00", days=1)

    assert summaries(started)[0].splitlines()[1] == (
        "Der kom ingen læringspunkter fra sparringen denne gang."
    )


async def test_a_point_after_the_window_is_kept_and_changes_no_summary(started):
    await closes(started)
    await started.at("12.00", days=1)
    before = summaries(started)

    await started.says(started.mette, f"læring {POINT}", alone=True)

    assert last(started, started.mette) == THANKS
    assert summaries(started) == before


async def test_a_form_of_the_first_meeting_is_of_the_first_though_a_second_runs(started):
    form = await started.mette.opens(started.chat, "Tag en sag med")
    await form.submit(question="Hvad overser vi hos far?")
    await closes(started)
    opened = await started.sara.opens(started.chat, "Skriv læringspunkt")
    await alone(started, started.karen, "Start sparringen")
    await forward(started, "Fælles læring")
    await writes(started, started.jens, "Om den anden sag.")
    await opened.submit(text=POINT)
    await closes(started)
    await started.at("12.00", days=1)

    first, second = summaries(started)
    assert POINT in first
    assert "Om den anden sag." in second


async def test_many_long_points_still_fit_into_one_card(started):
    await forward(started, "Fælles læring")
    for number, person in enumerate(started.people.values()):
        for letter in "æøå":
            assert await writes(started, person, f"{number}{letter * 1990}") == THANKS
    await closes(started)
    await started.at("12.00", days=1)

    [summary] = summaries(started)
    assert summary.count("•") == 18
    assert "De længste er forkortet her. De er gemt i deres fulde længde." in summary
    assert started.teams.ledger[-1].size < 24 * 1024


# --- several teams ---------------------------------------------------------------------------


@pytest.fixture
async def in_two(home: House) -> House:
    """Ole and Jens are in another team as well."""
    second = home.teams.group_chat("Team Vest", home.ole, home.jens)
    await home.teams.add_bot(second, by=home.jens)
    await home.settle()
    await home.jens.presses(second, "Nyt team")
    await home.settle()
    return home


async def test_who_is_in_two_teams_is_asked_which(in_two):
    await in_two.says(in_two.ole, f"læring {POINT}", alone=True)
    assert last(in_two, in_two.ole).startswith("Hvilket team gælder det?")

    assert await alone(in_two, in_two.ole, "Team Vest") == THANKS


async def test_the_form_asks_for_the_team_too(in_two):
    await in_two.says(in_two.ole, "læring", alone=True)
    form = await in_two.ole.opens(in_two.own(in_two.ole), "Skriv læringspunkt")
    teams = [choice["title"] for choice in form.inputs["team"]["choices"]]

    assert teams == ["Team Øst", "Team Vest"]
    assert (await form.submit(text=POINT, team="Team Vest")).text == THANKS


async def test_while_one_of_the_teams_collects_it_is_that_one(in_two):
    home = in_two
    form = await home.mette.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")

    await forward(home, "Fælles læring")

    await home.says(home.ole, f"læring {POINT}", alone=True)

    assert last(home, home.ole) == THANKS
