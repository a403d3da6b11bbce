"""From a proposal to shared practice: as its writer, the coordinator and the team see it."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select, update

from bot.rehearsal.connector import Answer, Form, Person
from dialogs.people.person import Person as Who
from storage import people
from storage.tables import (
    AuditRow,
    ImprovementRow,
    LearningPointRow,
    OutboxRow,
    PersonRow,
    PracticeEventRow,
    PracticeRow,
)
from tests.bot.test_learning import THANKS, alone, closes, forward, last
from tests.house import House

POINT = "Spørg netværket, før vi foreslår en indsats."
SIMILAR = "Spørg altid netværket, før vi foreslår en indsats."
OTHER = "Brug barnets egne ord i undersøgelsen."
CLEARER = "Vi spørger netværket, før vi foreslår en indsats."


async def points(home: House, *columns, where=()):
    query = select(*columns).where(*where)
    return await home.bot.store.read(lambda s: [tuple(row) for row in s.execute(query)])


async def handed_in(home: House, who: Person, text: str = POINT) -> None:
    await home.says(who, f"læring {text}", alone=True)
    assert last(home, who) == THANKS


async def menu(home: House, who: Person, button: str) -> str:
    """From `hjælp`, as anybody finds it."""
    await home.says(who, "hjælp", alone=True)
    await home.settle()
    await alone(home, who, "Læring i teamet")
    await alone(home, who, button)
    return last(home, who)


async def looks_at(home: House, who: Person, number: int = 1) -> str:
    await menu(home, who, "Læringspunkter, der venter")
    return await alone(home, who, f"Se {number}")


async def opens(home: House, who: Person, button: str, number: int = 1) -> Form:
    await looks_at(home, who, number)
    return await who.opens(home.own(who), button)


async def submits(home: House, form: Form, button: str | None = None, **values) -> Answer:
    answer = await form.submit(button, **values)
    await home.settle()
    return answer


async def approved(home: House, text: str = POINT) -> None:
    await handed_in(home, home.mette, text)
    form = await opens(home, home.karen, "Godkend")
    assert (await submits(home, form)).text.startswith("Det er fælles praksis nu.")


async def led_by(home: House, name: str) -> Person:
    """Somebody of the team is its leader."""
    person = home.people[name]

    def lead(session) -> None:
        found = session.scalars(select(PersonRow.id).where(PersonRow.name == person.name)).one()
        team = people.team(session, 1)
        people.save_team(session, replace(team, leader=Who(found, "")), by=None)

    await home.bot.store.write(lead)
    return person


# --- what waits ------------------------------------------------------------------------------


async def test_nothing_waits_and_it_says_so(home):
    assert await menu(home, home.karen, "Læringspunkter, der venter") == (
        "Der venter ingen læringspunkter. Når nogen skriver et, står det her."
    )


async def test_the_coordinator_hears_after_the_summary_that_something_waits(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await forward(home, "Fælles læring")
    await home.says(home.mette, f"læring {POINT}", alone=True)
    await closes(home)
    await home.at("12.00", days=1)

    assert last(home, home.karen) == (
        "Der venter et læringspunkt i Team Øst. Tag stilling, når det passer jer."
    )
    await alone(home, home.karen, "Læringspunkter, der venter")
    assert f"1. “{POINT}”" in last(home, home.karen)
    assert "Mette" not in home.told(home.karen)


async def test_after_a_sparring_without_points_nobody_is_told(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await closes(home)
    await home.at("12.00", days=1)

    assert "venter" not in home.told(home.karen)


@pytest.mark.parametrize("name", ["karen", "bo", "sara"])
async def test_coordinator_deputy_and_leader_decide(home, name):
    await led_by(home, "sara")
    await handed_in(home, home.mette)

    form = await opens(home, home.people[name], "Godkend")

    assert (await submits(home, form)).text == ("Det er fælles praksis nu. Der venter ikke flere.")


async def test_others_are_not_offered_it_and_are_told_who_decides(home):
    await handed_in(home, home.mette)
    await home.says(home.ole, "hjælp", alone=True)
    await alone(home, home.ole, "Læring i teamet")
    assert "Læringspunkter, der venter" not in home.own(home.ole).messages[-1].buttons

    for verb in ("deciding.list", "deciding.point"):
        said = await made_up(home, home.ole, verb)
        assert said == "Det afgør Karen eller Bo."
    form = await home.ole.invokes(
        home.own(home.ole), "task/submit", {"data": {"verb": "deciding.decline", "id": "1"}}
    )
    assert form.text == "Det afgør Karen eller Bo."


async def made_up(home: House, who: Person, verb: str, **data) -> str:
    action = {"type": "Action.Execute", "verb": verb, "data": {"id": "1", **data}}
    value = {"action": action, "trigger": "manual"}
    answer = await who.invokes(home.own(who), "adaptiveCard/action", value)
    await home.settle()
    return "\n".join(answer.texts)


async def test_another_teams_points_are_not_there(home):
    second = home.teams.group_chat("Team Vest", home.jens)
    await home.teams.add_bot(second, by=home.jens)
    await home.settle()
    await home.jens.presses(second, "Nyt team")
    await home.settle()
    await home.says(home.mette, f"læring {POINT}", alone=True)

    # Jens leads Team Vest and is a member of Team Øst alone.
    assert await made_up(home, home.jens, "deciding.point") == "Det afgør Karen eller Bo."
    assert POINT not in await menu(home, home.jens, "Læringspunkter, der venter")


async def test_the_thousandth_is_reached_and_the_list_turns_to_and_fro(home):
    def many(session) -> None:
        rows = [
            {
                "team_id": 1,
                "text": f"Forslag {n}",
                "digest": n.to_bytes(32),
                "at": home.clock.time,
                "state": "proposed",
            }
            for n in range(1, 1001)
        ]
        session.execute(insert(LearningPointRow), rows)

    await home.bot.store.write(many)
    assert "1–4 af 1000" in await menu(home, home.karen, "Læringspunkter, der venter")

    for number, button in ((5, "Næste side"), (1, "Forrige side"), (5, "Næste side")):
        shown = await alone(home, home.karen, button)
        assert f"{number}. “Forslag {number}”" in shown
    assert "“Forslag 6”" in await alone(home, home.karen, "Se 6")
    assert "5–8 af 1000" in await alone(home, home.karen, "Tilbage til listen")
    shown = await made_up(home, home.karen, "deciding.list", page=249)
    assert "997–1000 af 1000" in shown
    assert "1000. “Forslag 1000”" in shown
    assert "997–1000 af 1000" in await made_up(home, home.karen, "deciding.list", page=9999)


async def test_their_order_does_not_tell_who_wrote_first(home):
    await home.says(home.mette, f"læring {POINT}", alone=True)
    await home.says(home.sara, f"læring {OTHER}", alone=True)
    shown = await menu(home, home.karen, "Læringspunkter, der venter")

    def turned(session) -> None:
        for old, new in ((1, 90), (2, 1), (90, 2)):
            row = update(LearningPointRow).where(LearningPointRow.id == old)
            session.execute(row.values(id=new))

    await home.bot.store.write(turned)
    assert await menu(home, home.karen, "Læringspunkter, der venter") == shown


# --- approving -------------------------------------------------------------------------------


async def test_what_its_writer_said_of_it_stands_beside_it(home):
    await home.says(home.mette, "læring", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv læringspunkt")
    await submits(home, form, text=POINT, kind="doubt", method="ICS", anchor="law")

    shown = await looks_at(home, home.karen)

    for said in (POINT, "Noget vakte tvivl", "ICS", "En lov"):
        assert said in shown
    assert "Mette" not in shown


async def test_it_may_be_put_better_before_it_is_approved(home):
    await handed_in(home, home.mette)
    form = await opens(home, home.karen, "Godkend")
    assert form.inputs["text"]["value"] == POINT
    assert form.inputs["review_on"]["value"] == "2027-02-01"  # half a year

    marks = {"method": "Signs of Safety", "anchor": "law", "guideline": "missing"}
    await submits(home, form, text=CLEARER, **marks)

    assert last(home, home.mette) == (
        f"Tak for dit læringspunkt. Det er blevet fælles praksis.\nSådan lyder det: “{CLEARER}”"
    )
    await alone(home, home.mette, "Læs det")
    shown = last(home, home.mette)
    for said in ("Signs of Safety", "En lov", "Nej, den mangler", "1. februar 2027"):
        assert said in shown
    assert "Sådan blev det til\n3. august 2026: Godkendt som fælles praksis" in shown


async def test_a_decision_is_noted_without_what_it_says(home):
    await approved(home)

    noted = await points(home, AuditRow.action, AuditRow.about)
    assert ("practice_approved", "practice:1") in noted


async def test_an_owner_is_of_the_team_and_a_day_is_to_come(home):
    await handed_in(home, home.mette)
    form = await opens(home, home.karen, "Godkend")

    for wrong, said in (
        ({"review_on": "2026-08-02"}, "Datoen er gået. Vælg en, der kommer."),
        ({"review_on": "2106-08-02"}, "Datoen ligger for langt ude. Vælg en inden for fem år."),
        ({"text": "x" * 2001}, "Læringspunktet er på 2001 tegn. Skriv det på højst 2000."),
        ({"text": " "}, "Skriv en linje om det, I kan bruge i andre sager."),
    ):
        again = await submits(home, form, **{"text": CLEARER, **wrong})
        assert isinstance(again, Form)
        assert again.texts[0] == said
        assert again.inputs["text"]["value"] == {"text": CLEARER, **wrong}["text"]
    stranger = {"data": {"verb": "deciding.approve", "id": "1", "text": POINT, "owner": "99"}}
    refused = await home.karen.invokes(home.own(home.karen), "task/submit", stranger)
    assert refused.texts[0] == "Vælg en fra teamet, der tager sig af det."
    assert await points(home, func.count(PracticeRow.id)) == [(0,)]


async def test_what_is_like_it_stands_beside_it(home):
    await approved(home)
    await handed_in(home, home.mette, SIMILAR)
    await handed_in(home, home.sara, SIMILAR.replace("altid ", "altid helst "))

    shown = [await looks_at(home, home.karen, number) for number in (1, 2)]

    for each in shown:
        assert "Det ligner noget, I allerede gør:" in each
        assert f"“{POINT}”" in each
        assert "Andre forslag, der ligner:" in each


async def test_two_decide_at_once_and_the_second_hears_what_it_became(home):
    await handed_in(home, home.mette)
    karens = await opens(home, home.karen, "Godkend")
    bos = await opens(home, home.bo, "Afvis")

    first, second = await asyncio.gather(
        karens.submit(text=CLEARER), bos.submit(reason="Det er kun den ene sag.")
    )
    await home.settle()

    said = sorted([first.texts[0], second.texts[0]])
    assert said[0].startswith(("Det er fælles praksis nu.", "Det er afvist"))
    assert said[1].startswith("Læringspunktet er allerede afgjort.")
    late = next(each for each in (first, second) if isinstance(each, Form))
    written = late.inputs.get("reason") or late.inputs["text"]
    assert written["value"] in (CLEARER, "Det er kun den ene sag.")  # kept for who is late
    assert len(await points(home, PracticeRow.id)) <= 1


async def test_what_is_decided_is_opened_no_more(home):
    await handed_in(home, home.mette)
    await looks_at(home, home.bo)
    form = await opens(home, home.karen, "Godkend")
    await submits(home, form)

    answer = await home.bo.presses(home.own(home.bo), "Afvis")

    assert answer.text == "Læringspunktet er allerede afgjort. Det er blevet fælles praksis."
    assert "Det er blevet fælles praksis." in await made_up(home, home.bo, "deciding.point")


async def test_the_same_form_handed_in_twice_approves_once(home):
    await handed_in(home, home.mette)
    await submits(home, await opens(home, home.karen, "Godkend"))
    await home.teams.resend_invoke()
    await home.settle()

    assert await points(home, func.count(PracticeRow.id)) == [(1,)]
    assert await points(home, func.count(PracticeEventRow.id)) == [(1,)]


# --- merging ---------------------------------------------------------------------------------


async def merges(home: House, text: str) -> Answer:
    form = await opens(home, home.karen, "Saml med et andet")
    joined = await submits(home, form)
    assert isinstance(joined, Form)
    return await submits(home, joined, text=text)


async def test_two_become_one_and_the_writer_hears_how_it_reads_now(home):
    await approved(home)
    await handed_in(home, home.sara, SIMILAR)

    assert (await merges(home, CLEARER)).text == "De to er samlet. Der venter ikke flere."

    assert last(home, home.sara) == (
        "Tak for dit læringspunkt. Der lå et, der ligner, så Karen har samlet de to.\n"
        f"Du skrev: “{SIMILAR}”\nSådan lyder det nu: “{CLEARER}”"
    )
    await alone(home, home.sara, "Læs det samlede")
    shown = last(home, home.sara)
    assert f"“{POINT}”" not in shown.split("Sådan blev det til")[0]
    assert "Samlet med et læringspunkt mere" in shown
    for name in ("Mette", "Sara"):
        assert name not in shown
    assert await points(home, PracticeRow.text) == [(CLEARER,)]


async def test_what_is_missing_in_it_is_a_new_proposal_beside_it(home):
    await approved(home)
    await handed_in(home, home.sara, SIMILAR)
    await merges(home, CLEARER)

    form = await home.sara.opens(home.own(home.sara), "Sig, hvad der mangler")
    said = await submits(home, form, text="Også når mor siger nej.")

    assert said.text == "Tak. Det er gemt som et nyt forslag, uden dit navn."
    shown = await looks_at(home, home.karen)
    assert "Også når mor siger nej." in shown
    assert f"Det føjer noget til: “{CLEARER}”" in shown
    form = await home.karen.opens(home.own(home.karen), "Saml med et andet")
    assert form.inputs["practice"]["choices"][0]["title"] == CLEARER


async def test_with_nothing_to_merge_with_it_says_what_to_do(home):
    await handed_in(home, home.mette)
    await looks_at(home, home.karen)

    answer = await home.karen.presses(home.own(home.karen), "Saml med et andet")

    assert answer.text == (
        "I har ingen fælles praksis at samle det med endnu. Du kan godkende det."
    )


async def test_a_practice_is_found_by_a_word_and_a_word_that_finds_nothing_is_kept(home):
    await approved(home, OTHER)
    await approved(home, POINT)
    await handed_in(home, home.sara, "Noget helt andet.")
    form = await opens(home, home.karen, "Saml med et andet")

    nothing = await submits(home, form, words="xyzzy")
    assert nothing.texts[0] == "Det fandt jeg ikke i jeres fælles praksis. Prøv et andet ord."
    assert nothing.inputs["words"]["value"] == "xyzzy"
    found = await submits(home, form, words="undersøgelsen")
    assert isinstance(found, Form)
    assert [each["title"] for each in found.inputs["practice"]["choices"]] == [OTHER]


async def test_a_text_that_changed_while_one_wrote_is_not_written_over(home):
    await approved(home)
    await handed_in(home, home.sara, SIMILAR)
    form = await opens(home, home.karen, "Saml med et andet")
    joined = await submits(home, form)
    await home.bot.store.write(
        lambda s: s.execute(
            insert(PracticeEventRow).values(
                practice_id=1, at=home.clock.time, what="edited", text=OTHER
            )
        )
    )

    again = await submits(home, joined, text=CLEARER)

    assert isinstance(again, Form)
    assert again.texts[0].startswith("Teksten er ændret, mens du skrev. Nu lyder den: ")
    assert again.inputs["text"]["value"] == CLEARER
    assert (await submits(home, again, text=CLEARER)).text.startswith("De to er samlet.")


# --- declining -------------------------------------------------------------------------------


async def declined(home: House, text: str = POINT) -> None:
    await handed_in(home, home.mette, text)
    form = await opens(home, home.karen, "Afvis")
    said = await submits(home, form, reason="Det hænger tæt sammen med den ene sag.")
    assert said.text == "Det er afvist med din begrundelse. Der venter ikke flere."


async def test_what_is_declined_keeps_its_reason_and_its_writer_hears_it(home):
    await declined(home)

    assert last(home, home.mette) == (
        "Dit læringspunkt blev ikke til fælles praksis denne gang.\n"
        f"Du skrev: “{POINT}”\n"
        "Karen skriver: “Det hænger tæt sammen med den ene sag.”\n"
        "Du kan skrive det om eller tage det op på et møde."
    )
    assert home.own(home.mette).messages[-1].buttons == [
        "Skriv det om",
        "Tag det op",
        "Lad det ligge",
    ]


async def test_without_a_reason_nothing_is_declined(home):
    await handed_in(home, home.mette)
    form = await opens(home, home.karen, "Afvis")

    again = await submits(home, form, reason="​ ")

    assert again.texts[0] == "Skriv en begrundelse eller et spørgsmål. En enkelt sætning er nok."
    again = await submits(home, form, reason="x" * 501)
    assert again.texts[0] == "Teksten er på 501 tegn. Skriv den på højst 500."
    assert again.inputs["reason"]["value"] == "x" * 501
    assert await points(home, LearningPointRow.state) == [("proposed",)]


async def test_its_writer_writes_it_anew_and_it_waits_again(home):
    await declined(home)
    form = await home.mette.opens(home.own(home.mette), "Skriv det om")
    same = await submits(home, form)
    assert same.texts[0] == "Det læringspunkt har jeg allerede fra dig."

    assert (await submits(home, form, text=CLEARER)).text == (
        "Tak. Det er et forslag igen, uden dit navn."
    )

    shown = await looks_at(home, home.karen)
    assert CLEARER in shown
    assert "Sidst var begrundelsen: “Det hænger tæt sammen med den ene sag.”" in shown
    late = await submits(home, form, text=OTHER)
    assert late.text == "Det er gemt."  # the same form, handed in once more


async def test_its_writer_takes_it_to_a_meeting(home):
    await declined(home)

    said = await alone(home, home.mette, "Tag det op")

    assert said.startswith("Det står nu øverst på teamets liste over emner, uden dit navn.")
    topics = await home.bot.store.read(lambda s: people.topics(s, 1))
    assert topics[0] == POINT


async def test_or_lets_it_be(home):
    await declined(home)

    assert await alone(home, home.mette, "Lad det ligge") == "Så lader vi det ligge."


async def test_nobody_else_writes_it_anew(home):
    await declined(home)
    data = {"verb": "learning.rewrite", "id": "1-declined-1", "text": CLEARER}

    answer = await home.karen.invokes(home.own(home.karen), "task/submit", {"data": data})

    assert answer.text == "Jeg kan ikke finde det læringspunkt blandt dine."
    assert await made_up(home, home.karen, "learning.take_up") == answer.text


# --- asking ----------------------------------------------------------------------------------


async def asks(home: House) -> None:
    await handed_in(home, home.mette)
    form = await opens(home, home.karen, "Spørg den, der skrev")
    said = await submits(home, form, reason="Gælder det også eftervern?")
    assert said.text.startswith("Spørgsmålet er sendt.")


async def test_its_writer_is_asked_in_private_and_it_comes_back_without_a_name(home):
    await asks(home)
    assert last(home, home.mette) == (
        "Karen vil gerne forstå dit læringspunkt lidt bedre.\n"
        f"Du skrev: “{POINT}”\nKaren spørger: “Gælder det også eftervern?”\n"
        "Ingen får at vide, at det er dig, der skrev det."
    )
    assert "venter på svar" in await menu(home, home.karen, "Læringspunkter, der venter")

    form = await home.mette.opens(home.own(home.mette), "Svar")
    said = await submits(home, form, answer="Ja, også der.", text=CLEARER)

    assert said.text == "Tak. Dit svar er givet videre uden dit navn."
    assert "Du har svaret." in home.told(home.mette)
    assert last(home, home.karen).startswith("Der er svaret på et læringspunkt.")
    shown = await looks_at(home, home.karen)
    for part in (
        CLEARER,
        "Der blev spurgt: “Gælder det også eftervern?”",
        "Svar: “Ja, også der.”",
    ):
        assert part in shown
    assert "Mette" not in home.told(home.karen)


async def test_an_answer_to_what_nobody_asks_any_more_says_so_and_is_kept(home):
    await asks(home)
    form = await home.mette.opens(home.own(home.mette), "Svar")
    await submits(home, await opens(home, home.karen, "Godkend"))

    late = await submits(home, form, answer="Ja, også der.")

    assert late.texts[0] == "Der er ikke noget at svare på længere."
    assert late.inputs["answer"]["value"] == "Ja, også der."


async def test_a_writer_who_is_unknown_is_not_asked_and_told_nothing(home):
    await handed_in(home, home.mette)
    await home.bot.store.write(
        lambda s: s.execute(update(LearningPointRow).values(author_id=None))
    )
    before = home.told(home.mette)
    await looks_at(home, home.karen)

    answer = await home.karen.presses(home.own(home.karen), "Spørg den, der skrev")

    assert answer.text == (
        "Jeg ved ikke længere, hvem der skrev det, så jeg kan ikke spørge. "
        "I kan tage det op på et møde."
    )
    form = await home.karen.opens(home.own(home.karen), "Godkend")
    await submits(home, form)
    assert home.told(home.mette) == before


async def test_that_a_writer_cannot_be_reached_is_not_told_in_the_group(home):
    """It would tell who wrote."""
    await handed_in(home, home.mette)
    home.teams.unreachable(home.mette)
    before = home.shown()

    await submits(home, await opens(home, home.karen, "Godkend"))
    for _ in range(20):
        await home.later(minutes=10)

    assert home.shown() == before


async def test_the_writer_is_named_to_nobody_and_in_no_message(home):
    """Whatever the coordinator and the team are shown on the whole way."""
    await asks(home)
    await submits(
        home, await home.mette.opens(home.own(home.mette), "Svar"), answer="Ja.", text=POINT
    )
    await submits(home, await opens(home, home.karen, "Godkend"))
    await menu(home, home.karen, "Fælles praksis")
    await alone(home, home.karen, "Se 1")

    assert "Mette" not in home.told(home.karen)
    assert "Mette" not in home.shown().split("Sparring", 1)[-1]
    to_mette = await points(home, OutboxRow.kind, where=[OutboxRow.kind == "learning.outcome"])
    assert len(to_mette) == 2


# --- practice, its history, and what follows from it -----------------------------------------


async def reads(home: House, who: Person) -> str:
    await menu(home, who, "Fælles praksis")
    await alone(home, who, "Se 1")
    return last(home, who)


async def test_everybody_in_the_team_reads_it_and_the_leads_may_change_it(home):
    await approved(home)

    assert POINT in await reads(home, home.ole)
    assert home.own(home.ole).messages[-1].buttons == []
    await reads(home, home.karen)
    assert home.own(home.karen).messages[-1].buttons == [
        "Sæt på forbedringslisten",
        "Træk tilbage",
    ]


async def test_what_is_withdrawn_keeps_its_history_and_its_reason(home):
    await approved(home)
    await reads(home, home.karen)
    form = await home.karen.opens(home.own(home.karen), "Træk tilbage")
    said = await submits(home, form, reason="Loven er ændret.")
    assert said.text == "Det er trukket tilbage. Historikken bliver stående."

    assert "I har ingen fælles praksis endnu." in await menu(home, home.ole, "Fælles praksis")
    await made_up(home, home.ole, "deciding.history")
    shown = last(home, home.ole)
    assert shown.splitlines()[1] == "Gælder ikke længere."
    assert "3. august 2026: Godkendt som fælles praksis" in shown
    assert "Trukket tilbage\nBegrundelse: “Loven er ændret.”" in shown
    noted = await points(home, AuditRow.action)
    assert ("practice_withdrawn",) in noted
    again = await submits(home, form, reason="Igen.")
    assert again.text == "Det er gemt."


async def test_nobody_else_withdraws_it(home):
    await approved(home)
    data = {"data": {"verb": "deciding.withdraw", "id": "1", "reason": "Nej."}}

    answer = await home.ole.invokes(home.own(home.ole), "task/submit", data)

    assert answer.text == "Det afgør Karen eller Bo."


async def improves(home: House, **values) -> Answer:
    await reads(home, home.karen)
    form = await home.karen.opens(home.own(home.karen), "Sæt på forbedringslisten")
    ole = next(c["value"] for c in form.inputs["owner"]["choices"] if c["title"] == "Ole")
    said = {"kind": "guideline", "text": "Skriv en vejledning.", "due_on": "2026-08-14"}
    return await submits(home, form, **{"owner": ole, **said, **values})


async def test_an_improvement_has_an_owner_who_is_reminded_once_and_says_when_it_is_done(home):
    await approved(home)
    assert (await improves(home)).text == "Det står på forbedringslisten."
    assert await menu(home, home.mette, "Forbedringer") == (
        "Forbedringer\n1. “Skriv en vejledning.”\nEn retningslinje · Ole · senest 14. august 2026"
    )
    assert home.own(home.mette).messages[-1].buttons == []

    await home.at("9.00", days=11)
    assert last(home, home.ole) == (
        "I dag er datoen for en forbedring, du tager dig af (En retningslinje).\n"
        "“Skriv en vejledning.”"
    )
    await home.at("9.00", days=7)
    assert home.told(home.ole).count("I dag er datoen") == 1
    assert "Skriv en vejledning." in await menu(home, home.karen, "Forbedringer")

    reminder = next(m for m in home.own(home.ole).messages if "I dag er" in "".join(m.texts))
    answer = await home.ole.presses(home.own(home.ole), "Gjort", message=reminder)
    await home.settle()
    assert answer.texts == ["Godt. Det er gjort, og det er taget af listen."]
    assert await menu(home, home.karen, "Forbedringer") == "Der er ingen forbedringer på listen."


async def test_whoever_decides_for_the_team_may_say_it_is_done_and_others_may_not(home):
    await approved(home)
    await improves(home)

    assert await made_up(home, home.mette, "deciding.done") == (
        "Det siger Ole til, når det er gjort."
    )
    await menu(home, home.karen, "Forbedringer")
    assert await alone(home, home.karen, "1 er gjort") == "Der er ingen forbedringer på listen."
    await home.at("9.00", days=11)
    assert "I dag er datoen" not in home.told(home.ole)


async def test_a_weekend_is_waited_out_before_anybody_is_reminded(home):
    await approved(home)
    await improves(home, due_on="2026-08-15")  # a Saturday

    await home.at("10.00", days=12)
    assert "I dag er datoen" not in home.told(home.ole)
    await home.at("9.00", days=2)
    assert "I dag er datoen" in home.told(home.ole)


async def test_a_day_that_is_past_stays_in_the_form_with_what_was_written(home):
    await approved(home)

    again = await improves(home, due_on="2026-08-01")

    assert again.texts[0] == "Datoen er gået. Vælg en, der kommer."
    assert again.inputs["text"]["value"] == "Skriv en vejledning."
    assert await points(home, func.count(ImprovementRow.id)) == [(0,)]


async def test_a_point_becomes_an_improvement_as_it_is_approved(home):
    await handed_in(home, home.mette)
    form = await opens(home, home.karen, "Godkend")

    improving = await submits(home, form, improve="system")

    assert isinstance(improving, Form)
    assert improving.texts[0].startswith("Det er fælles praksis nu.")
    assert improving.inputs["kind"]["value"] == "system"
    repeated = await home.teams.resend_invoke()
    assert isinstance(repeated, Form)  # the same form again, and nothing twice
    assert await points(home, func.count(PracticeRow.id)) == [(1,)]
    said = await submits(
        home, improving, text="Feltet mangler i fagsystemet.", due_on="2026-09-01"
    )
    assert said.text == "Det står på forbedringslisten."


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("fælles praksis", "I har ingen fælles praksis endnu."),
        ("Faelles  Praksis.", "I har ingen fælles praksis endnu."),
        ("læringspunkter", "Fra den enkelte sag til fælles praksis:"),
        ("Læring i teamet", "Fra den enkelte sag til fælles praksis:"),
        ("sådan foregår det", "Sådan foregår det"),
        ("kommende sager", "Kommende sager"),
        ("mine ønsker", "Du har ingen kursusønsker endnu."),
    ],
)
async def test_what_a_button_is_called_is_understood_when_it_is_typed(home, typed, answered):
    await home.says(home.ole, typed, alone=True)

    assert last(home, home.ole).startswith(answered)


async def test_in_the_chat_the_name_of_a_button_is_understood_too(home):
    await home.says(home.ole, "fælles praksis")

    assert home.chat.shown[-1].startswith("I har ingen fælles praksis endnu.")
