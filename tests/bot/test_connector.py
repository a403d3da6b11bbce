"""The stand-in for Teams, tried with a bot of thirty lines over real HTTP."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web

from bot.rehearsal.chats import Answered, HandedIn, Posted, Pressed, Said, Updated
from bot.rehearsal.connector import (
    BotFailed,
    Fault,
    FormRefused,
    NoSuchButton,
    NotDelivered,
    Teams,
)
from bot.rehearsal.shown import buttons, fill_in, shows

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


class Clock:
    def __init__(self):
        self.time = datetime(2026, 11, 2, 8, tzinfo=UTC)

    def __call__(self):
        self.time += timedelta(milliseconds=1)
        return self.time


def card(*body, actions=()):
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": text} if isinstance(text, str) else text for text in body
        ],
        "actions": list(actions),
    }


def execute(title, verb="sparring.next", **data):
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def opens_form(title, **data):
    return {
        "type": "Action.Submit",
        "title": title,
        "data": {"msteams": {"type": "task/fetch"}, **data},
    }


def message(text="", content=None):
    attachments = [{"contentType": ADAPTIVE, "content": content}] if content else []
    return {"type": "message", "text": text, "attachments": attachments}


FORM = card(
    {
        "type": "Input.Text",
        "id": "question",
        "label": "Spørgsmål",
        "isRequired": True,
        "maxLength": 40,
    },
    {
        "type": "Input.ChoiceSet",
        "id": "kind",
        "label": "Mødeform",
        "value": "case",
        "choices": [
            {"title": "Enkeltsag", "value": "case"},
            {"title": "Principiel sag", "value": "principle"},
        ],
    },
    actions=[
        {"type": "Action.Submit", "title": "Gem", "data": {"verb": "case.save", "nonce": "n1"}}
    ],
)


class Bot:
    """Answers what the test told it to, and keeps what it got."""

    def __init__(self):
        self.heard = []
        self.invoke_answers = []
        self.status = 200

    async def messages(self, request):
        activity = await request.json()
        self.heard.append((request.headers.get("Authorization"), activity))
        if activity["type"] == "invoke" and self.invoke_answers:
            return web.json_response(self.invoke_answers.pop(0), status=self.status)
        if activity["type"] == "message" and "ekko" in activity.get("text", ""):
            await self.call("POST", activity["conversation"]["id"], "activities", message("ekko"))
        return web.Response(status=self.status)

    async def call(self, method, conversation, rest, body=None, **options):
        url = f"{self.teams.service_url}v3/conversations/{quote(conversation, safe='')}/{rest}"
        async with self.session.request(method, url, json=body, **options) as response:
            content = await response.json() if await response.read() else None
            return response.status, content, response.headers

    async def posts(self, chat, *args, **kwargs):
        _, body, _ = await self.call("POST", chat.id, "activities", message(*args, **kwargs))
        return body["id"]

    async def updates(self, chat, activity_id, *args):
        return await self.call("PUT", chat.id, f"activities/{activity_id}", message(*args))

    async def opens(self, **conversation):
        url = f"{self.teams.service_url}v3/conversations"
        async with self.session.post(url, json=conversation) as response:
            return response.status, await response.json()

    @property
    def last(self):
        return self.heard[-1][1]


@pytest.fixture
async def bot():
    bot = Bot()
    app = web.Application()
    app.router.add_post("/api/messages", bot.messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    async with aiohttp.ClientSession() as bot.session:
        yield bot
    await runner.cleanup()


@pytest.fixture
async def teams(bot):
    async with Teams(bot_url=bot.url, now=Clock()) as teams:
        bot.teams = teams
        yield teams


@pytest.fixture
def karen(teams):
    return teams.person("Karen Holm")


@pytest.fixture
def ole(teams):
    return teams.person("Ole Bæk")


@pytest.fixture
async def chat(teams, karen, ole):
    chat = teams.group_chat("Team Øst", karen, ole)
    await teams.add_bot(chat, by=karen)
    return chat


# People and places


async def test_a_person_has_the_same_ids_in_every_run(karen):
    async with Teams(now=Clock()) as another:
        same = another.person("Karen Holm")

    assert (same.id, same.aad_id) == (karen.id, karen.aad_id)
    assert same.id.startswith("29:")


async def test_two_chats_of_one_name_are_two(teams, karen):
    assert teams.group_chat("Team Øst", karen).id != teams.group_chat("Team Øst", karen).id


async def test_the_bot_hears_that_it_was_added_and_by_whom(chat, bot, karen, teams):
    update, installation = (activity for _, activity in bot.heard)

    assert update["type"] == "conversationUpdate"
    assert update["membersAdded"] == [{"id": teams.bot_id}]
    assert (installation["type"], installation["action"]) == ("installationUpdate", "add")
    assert installation["from"] == {"id": karen.id, "aadObjectId": karen.aad_id}


async def test_the_bot_hears_who_joins_and_leaves(chat, bot, teams):
    mette = teams.person("Mette Lund")
    member = {"id": mette.id, "aadObjectId": mette.aad_id}

    await teams.join(chat, mette)
    assert bot.last["membersAdded"] == [member]

    await teams.leave(chat, mette)
    assert bot.last["membersRemoved"] == [member]


async def test_the_bot_hears_nothing_of_a_chat_that_it_is_not_in(teams, bot, karen, ole):
    await teams.join(teams.group_chat("Andre", karen), ole)

    assert bot.heard == []


# Writing


async def test_a_line_in_a_group_mentions_the_bot(chat, bot, karen, teams):
    await karen.says(chat, "kø")

    heard = bot.last
    assert heard["text"] == "<at>Sparringsrum</at> kø"
    assert heard["entities"][0]["mentioned"]["id"] == teams.bot_id == heard["recipient"]["id"]
    assert heard["conversation"] == {
        "conversationType": "groupChat",
        "tenantId": teams.tenant,
        "id": chat.id,
        "isGroup": True,
        "name": "Team Øst",
    }


async def test_an_activity_has_what_every_activity_of_teams_has(chat, bot, karen, teams):
    await karen.says(chat, "kø")

    heard = bot.last
    assert heard["id"].isdigit()
    assert len(heard["id"]) == 13
    assert heard["timestamp"].startswith("2026-11-02T08:00:00.")
    assert heard["timestamp"].endswith("Z")
    assert heard["localTimestamp"].startswith("2026-11-02T09:00:00.")
    assert heard["channelId"] == "msteams"
    assert heard["serviceUrl"] == teams.service_url
    assert heard["channelData"]["tenant"] == {"id": teams.tenant}
    assert heard["from"] == {"id": karen.id, "name": "Karen Holm", "aadObjectId": karen.aad_id}
    assert {entity["type"] for entity in heard["entities"]} == {"mention", "clientInfo"}


async def test_a_line_to_the_bot_alone_is_plain(teams, bot, karen):
    await karen.says(teams.personal(karen), "mine")

    assert bot.last["text"] == "mine"
    assert bot.last["conversation"]["conversationType"] == "personal"


async def test_teams_does_not_deliver_a_line_without_a_mention(chat, karen):
    with pytest.raises(NotDelivered):
        await karen.says(chat, "kø", mention=False)


async def test_nobody_writes_where_they_or_the_bot_are_not(teams, chat, karen):
    with pytest.raises(NotDelivered):
        await teams.person("Fremmed").says(chat, "hej")
    await teams.remove_bot(chat)
    with pytest.raises(NotDelivered):
        await karen.says(chat, "hej")


async def test_an_answer_stands_in_the_thread_of_a_channel_where_it_was_asked(teams, bot, karen):
    channel = teams.channel("Team Øst", karen)
    await teams.add_bot(channel, by=karen)
    assert bot.heard[0][1]["channelData"]["eventType"] == "teamMemberAdded"

    await karen.says(channel, "ekko")

    question = channel.lines[0].activity_id
    assert bot.last["conversation"]["id"] == f"{channel.id};messageid={question}"
    assert bot.last["channelData"]["team"]["id"] == channel.id
    assert channel.last.thread == question


async def test_a_post_to_a_channel_begins_a_thread_and_a_reply_stays_in_it(teams, bot, karen):
    channel = teams.channel("Team Øst", karen)
    await teams.add_bot(channel, by=karen)
    first = await bot.posts(channel, "Dagens sparring", card("Start", actions=[execute("Start")]))
    await bot.call("POST", channel.id, f"activities/{first}", message("Svar"))

    await karen.presses(channel, "Start")

    assert [each.thread for each in channel.messages] == [first, first]
    assert bot.last["conversation"]["id"] == f"{channel.id};messageid={first}"


async def test_a_meeting_chat_names_its_meeting(teams, bot, karen):
    chat = teams.meeting_chat("Sparring", karen)
    await teams.add_bot(chat, by=karen)

    assert bot.last["channelData"]["meeting"] == {"id": chat.meeting_id}
    assert bot.last["conversation"]["conversationType"] == "groupChat"


async def test_the_token_is_sent_only_where_one_is_given(teams, bot, karen):
    own = teams.personal(karen)
    await karen.says(own, "et")
    teams.token = "abc"
    await karen.says(own, "to")

    assert [token for token, _ in bot.heard] == [None, "Bearer abc"]


async def test_a_bot_that_fails_is_noticed(teams, bot, karen):
    bot.status = 500
    with pytest.raises(BotFailed) as failed:
        await karen.says(teams.personal(karen), "hej")
    assert failed.value.status == 500

    assert (await karen.says(teams.personal(karen), "hej", check=False)).status == 500


# What the bot posts


async def test_a_message_is_posted_updated_and_deleted(chat, bot):
    activity_id = await bot.posts(chat, "Fase 1")
    status, body, _ = await bot.updates(chat, activity_id, "Fase 2")

    assert (status, body) == (200, {"id": activity_id})
    assert chat.shown == ["Fase 2"]
    assert [version.text for version in chat.last.versions] == ["Fase 1", "Fase 2"]

    status, body, _ = await bot.call("DELETE", chat.id, f"activities/{activity_id}")
    assert (status, body) == (200, None)
    assert chat.shown == []
    assert (await bot.updates(chat, activity_id, "Fase 3"))[0] == 404


async def test_posting_answers_201_with_ids_that_grow(chat, bot):
    status, body, _ = await bot.call("POST", chat.id, "activities", message("et"))
    later = await bot.posts(chat, "to")

    assert status == 201
    assert int(later) > int(body["id"])


async def test_what_teams_refuses_is_refused_in_its_shape(teams, chat, bot, karen):
    await karen.says(chat, "hej")
    line = chat.lines[0].activity_id
    empty = teams.group_chat("Uden bot", karen)
    bad = message("", {"type": "AdaptiveCard"})
    answers = {
        "unknown chat": await bot.call("POST", "19:x@thread.v2", "activities", message("hej")),
        "unknown message": await bot.call("PUT", chat.id, "activities/17", message("hej")),
        "unknown reply": await bot.call("POST", chat.id, "activities/17", message("hej")),
        "somebody's line": await bot.call("PUT", chat.id, f"activities/{line}", message("hej")),
        "not added": await bot.call("POST", empty.id, "activities", message("hej")),
        "nothing said": await bot.call("POST", chat.id, "activities", message()),
        "no version": await bot.call("POST", chat.id, "activities", bad),
        "no json": await bot.call("POST", chat.id, "activities", data=b"{"),
        "too big": await bot.call("POST", chat.id, "activities", message("x" * 60_000)),
    }

    assert {
        name: (status, body["error"]["code"]) for name, (status, body, _) in answers.items()
    } == {
        "unknown chat": (404, "ConversationNotFound"),
        "unknown message": (404, "ActivityNotFoundInConversation"),
        "unknown reply": (404, "ActivityNotFoundInConversation"),
        "somebody's line": (403, "NotEnoughPermissions"),
        "not added": (403, "BotNotInConversationRoster"),
        "nothing said": (400, "Bad Argument"),
        "no version": (400, "Bad Argument"),
        "no json": (400, "Bad Argument"),
        "too big": (413, "MessageSizeTooBig"),
    }
    assert chat.messages == []


async def test_a_chat_with_a_person_is_the_same_however_it_was_opened(teams, bot, karen):
    asked = {"members": [{"id": karen.id}], "tenantId": teams.tenant, "isGroup": False}
    as_the_sdk_writes_it = {"members": [{"id": karen.id}], "tenantID": teams.tenant}

    assert await bot.opens(**asked) == await bot.opens(**as_the_sdk_writes_it)
    assert await bot.opens(**asked) == (201, {"id": teams.personal(karen).id})


async def test_who_has_no_personal_app_cannot_be_written_to(teams, bot, karen):
    asked = {"members": [{"id": karen.id}], "tenantId": teams.tenant}
    own = teams.personal(karen)
    teams.unreachable(karen)

    status, body = await bot.opens(**asked)
    assert (status, body["error"]["code"]) == (403, "ForbiddenOperationException")
    assert (await bot.call("POST", own.id, "activities", message("hej")))[0] == 403

    await teams.add_bot(own, by=karen)
    assert (await bot.opens(**asked))[0] == 201


async def test_a_chat_opens_only_for_one_known_person_of_the_tenant(teams, bot, karen, ole):
    one, both = [{"id": karen.id}], [{"id": karen.id}, {"id": ole.id}]

    assert (await bot.opens(members=one))[0] == 400
    assert (await bot.opens(members=one, tenantId="another"))[0] == 400
    assert (await bot.opens(members=both, tenantId=teams.tenant))[0] == 400
    assert (await bot.opens(members=[{"id": "29:x"}], tenantId=teams.tenant))[0] == 400


async def test_a_roster_comes_in_pages_of_at_least_fifty(teams, bot, karen):
    people = [teams.person(f"Person {number}") for number in range(59)]
    chat = teams.group_chat("Alle", karen, *people)
    await teams.add_bot(chat, by=karen)

    _, first, _ = await bot.call("GET", chat.id, "pagedmembers?pageSize=2")
    token = quote(first["continuationToken"])
    _, second, _ = await bot.call("GET", chat.id, f"pagedmembers?continuationToken={token}")

    assert [len(first["members"]), len(second["members"])] == [50, 10]
    assert "continuationToken" not in second
    assert first["members"][0] == {
        "id": karen.id,
        "name": "Karen Holm",
        "objectId": karen.aad_id,
        "aadObjectId": karen.aad_id,
        "givenName": "Karen",
        "surname": "Holm",
        "email": "karen.holm@kommune.example",
        "userPrincipalName": "karen.holm@kommune.example",
        "tenantId": teams.tenant,
        "userRole": "user",
    }


async def test_a_single_member_is_found_by_either_id(chat, bot, ole):
    for known_by in (ole.id, ole.aad_id):
        _, member, _ = await bot.call("GET", chat.id, f"members/{quote(known_by, safe='')}")
        assert member["name"] == "Ole Bæk"

    assert (await bot.call("GET", chat.id, "members/29:x"))[0] == 404


# Pressing


async def test_a_press_carries_the_verb_and_the_data_of_the_button(chat, bot, karen):
    posted = await bot.posts(chat, "", card("Fase", actions=[execute("Næste fase", id=7, turn=3)]))

    answer = await karen.presses(chat, "Næste fase")

    assert answer.kind == "none"
    assert (bot.last["name"], bot.last["replyToId"]) == ("adaptiveCard/action", posted)
    assert bot.last["value"] == {
        "action": {
            "type": "Action.Execute",
            "verb": "sparring.next",
            "data": {"id": 7, "turn": 3},
        },
        "trigger": "manual",
    }


async def test_a_card_in_the_answer_is_seen_by_the_presser_until_the_next_update(
    chat, bot, karen, ole
):
    posted = await bot.posts(chat, "", card("Fase 1", actions=[execute("Næste fase")]))
    bot.invoke_answers = [
        {"statusCode": 200, "type": ADAPTIVE, "value": card("Fase 2", actions=[execute("Slut")])}
    ]

    answer = await karen.presses(chat, "Næste fase")

    assert (answer.kind, answer.texts, answer.buttons) == ("card", ["Fase 2"], ["Slut"])
    assert (karen.sees(chat), ole.sees(chat)) == (["Fase 2"], ["Fase 1"])
    with pytest.raises(NoSuchButton):
        await karen.presses(chat, "Næste fase")

    await bot.updates(chat, posted, "", card("Fase 3"))
    assert karen.sees(chat) == ole.sees(chat) == ["Fase 3"]


async def test_a_refusal_is_a_word_to_the_presser_alone(chat, bot, karen):
    await bot.posts(chat, "", card("Fase", actions=[execute("Næste fase")]))
    bot.invoke_answers = [
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": "Det er Ole, der leder.",
        }
    ]

    answer = await karen.presses(chat, "Næste fase")

    assert (answer.kind, answer.text) == ("message", "Det er Ole, der leder.")
    assert chat.shown == ["Fase"]


async def test_the_newest_message_with_the_button_is_pressed_or_the_one_named(chat, bot, karen):
    first = await bot.posts(chat, "", card("Fase 1", actions=[execute("Næste fase", turn=1)]))
    await bot.posts(chat, "", card("Fase 2", actions=[execute("Næste fase", turn=2)]))
    await bot.posts(chat, "Uden knapper")
    old = chat.messages[0]

    await karen.presses(chat, "Næste fase")
    assert bot.last["value"]["action"]["data"] == {"turn": 2}

    await karen.presses(chat, "Næste fase", message=old)
    assert bot.last["replyToId"] == first


async def test_a_button_of_an_older_version_can_still_be_pressed(chat, bot, karen):
    posted = await bot.posts(chat, "", card("Fase 1", actions=[execute("Næste fase", turn=1)]))
    await bot.updates(chat, posted, "Fase 1 er holdt")
    stale = chat.last.versions[0]

    with pytest.raises(NoSuchButton, match="Fase 1 er holdt"):
        await karen.presses(chat, "Næste fase")
    await karen.presses(chat, "Næste fase", message=stale)

    assert bot.last["value"]["action"]["data"] == {"turn": 1}
    assert bot.last["replyToId"] == posted


async def test_a_plain_submit_arrives_as_a_message_with_a_value(teams, bot, karen):
    own = teams.personal(karen)
    inputs = {"type": "Input.Text", "id": "note"}
    submit = {"type": "Action.Submit", "title": "Gem", "data": {"verb": "note.save"}}
    await bot.posts(own, "", card(inputs, actions=[submit]))

    await karen.presses(own, "Gem", note="husk")

    assert bot.last["type"] == "message"
    assert bot.last["value"] == {"verb": "note.save", "note": "husk"}
    assert "text" not in bot.last


async def test_a_button_may_say_something_in_the_persons_name(chat, bot, karen):
    data = {"msteams": {"type": "imBack", "value": "hjælp"}}
    await bot.posts(
        chat, "", card(actions=[{"type": "Action.Submit", "title": "Hjælp", "data": data}])
    )

    await karen.presses(chat, "Hjælp")

    assert bot.last["text"] == "hjælp"


async def test_an_answer_that_teams_cannot_show_is_a_failure(chat, bot, karen):
    await bot.posts(chat, "", card("Fase", actions=[execute("Næste fase")]))
    for unreadable in (
        {"statusCode": 200, "type": ADAPTIVE, "value": "et kort"},
        {"statusCode": 200, "type": "application/pdf", "value": "x"},
        {"task": {"type": "message", "value": "et ord"}},
    ):
        bot.invoke_answers = [unreadable]
        with pytest.raises(BotFailed):
            await karen.presses(chat, "Næste fase")


# Forms


def continues(content):
    dialog = {"title": "Ret sag", "card": {"contentType": ADAPTIVE, "content": content}}
    return {"task": {"type": "continue", "value": dialog}}


@pytest.fixture
async def form(chat, bot, karen):
    await bot.posts(chat, "", card("I dag", actions=[opens_form("Ret sag og tid", id=7)]))
    bot.invoke_answers = [continues(FORM)]
    return await karen.opens(chat, "Ret sag og tid")


async def test_a_form_opens_with_its_title_and_inputs(form, bot):
    assert bot.last["name"] == "task/fetch"
    assert bot.last["value"]["data"] == {"msteams": {"type": "task/fetch"}, "id": 7}
    assert (form.title, form.texts) == ("Ret sag", ["Spørgsmål", "Mødeform"])
    assert form.inputs["kind"]["value"] == "case"


async def test_a_form_is_handed_in_with_its_data_and_its_defaults(form, bot):
    bot.invoke_answers = [{"task": {"type": "message", "value": "Gemt."}}]

    answer = await form.submit(question="Hvad nu?")

    assert bot.last["name"] == "task/submit"
    assert bot.last["value"]["data"] == {
        "verb": "case.save",
        "nonce": "n1",
        "question": "Hvad nu?",
        "kind": "case",
    }
    assert (answer.kind, answer.text) == ("message", "Gemt.")


async def test_a_choice_is_made_by_what_it_says(form, bot):
    await form.submit("Gem", question="Hvad nu?", kind="Principiel sag")

    assert bot.last["value"]["data"]["kind"] == "principle"


async def test_a_form_may_be_followed_by_another(form, bot):
    bot.invoke_answers = [continues(card("Side 2"))]

    answer = await form.submit(question="Hvad nu?")

    assert (answer.kind, answer.texts) == ("form", ["Side 2"])


async def test_teams_keeps_a_form_open_until_it_is_filled_in(form, bot):
    heard = len(bot.heard)

    for filled in ({}, {"question": "x" * 41}, {"question": "x", "kind": "andet"}):
        with pytest.raises(FormRefused):
            await form.submit(**filled)
    with pytest.raises(KeyError):
        await form.submit(question="x", unknown="y")

    assert len(bot.heard) == heard


async def test_a_press_that_was_to_open_a_form_and_did_not_is_a_failure(chat, bot, karen):
    await bot.posts(chat, "", card("I dag", actions=[opens_form("Ret sag og tid")]))
    bot.invoke_answers = [{"task": {"type": "message", "value": "Kun Ole kan rette."}}]

    with pytest.raises(BotFailed, match="Kun Ole kan rette"):
        await karen.opens(chat, "Ret sag og tid")


# Deliveries that come again


async def test_an_activity_that_was_not_answered_comes_again_as_it_was(chat, bot, karen, teams):
    await karen.says(chat, "kø")
    bot.heard.clear()

    await teams.resend_last(times=3)

    assert len({activity["id"] for _, activity in bot.heard}) == 1
    assert len(bot.heard) == 3


async def test_an_invoke_comes_again_under_a_new_id(chat, bot, karen, teams):
    await bot.posts(chat, "", card("Fase", actions=[execute("Næste fase", turn=1)]))
    await karen.presses(chat, "Næste fase")
    first = bot.last

    await teams.resend_invoke()

    assert bot.last["id"] != first["id"]
    assert bot.last["value"] == first["value"]


# Faults


async def test_a_fault_hits_what_it_matches_and_then_is_over(chat, bot, teams):
    posted = await bot.posts(chat, "Fase 1")
    teams.faults.append(Fault(match="PUT *", status=429, retry_after=2))

    status, body, headers = await bot.updates(chat, posted, "Fase 2")

    assert (status, body["error"]["code"], headers["Retry-After"]) == (429, "Throttled", "2")
    assert chat.shown == ["Fase 1"]
    assert (await bot.updates(chat, posted, "Fase 2"))[0] == 200


async def test_a_fault_may_look_at_the_request_and_name_its_code(chat, bot, teams):
    teams.faults.append(
        Fault(match=lambda it: it.body["text"] == "to", status=403, code="BotDisabledByAdmin")
    )

    await bot.posts(chat, "et")
    status, body, _ = await bot.call("POST", chat.id, "activities", message("to"))

    assert (status, body["error"]["code"]) == (403, "BotDisabledByAdmin")


async def test_a_connection_is_lost_before_or_after_the_message_arrived(chat, bot, teams):
    teams.faults += [Fault(drop="before"), Fault(drop="after")]

    for text in ("før", "efter"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await bot.posts(chat, text)

    assert chat.shown == ["efter"]
    assert [(each.status, each.accepted) for each in teams.ledger] == [(None, False), (None, True)]


async def test_a_request_that_hangs_arrives_although_nobody_waits(chat, bot, teams):
    teams.faults.append(Fault(hang=0.2))

    with pytest.raises(TimeoutError):
        await bot.call(
            "POST",
            chat.id,
            "activities",
            message("sent"),
            timeout=aiohttp.ClientTimeout(total=0.05),
        )

    assert chat.shown == []
    await chat.until(lambda chat: chat.last.text == "sent")


@pytest.mark.timed
async def test_closing_does_not_wait_for_what_hangs(bot):
    started = time.monotonic()
    async with Teams(now=Clock()) as teams:
        bot.teams = teams
        teams.faults.append(Fault(hang=60))
        lost = asyncio.create_task(bot.opens())
        await teams.until(lambda teams: teams.ledger)

    with pytest.raises(aiohttp.ClientConnectionError):
        await lost
    assert time.monotonic() - started < 5


async def test_more_than_seven_in_a_second_are_throttled_per_conversation(chat, bot, teams, karen):
    teams.limits = True

    answers = await asyncio.gather(
        *(bot.call("POST", chat.id, "activities", message(str(number))) for number in range(9))
    )
    refused = [headers for status, _, headers in answers if status == 429]

    assert len(chat.messages) == 7
    assert [headers["Retry-After"] for headers in refused] == ["1", "1"]
    assert await bot.posts(teams.personal(karen), "en anden samtale")


async def test_the_ledger_tells_what_the_bot_asked_for(chat, bot, teams):
    posted = await bot.posts(chat, "Fase 1")
    await bot.updates(chat, posted, "Fase 2")

    assert [
        (each.method, each.conversation, each.activity, each.status) for each in teams.ledger
    ] == [("POST", chat.id, posted, 201), ("PUT", chat.id, posted, 200)]


# Watching


async def test_waiting_ends_when_the_chat_shows_it(chat, bot):
    waiting = asyncio.create_task(chat.until(lambda chat: chat.last.text == "Fase 1"))
    await bot.posts(chat, "Fase 1")

    await waiting


async def test_waiting_in_vain_tells_what_the_chat_shows(chat, bot, karen):
    await karen.says(chat, "kø")
    await bot.posts(chat, "Turliste", card("Ole er den næste", actions=[execute("Byt")]))

    with pytest.raises(AssertionError) as failed:
        await chat.until(lambda chat: "Fase 1" in chat.shown, timeout=0.01)

    told = str(failed.value)
    assert told.index("Karen Holm: kø") < told.index("Ole er den næste") < told.index("[Byt]")


async def test_a_listener_follows_what_happens(chat, bot, teams, karen):
    seen = []
    teams.listeners.append(seen.append)

    await karen.says(chat, "kø")
    posted = await bot.posts(chat, "", card("Fase", actions=[opens_form("Ret sag og tid")]))
    await bot.updates(chat, posted, "", card("Fase", actions=[opens_form("Ret sag og tid")]))
    bot.invoke_answers = [continues(FORM)]
    form = await karen.opens(chat, "Ret sag og tid")
    await form.submit(question="Hvad nu?")

    kinds = [Said, Posted, Updated, Pressed, Answered, HandedIn, Answered]
    assert [type(event) for event in seen] == kinds
    assert seen[5].values == {"question": "Hvad nu?", "kind": "case"}


# Cards


def test_all_text_of_a_card_is_shown_in_its_order():
    shown = card(
        "Overskrift",
        {"type": "RichTextBlock", "inlines": ["En ", {"type": "TextRun", "text": "linje"}]},
        {
            "type": "ColumnSet",
            "columns": [{"items": [{"type": "TextBlock", "text": side}]} for side in ("A", "B")],
        },
        {
            "type": "Container",
            "items": [{"type": "FactSet", "facts": [{"title": "Leder", "value": "Karen"}]}],
        },
        {"type": "ProgressBar", "value": 40, "fallback": {"type": "TextBlock", "text": "2 af 5"}},
        {"type": "ProgressBar", "value": 40},
        {"type": "TextBlock", "text": "skjult", "isVisible": False},
    )

    assert shows(shown) == ["Overskrift", "En linje", "A", "B", "Leder: Karen", "2 af 5"]


def test_buttons_are_found_wherever_they_stand():
    content = card(
        {"type": "ActionSet", "actions": [execute("I kortet")]},
        {"type": "Container", "items": [], "selectAction": execute("Fladen")},
        actions=[execute("Rækken"), execute("Gemt væk") | {"mode": "secondary"}],
    )

    assert buttons(content) == ["I kortet", "Fladen", "Rækken", "Gemt væk"]


@pytest.mark.parametrize(
    ("field", "given", "sent"),
    [
        ({"type": "Input.Text"}, None, {"x": ""}),
        ({"type": "Input.Number", "max": 9}, 7, {"x": "7"}),
        ({"type": "Input.Number", "max": 9}, 10, None),
        ({"type": "Input.Number"}, "syv", None),
        ({"type": "Input.Date", "min": "2026-11-02"}, "2026-11-03", {"x": "2026-11-03"}),
        ({"type": "Input.Date", "min": "2026-11-02"}, "2026-11-01", None),
        ({"type": "Input.Time"}, datetime(2026, 1, 1, 9, 30, tzinfo=UTC).time(), {"x": "09:30"}),
        ({"type": "Input.Date"}, None, {}),
        ({"type": "Input.Toggle", "title": "Ja"}, None, {"x": "false"}),
        ({"type": "Input.Toggle", "title": "Ja"}, True, {"x": "true"}),
        ({"type": "Input.Toggle", "title": "Ja", "isRequired": True}, False, None),
        ({"type": "Input.Text", "regex": "^[0-9]+$"}, "abc", None),
        (
            {
                "type": "Input.ChoiceSet",
                "isMultiSelect": True,
                "choices": [{"title": "Ét", "value": "1"}, {"title": "To", "value": "2"}],
            },
            ["Ét", "2"],
            {"x": "1,2"},
        ),
    ],
)
def test_an_input_takes_what_teams_takes(field, given, sent):
    filled = {} if given is None else {"x": given}
    content = card(field | {"id": "x"})

    if sent is None:
        with pytest.raises(FormRefused):
            fill_in(content, filled)
    else:
        assert fill_in(content, filled) == sent
