"""Who may look at the board, what stands on it and what never does, and that it moves."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import aiohttp
import jwt
import pytest

from app import running
from bot.board.looking import Looker
from bot.board.tickets import DIRECTORY, Directory
from bot.keys import BadToken, SigningKeys
from storage import people
from tests.board.begun import QUESTION, begun, links
from tests.house import Clock, House, local_settings
from tests.strangers import APP, NOON, TENANT, as_body, jwk, private_key

PROPOSAL = "Kald netværket sammen på skolen."
PUBLIC = "https://sparring.kommune.example"
PATIENCE = 10.0
LARS = "Lars Toft"


def key_of(link: str) -> dict[str, str]:
    return {"Authorization": f"Link {link.partition('#')[2]}"}


class Screen:
    """One open board."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self._rest = b""

    async def next(self) -> dict | None:
        """What it shows next; None: the stream has ended."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while b"\n\n" not in self._rest:
                    more = await self._response.content.readany()
                    if not more:
                        return None
                    self._rest += more
                event, _, self._rest = self._rest.partition(b"\n\n")
                name, _, data = event.decode().partition("\ndata: ")
                if name == "event: picture":
                    return json.loads(data)

    async def until(self, words: str) -> dict:
        while (shown := await self.next()) is not None:
            if words in "".join([*shown["parts"].values(), shown.get("notice", "")]):
                return shown
        raise AssertionError(f"it ended without {words!r}")


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def meeting(home):
    await begun(home)
    return home


@asynccontextmanager
async def screen(http, home: House, headers: dict[str, str], *, shared: bool = False):
    url = f"{home.bot.url}/board/live?shared={int(shared)}"
    async with http.get(url, headers=headers) as response:
        assert response.status == 200, await response.text()
        yield Screen(response)


async def refused(http, home: House, headers: dict[str, str], path: str = "live") -> str:
    async with http.get(f"{home.bot.url}/board/{path}", headers=headers) as response:
        assert response.status in (401, 403, 404), response.status
        told = await response.json()
    return told["notice"]


async def press(http, home: House, headers: dict[str, str], verb: str, **more: str):
    said = {"verb": verb, **more}
    async with http.post(f"{home.bot.url}/board/press", json=said, headers=headers) as response:
        return response.status, await response.json()


# --- what stands on it -------------------------------------------------------------------------


async def test_every_board_moves_with_the_meeting_and_is_empty_on_all_when_it_ends(meeting, http):
    karens, room = await links(meeting, meeting.karen)
    oles, _ = await links(meeting, meeting.ole)
    async with (
        screen(http, meeting, key_of(karens)) as karen,
        screen(http, meeting, key_of(oles)) as ole,
        screen(http, meeting, key_of(room)) as wall,
    ):
        screens = (karen, ole, wall)
        first = [await each.next() for each in screens]
        assert all(QUESTION in shown["parts"]["now"] for shown in first)
        # Who leads can press; the others see, and so does the screen that all look at.
        assert ["sparring.next" in shown["parts"]["controls"] for shown in first] == [1, 0, 0]
        assert first[1]["parts"]["controls"] == first[2]["parts"]["controls"] == ""

        assert await press(http, meeting, key_of(karens), "sparring.next", turn="1") == (
            200,
            {"said": ""},
        )
        for each in screens:
            shown = await each.until("Præsentation")
            assert shown["say"].startswith("Præsentation. Ole fortæller.")
            assert shown["clock"]["ends"] == (meeting.clock.time.timestamp() + 600) * 1000
        await meeting.settle()
        assert "Præsentation" in meeting.shown()  # the card in the chat has moved as well

        # A parked proposal is the case owner's, afterwards: it is on no screen.
        await meeting.presses(meeting.karen, "Næste fase")
        form = await meeting.mette.opens(meeting.chat, "Parkér forslag")
        await form.submit(proposal=PROPOSAL)
        await meeting.presses(meeting.karen, "Næste fase")
        for each in screens:
            assert PROPOSAL not in json.dumps(await each.until("Refleksionsrunde"))

        for _ in range(3):
            await meeting.presses(meeting.karen, "Næste fase")
        await meeting.presses(meeting.karen, "Afslut sparringen")
        for each in screens:
            over = await each.until("Sparringen er slut")
            assert over["state"] == "over"
            assert not any(over["parts"].values())
            assert await each.next() is None
    async with screen(http, meeting, key_of(oles)) as late:
        assert (await late.next())["state"] == "over"
    assert (await press(http, meeting, key_of(karens), "sparring.next", turn="1"))[0] == 403


async def test_the_word_goes_round_and_comes_to_whoever_leads_last(meeting, http):
    karens, _ = await links(meeting, meeting.karen)
    for _ in range(3):
        await meeting.presses(meeting.karen, "Næste fase")
    async with screen(http, meeting, key_of(karens)) as board:
        await board.until("Bo har ordet.")
        for number, then in enumerate(("Mette", "Sara", "Jens", "Karen")):
            now = await meeting.bot.store.read(_version)
            said = await press(
                http, meeting, key_of(karens), "sparring.word", turn="4", version=str(now)
            )
            assert said == (200, {"said": ""}), number
            await board.until(f"{then} har ordet.")
        behind = await press(http, meeting, key_of(karens), "sparring.word", version="1")
        assert behind[1]["said"]  # a press that is behind passes nothing on
        now = await meeting.bot.store.read(_version)
        await press(http, meeting, key_of(karens), "sparring.word", version=str(now))
        shown = await board.until("Nu er ordet frit.")
        assert "sparring.word" not in shown["parts"]["controls"]
        await meeting.presses(meeting.karen, "Næste fase")
        assert "har ordet" not in json.dumps(await board.until("Tilbage til Ole"))


def _version(session) -> int:
    from storage import sparring

    return sparring.meeting(session, 1).version


async def test_what_is_drawn_is_on_every_board_at_once_and_gone_when_the_meeting_ends(
    meeting, http
):
    own, room = await links(meeting, meeting.ole)
    async with (
        screen(http, meeting, key_of(own)) as ole,
        screen(http, meeting, key_of(room)) as wall,
    ):
        for each in (ole, wall):
            assert "Der er ikke tegnet noget endnu." in (await each.next())["parts"]["tavle"]
        both = await meeting.ole.opens(meeting.chat, "Tavle og genogram")
        form = await both.submit("Skriv på tavlen")
        await form.submit(text="for 2 år siden: mor og far går fra <b>hinanden</b>")
        both = await meeting.mette.opens(meeting.chat, "Tavle og genogram")
        form = await both.submit("Tegn genogram")
        await form.submit(text="mor 38, far 41: skilt; barn 12 i fokus")
        for each in (ole, wall):
            shown = (await each.until("i fokus"))["parts"]
            assert "For 2 år siden" in shown["tavle"]
            assert "<b>" not in shown["tavle"] + shown["genogram"]
            assert shown["genogram"].count("<svg") == 1
            assert " style=" not in shown["tavle"] + shown["genogram"]  # the policy forbids it
        form = await meeting.karen.opens(meeting.chat, "Udskyd til næste gang")
        await form.submit()
        await meeting.settle()
        for each in (ole, wall):
            assert not any((await each.until("Sparringen er slut"))["parts"].values())
    assert meeting.bot.boards.hub._draws._drawn == {}


async def test_the_year_is_a_wheel_and_a_list_for_whoever_is_in_a_team(meeting, http):
    own, room = await links(meeting, meeting.ole)

    async with http.get(f"{meeting.bot.url}/board/views", headers=key_of(own)) as response:
        assert (await response.json())["views"] == ["year"]
    async with http.get(f"{meeting.bot.url}/board/views/year", headers=key_of(own)) as response:
        html = (await response.json())["html"]

    assert "<svg" in html
    assert "<h3>Kommer</h3><ul><li>" in html
    assert "Supervision i kvartalet</li>" in html
    assert await refused(http, meeting, key_of(room), "views/year")


async def test_markup_in_a_question_is_shown_as_typed(home, http):
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question="<img src=x onerror=alert(1)> hvad nu?")
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    own, _ = await links(home, home.ole)

    async with screen(http, home, key_of(own)) as board:
        shown = (await board.next())["parts"]["now"]

    assert "&lt;img src=x onerror=alert(1)&gt; hvad nu?" in shown
    assert "<img" not in shown


# --- who may look ------------------------------------------------------------------------------


async def test_a_link_that_was_changed_is_foreign_or_over_leads_to_a_danish_sentence(
    meeting, http
):
    own, _ = await links(meeting, meeting.ole)
    key = own.partition("#")[2]
    head, claims, seal = key.split(".")
    unsealed = jwt.decode(key, options={"verify_signature": False})
    forged = jwt.encode(unsealed | {"meeting": 2}, "x" * 32, algorithm="HS256")
    for made_up in ("", "x", f"{head}.{claims}.{seal[:-2]}AA", forged, f"{head}..", "é" * 9000):
        headers = {"Authorization": f"Link {made_up.encode('ascii', 'ignore').decode()}"}
        assert "Linket virker ikke mere" in await refused(http, meeting, headers)
    assert "Linket virker ikke mere" in await refused(http, meeting, {})

    async with screen(http, meeting, key_of(own)) as board:
        assert QUESTION in json.dumps(await board.next(), ensure_ascii=False)
    await meeting.later(minutes=76)  # by then every meeting has closed itself
    assert "Linket virker ikke mere" in await refused(http, meeting, key_of(own))


async def test_a_link_is_no_key_to_another_teams_meeting_nor_to_one_that_somebody_left(
    meeting, http
):
    own, _ = await links(meeting, meeting.sara)
    lars = meeting.teams.person(LARS)
    other = meeting.bot.boards.links
    pseudonym = await meeting.bot.store.write(_met, lars)
    foreign = other.to_meeting(1, pseudonym, timedelta(minutes=10))
    none = other.to_meeting(77, pseudonym, timedelta(minutes=10))

    for link, words in ((foreign, "Den tavle er ikke din"), (none, "Linket virker ikke mere")):
        async with screen(http, meeting, key_of(link)) as board:
            shown = await board.next()
            assert words in shown["notice"]
            assert QUESTION not in json.dumps(shown, ensure_ascii=False)
        assert (await press(http, meeting, key_of(link), "sparring.next"))[0] == 403
    # Sara leaves the team while her board is open: with the next move it is hers no more.
    async with screen(http, meeting, key_of(own)) as board:
        await board.next()
        await meeting.teams.leave(meeting.chat, meeting.sara)
        await meeting.settle()
        await meeting.presses(meeting.karen, "Næste fase")
        await board.until("Den tavle er ikke din")


def _met(session, person) -> str:
    from storage import audit

    contact = people.Contact(aad_id=person.aad_id, teams_id=person.id, name=person.name)
    return audit.pseudonym(session, people.meet(session, contact).id)


async def test_the_page_presses_only_what_the_table_of_rights_allows(meeting, http):
    karens, room = await links(meeting, meeting.karen)
    oles, _ = await links(meeting, meeting.ole)
    was = meeting.shown()

    status, told = await press(http, meeting, key_of(oles), "sparring.next", turn="1")
    assert (status, bool(told["said"])) == (200, True)
    assert (await press(http, meeting, key_of(room), "sparring.next", turn="1"))[0] == 403
    for verb in ("learning.write", "people.roles", "", "no.such"):
        assert (await press(http, meeting, key_of(karens), verb))[0] == 400
    assert (await press(http, meeting, key_of(karens), "sparring.next", turn="x"))[0] == 400
    async with http.post(
        f"{meeting.bot.url}/board/press",
        data=b"[" * 90_000,
        headers={**key_of(karens), "Content-Type": "application/json"},
    ) as response:
        assert response.status == 400
    assert meeting.shown() == was


async def test_the_page_lets_nothing_in_from_elsewhere_and_is_framed_by_nobody_here(home, http):
    async with http.get(f"{home.bot.url}/board/") as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy  # local mode: there is no Teams to frame it
    assert "unsafe" not in policy
    assert "<style" not in page
    assert " style=" not in page
    assert "http" not in page.replace("http-equiv", "")
    for path in ("board.css", "board.js", "config", "config.js", "teams.js"):
        async with http.get(f"{home.bot.url}/board/{path}") as response:
            assert response.status == 200
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with http.get(f"{home.bot.url}/board/../app.py") as response:
        assert response.status == 404


async def test_totals_are_for_who_leads_and_never_on_a_shared_screen(meeting, http):
    karens, room = await links(meeting, meeting.karen)
    oles, _ = await links(meeting, meeting.ole)
    async with http.get(f"{meeting.bot.url}/board/views", headers=key_of(karens)) as response:
        assert "learning" in (await response.json())["views"]
    url = f"{meeting.bot.url}/board/views/learning"
    async with http.get(url, headers=key_of(karens)) as response:
        html = (await response.json())["html"]
    assert "Læring over tid" in html
    assert "Er sparringerne holdt?" not in html  # that is the leader's
    await meeting.bot.store.write(_leads, "Karen")
    async with http.get(url, headers=key_of(karens)) as response:
        assert "Er sparringerne holdt?" in (await response.json())["html"]
    for headers in (key_of(oles), key_of(room)):
        assert await refused(http, meeting, headers, "views/learning")


def _leads(session, name: str) -> None:
    team = people.team(session, 1)
    leader = next(who for who in people.members(session, 1) if who.name == name)
    people.save_team(session, replace(team, leader=leader), by=leader)


async def test_when_there_are_too_many_boards_the_next_hears_so_and_teams_is_not_kept_out(
    meeting, http
):
    own, _ = await links(meeting, meeting.ole)
    meeting.bot.boards.hub._most = 1
    async with screen(http, meeting, key_of(own)) as board:
        await board.next()
        url = f"{meeting.bot.url}/board/live"
        async with http.get(url, headers=key_of(own)) as response:
            assert response.status == 503
            assert "for mange tavler" in (await response.json())["notice"]
        await meeting.says(meeting.ole, "kø")


# --- signed in to Teams --------------------------------------------------------------------------


def sso(key: str = "first", **changes) -> str:
    now = int(NOON.timestamp())
    claims = {
        "aud": APP,
        "iss": f"{DIRECTORY}/{TENANT}/v2.0",
        "tid": TENANT,
        "oid": "aad-ole",
        "scp": "access_as_user",
        "nbf": now - 60,
        "exp": now + 3600,
    }
    whole = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(whole, private_key(key), algorithm="RS256", headers={"kid": "first"})


def directory() -> Directory:
    async def fetch(url: str) -> bytes:
        if url.endswith("openid-configuration"):
            return as_body({"jwks_uri": f"{DIRECTORY}/{TENANT}/discovery/v2.0/keys"})
        return as_body({"keys": [jwk("first")]})

    def now():
        return NOON

    keys = SigningKeys(fetch=fetch, now=now, metadata_url=Directory.metadata(TENANT))
    return Directory(app_id=APP, tenant_id=TENANT, public_url=PUBLIC, keys=keys, now=now)


async def test_a_token_of_our_tenant_and_app_names_who_is_signed_in():
    own = directory()
    versions = {
        sso(): "aad-ole",
        sso(aud=f"api://sparring.kommune.example/botid-{APP}"): "aad-ole",
        sso(iss=f"https://sts.windows.net/{TENANT}/", ver="1.0"): "aad-ole",
    }

    for token, aad_id in versions.items():
        assert (await own.read(token)).aad_id == aad_id


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another app"},
        {"aud": f"api://elsewhere.example/botid-{APP}"},
        {"tid": "7c7c7c7c-0000-4000-8000-000000000001"},
        {"tid": None},
        {"iss": f"{DIRECTORY}/7c7c7c7c-0000-4000-8000-000000000001/v2.0"},
        {"iss": "https://api.botframework.com"},
        {"oid": None},
        {"oid": ""},
        {"oid": ["aad-ole"]},
        {"scp": None},  # an app's own token, without a person
        {"scp": "User.Read"},
        {"exp": int(NOON.timestamp()) - 3600},
        {"exp": None},
        {"nbf": int(NOON.timestamp()) + 3600},
        {"key": "second"},
    ],
    ids=str,
)
async def test_any_other_token_is_refused(changes):
    with pytest.raises(BadToken):
        await directory().read(sso(**changes))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "Bearer", "e30.e30."])
async def test_what_is_no_token_is_refused(token):
    with pytest.raises(BadToken):
        await directory().read(token)


async def test_who_is_signed_in_sees_their_own_teams_meeting_and_a_guest_sees_it_unstored(
    meeting, http
):
    """The directory is stood in for by its own class; all else is real."""
    object.__setattr__(meeting.bot.boards, "directory", directory())
    object.__setattr__(meeting.bot.boards, "real", lambda: NOON)
    gitte = meeting.teams.guest("Gitte Gade")
    await meeting.teams.join(meeting.chat, gitte, by=meeting.karen)
    await meeting.settle()
    before = await meeting.bot.store.read(people.count)

    def of(person) -> dict[str, str]:
        return {"Authorization": f"Bearer {sso(oid=person.aad_id)}"}

    async with screen(http, meeting, of(meeting.karen)) as karen:
        assert "sparring.next" in (await karen.next())["parts"]["controls"]
    async with screen(http, meeting, of(meeting.karen), shared=True) as stage:
        assert (await stage.next())["parts"]["controls"] == ""
    async with screen(http, meeting, of(gitte)) as guest:
        shown = await guest.next()
        assert QUESTION in shown["parts"]["now"]
        assert shown["parts"]["controls"] == ""
    assert (await press(http, meeting, of(gitte), "sparring.next", turn="1"))[0] == 403
    assert await refused(http, meeting, of(gitte), "views/learning")
    async with screen(http, meeting, of(meeting.teams.person(LARS))) as lars:
        shown = await lars.next()
        assert "Jeg kender dig ikke her" in shown["notice"]
        assert not any(shown["parts"].values())
    assert await meeting.bot.store.read(people.count) == before
    bad = {"Authorization": f"Bearer {sso(tid='another')}"}
    assert await refused(http, meeting, bad)


async def test_a_tab_that_waits_shows_the_meeting_when_it_begins(home, http):
    object.__setattr__(home.bot.boards, "directory", directory())
    object.__setattr__(home.bot.boards, "real", lambda: NOON)
    headers = {"Authorization": f"Bearer {sso(oid=home.ole.aad_id)}"}
    async with screen(http, home, headers) as tab:
        assert (await tab.next())["state"] == "idle"
        await begun(home)
        await tab.until("Ramme og spørgsmål")


# --- replicas ------------------------------------------------------------------------------


@pytest.mark.only_on("postgresql")
async def test_a_board_on_one_replica_moves_when_the_meeting_moves_on_another(
    meeting, http, tmp_path
):
    settings = local_settings(tmp_path, secret="s" * 40)
    clock = Clock(meeting.clock.time)
    async with running(settings, real=clock, heartbeat=False) as other:
        looker = Looker(meeting_id=1)
        board = other.boards.hub.join(looker)
        async with asyncio.timeout(PATIENCE):
            await board.wake.wait()
            board.wake.clear()
            await meeting.presses(meeting.karen, "Næste fase")
            while "Præsentation. Ole" not in board.seen.event.decode():
                await board.wake.wait()
                board.wake.clear()
        other.boards.hub.leave(board)
