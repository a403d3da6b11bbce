"""The board within Teams: a stand-in for Teams frames it, and hears from our page what it hears
from a page with Microsoft's own library."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.board.serving import FRAMED_BY
from bot.board.tickets import TeamsTicket
from tests.board.begun import QUESTION, begun
from tests.board.browsing import SOON, TEAMS_JS, chromium, device, needed
from tests.house import House

expect.set_options(timeout=SOON)

TEAMS = "https://teams.microsoft.com/stand-in"
THEIRS = "https://theirs.example/"
HOST = """<!doctype html><title>Teams</title><iframe id="tab" width="900" height="700"></iframe>
<script>
const told = [];
const supports = {pages: {config: {}}};
const answers = {
  initialize: [FRAME, "desktop", JSON.stringify({apiVersion: 4, supports}), "2.58.0"],
  getContext: [{theme: "dark", frameContext: FRAME, hostClientType: "desktop"}],
  "authentication.getAuthToken": [true, "a token of the directory"],
  "settings.setSettings": [true],
};
const tab = () => document.getElementById("tab").contentWindow;
addEventListener("message", ({data, source, origin}) => {
  told.push({func: data.func, args: data.args, keys: Object.keys(data)});
  const {id, uuidAsString} = data;
  if (data.func in answers) {
    source.postMessage({id, uuidAsString, args: answers[data.func]}, origin);
  }
});
</script>"""
BOARD_WITH_LIBRARY = """<!doctype html><script src="/teams.js"></script><script>
(async () => {
  const {app, authentication} = microsoftTeams;
  await app.initialize();
  await app.getContext();
  app.registerOnThemeChangeHandler(() => {});
  app.notifySuccess();
  await authentication.getAuthToken();
})();
</script>"""
CONFIG_WITH_LIBRARY = """<!doctype html><script src="/teams.js"></script><script>
(async () => {
  const {app, pages} = microsoftTeams;
  await app.initialize();
  pages.config.registerOnSaveHandler(async (save) => {
    await pages.config.setConfig({entityId: "board"});
    save.notifySuccess();
  });
  pages.config.setValidityState(true);
  app.notifySuccess();
})();
</script>"""


@pytest.fixture
async def browser():
    needed()
    async with chromium() as browser:
        yield browser


async def teams(context: BrowserContext, frame: str) -> Page:
    """Teams, which shows nothing yet. The policy of the page is the one that it has where it is
    not a machine of its own."""

    async def framed(route) -> None:
        response = await route.fetch()
        policy = response.headers["content-security-policy"]
        policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {FRAMED_BY}")
        headers = {**response.headers, "content-security-policy": policy}
        await route.fulfill(response=response, headers=headers)

    host = HOST.replace("FRAME", f'"{frame}"')
    await context.route(TEAMS, lambda route: route.fulfill(body=host, content_type="text/html"))
    await context.route(lambda url: url.endswith(("/board/", "/board/config")), framed)
    page = await context.new_page()
    await context.grant_permissions(["local-network-access"])  # to frame a page of this machine
    await page.goto(TEAMS)
    return page


async def shows(page: Page, url: str) -> None:
    await page.evaluate("(url) => { document.getElementById('tab').src = url; }", url)


async def with_library(context: BrowserContext, page: Page, html: str) -> None:
    library = TEAMS_JS.read_text()
    await context.route("https://res.cdn.office.net/**", lambda route: route.abort())  # more hosts
    await context.route(THEIRS, lambda route: route.fulfill(body=html, content_type="text/html"))
    await context.route(
        f"{THEIRS}teams.js",
        lambda route: route.fulfill(body=library, content_type="text/javascript"),
    )
    await shows(page, THEIRS)


async def told(page: Page, until: str) -> list[dict]:
    """What Teams has been told, up to and with this."""
    await page.wait_for_function("(until) => told.some((each) => each.func === until)", arg=until)
    return await page.evaluate("told.splice(0)")


def said(messages: list[dict]) -> list[tuple[str, list]]:
    return [(each["func"], each["args"]) for each in messages]


def same(ours: list[dict], theirs: list[dict]) -> None:
    """Each of our messages is one of theirs, in the same order, with nothing that theirs lacks.
    The library says more: it counts what is used."""
    rest = iter(theirs)
    for message in ours:
        match = next((each for each in rest if said([each]) == said([message])), None)
        assert match is not None, f"{said([message])} is not what the library says next"
        assert set(message["keys"]) <= set(match["keys"])


class _Directory:
    def __init__(self, aad_id: str, until: datetime) -> None:
        self._ticket = TeamsTicket(aad_id=aad_id, until=until)

    async def read(self, token: str) -> TeamsTicket:
        assert token == "a token of the directory"
        return self._ticket


def signed_in(home: House, aad_id: str) -> None:
    directory = _Directory(aad_id, datetime.now(UTC) + timedelta(hours=1))
    object.__setattr__(home.bot.boards, "directory", directory)


async def test_a_tab_signs_in_by_teams_takes_its_colours_and_says_what_the_library_says(
    home, browser
):
    await begun(home)
    signed_in(home, home.karen.aad_id)
    context = await device(browser)
    page = await teams(context, "content")

    await shows(page, f"{home.bot.url}/board/")
    board = page.frame_locator("#tab")
    await expect(board.locator(".question")).to_contain_text(QUESTION)
    await expect(board.get_by_role("button", name="Næste fase")).to_be_visible()
    await expect(board.locator("html")).to_have_attribute("data-theme", "dark")
    await page.evaluate("tab().postMessage({func: 'themeChange', args: ['contrast']}, '*')")
    await expect(board.locator("html")).to_have_attribute("data-theme", "contrast")
    ours = await told(page, "authentication.getAuthToken")
    once = [each for each in ours if each["func"] != "authentication.getAuthToken"]

    await with_library(context, page, BOARD_WITH_LIBRARY)
    theirs = await told(page, "authentication.getAuthToken")
    same([*once, ours[-1]], theirs)


async def test_on_the_stage_everybody_looks_and_nobody_presses(home, browser):
    await begun(home)
    signed_in(home, home.karen.aad_id)
    page = await teams(await device(browser), "meetingStage")

    await shows(page, f"{home.bot.url}/board/")
    board = page.frame_locator("#tab")
    await expect(board.locator("#phase")).to_be_visible()
    await expect(board.locator("body.large")).to_be_visible()
    await expect(board.locator("[data-press]")).to_have_count(0)


async def test_the_page_that_adds_the_tab_keeps_the_boards_address_when_it_is_saved(home, browser):
    context = await device(browser)
    page = await teams(context, "settings")

    await shows(page, f"{home.bot.url}/board/config")
    asked = await told(page, "appInitialization.success")
    await page.evaluate("tab().postMessage({func: 'settings.save', args: [{}]}, '*')")
    saved = await told(page, "settings.save.success")
    assert said(saved)[0] == (
        "settings.setSettings",
        [
            {
                "entityId": "board",
                "contentUrl": f"{home.bot.url}/board/",
                "websiteUrl": f"{home.bot.url}/board/",
                "suggestedDisplayName": "Sparring",
            }
        ],
    )

    await with_library(context, page, CONFIG_WITH_LIBRARY)
    same(asked, await told(page, "appInitialization.success"))
    await page.evaluate("tab().postMessage({func: 'settings.save', args: [{}]}, '*')")
    theirs = await told(page, "settings.save.success")
    assert [each["func"] for each in saved] == [each["func"] for each in theirs]


async def test_no_other_page_can_frame_the_board(home, browser):
    context = await device(browser)
    page = await teams(context, "content")
    elsewhere = "https://elsewhere.example/"
    body = HOST.replace("FRAME", '"content"')
    await context.route(
        elsewhere, lambda route: route.fulfill(body=body, content_type="text/html")
    )
    await page.goto(elsewhere)

    async with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        await shows(page, f"{home.bot.url}/board/")
    assert await page.evaluate("told") == []
