"""The board in a real browser: two screens of one meeting, a connection that is lost, themes,
accessibility, and a link that is over."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.board.begun import QUESTION, begun, drawn, links
from tests.board.browsing import (
    DESKTOP,
    PANEL,
    PHONE,
    SOON,
    accessible,
    at_board,
    chromium,
    device,
    needed,
)

expect.set_options(timeout=SOON)
CLOCK = re.compile(r"^\d+:\d\d tilbage$")


@pytest.fixture
async def browser():
    needed()
    async with chromium() as browser:
        yield browser


async def test_every_screen_moves_when_the_meeting_moves_and_is_empty_when_it_ends(home, browser):
    await begun(home)
    karens, room = await links(home, home.karen)
    own, _ = await links(home, home.ole)
    coordinator = await at_board(await device(browser), karens)
    phone = await at_board(await device(browser, PHONE), own)
    screen = await at_board(await device(browser), room)

    await expect(coordinator.locator(".question")).to_contain_text(QUESTION)
    await expect(coordinator.locator("#left")).to_have_text(CLOCK)
    await coordinator.get_by_role("button", name="Næste fase").click()

    for page in (coordinator, phone, screen):
        await expect(page.locator("#phase")).to_have_text("Præsentation")
        await expect(page.locator("#said")).to_contain_text("Præsentation. Ole fortæller.")
    # Who does not lead has nothing to press, and neither has the screen that all look at.
    assert await phone.locator("[data-press]").count() == 0
    assert await screen.locator("[data-press]").count() == 0
    await home.settle()  # the cards follow
    # The round: who has the word, and the coordinator passes it.
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Næste fase")
    await expect(phone.locator(".speaks")).to_have_text("Bo har ordet.")
    await coordinator.get_by_role("button", name="Giv ordet videre").click()
    await expect(phone.locator(".speaks")).to_have_text("Mette har ordet.")
    # A pause: the remainder stands still.
    await coordinator.get_by_role("button", name="Hold pause").click()
    await expect(phone.locator(".ends")).to_contain_text("Pause.")
    still = await phone.locator("#left").inner_text()
    await asyncio.sleep(1.1)
    assert await phone.locator("#left").inner_text() == still
    await home.settle()
    # What a press is refused with is read aloud; the page that is behind changes nothing.
    await coordinator.evaluate("document.querySelector('[data-press]').dataset.turn = '1'")
    await coordinator.locator("[data-press]").first.click()
    await expect(coordinator.locator("#refused")).not_to_be_empty()

    await home.presses(home.karen, "Fortsæt")
    for _ in range(3):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")

    for page in (coordinator, phone, screen):
        await expect(page.get_by_role("heading", name="Sparringen er slut")).to_be_visible()
        assert QUESTION not in await page.content()
    late = await (await device(browser)).new_page()
    await late.goto(own)
    await expect(late.get_by_role("heading", name="Sparringen er slut")).to_be_visible()


async def test_a_board_that_lost_its_connection_says_so_and_picks_up_by_itself(home, browser):
    await begun(home)
    own, _ = await links(home, home.ole)
    context = await device(browser)
    page = await at_board(context, own)
    await expect(page.locator("#left")).to_have_text(CLOCK)

    await context.set_offline(True)
    for board in list(home.bot.boards.hub._boards):  # the server's side goes, as in a restart
        board.close()
    await expect(page.locator("#line")).to_contain_text("Forbindelsen er væk")
    was = await page.locator("#left").inner_text()
    await home.presses(home.karen, "Næste fase")
    await asyncio.sleep(1.1)
    assert await page.locator("#left").inner_text() != was  # the clock goes on
    await context.set_offline(False)

    await expect(page.locator("#phase")).to_have_text("Præsentation")
    await expect(page.locator("#line")).to_have_text("Forbindelsen er tilbage.")


async def test_the_board_is_accessible_in_all_themes_and_sizes(home, browser):
    await begun(home)
    own, room = await links(home, home.karen)
    every = ("default", "dark", "contrast")
    for size, themes in ((DESKTOP, every), (PHONE, every[:1]), (PANEL, ())):
        page = await at_board(await device(browser, size, reduced_motion="reduce"), own)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{size}: scrolls sideways by {wide} px"
        await page.get_by_text("Udseende").click()
        for theme in themes:
            await page.get_by_label("Farver").select_option(theme)
            assert await accessible(page) == [], (size, theme)
        await page.context.close()
    # What is drawn, and what is learned.
    await drawn(home)
    page = await at_board(await device(browser), own)
    for view in ("Tavle", "Genogram", "Årshjul", "Læring"):
        await page.get_by_role("button", name=view, exact=True).click()
        await expect(page.locator("section.view:visible h2")).to_be_visible()
        assert await accessible(page) == [], view
    # Quiet: no seconds. Large: nothing to press, and none is sent.
    page = await at_board(await device(browser), own)
    await page.get_by_text("Udseende").click()
    await page.get_by_role("button", name="Uden sekunder").click()
    await expect(page.locator("#left")).to_have_text("3 min. tilbage")
    await page.get_by_role("button", name="Stor visning").click()
    await expect(page.locator("[data-press]")).to_have_count(0)
    screen = await at_board(await device(browser, (1920, 1080)), room)
    assert await accessible(screen) == []


async def test_everything_can_be_done_with_the_keyboard(home, browser):
    await begun(home)
    own, _ = await links(home, home.karen)
    page = await at_board(await device(browser), own)

    reached = []
    for _ in range(20):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.textContent.slice(0, 20)"))
        if reached[-1] == "Næste fase":
            break
    await page.keyboard.press("Enter")

    assert reached[0] == "Spring til indholdet"
    await expect(page.locator("#phase")).to_have_text("Præsentation")
    # The buttons were written anew, and who pressed is still where they were.
    assert await page.evaluate("document.activeElement.textContent") == "Næste fase"


async def test_a_link_that_is_not_ours_leads_to_a_danish_page_and_to_nothing_else(home, browser):
    await begun(home)
    context = await device(browser)
    told = []
    for where in ("", "#made-up"):
        page = await context.new_page()
        page.on("console", lambda message: told.append(message.text))
        await page.goto(f"{home.bot.url}/board/{where}")
        heading = "Tavlen åbnes i Teams" if not where else "Linket virker ikke mere"
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert await accessible(page) == []
        assert QUESTION not in await page.content()
    assert not any("Content Security Policy" in text for text in told)
