"""Takes the pictures of the board: board.py [OUT]

The whole bot plays a sparring before the stand-in for Teams, and Debian's Chromium looks at it, as
the browser tests do. Without OUT they go to board/.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from playwright.async_api import Browser, Page  # noqa: E402

from tests.board.begun import begun, drawn, links  # noqa: E402
from tests.board.browsing import (  # noqa: E402
    DESKTOP,
    PANEL,
    PHONE,
    at_board,
    chromium,
    device,
)
from tests.house import House, house, moved_in  # noqa: E402

ROOM = (1920, 1080)
NARROW = (360, 740)
QUICK = 400  # ms, for the ring to stand where it is going


async def take(page: Page, out: Path, name: str) -> None:
    await page.wait_for_timeout(QUICK)
    await page.screenshot(path=out / f"{name}.png", full_page=True, animations="disabled")


async def themes(browser: Browser, link: str, out: Path) -> None:
    page = await at_board(await device(browser, DESKTOP), link)
    await page.get_by_text("Udseende").click()
    for theme, name in {"default": "light", "dark": "dark", "contrast": "contrast"}.items():
        await page.get_by_label("Farver").select_option(theme)
        await take(page, out, f"now-{name}")


async def year(browser: Browser, link: str, out: Path) -> None:
    for size, name in ((DESKTOP, "year"), (NARROW, "year-phone")):
        page = await at_board(await device(browser, size), link)
        await page.get_by_role("button", name="Årshjul").click()
        await page.locator("#year svg").wait_for()
        await take(page, out, name)


async def meeting(home: House, browser: Browser, out: Path) -> None:
    await begun(home)
    own, room = await links(home, home.karen)
    oles, _ = await links(home, home.ole)
    await home.presses(home.karen, "Næste fase")
    page = await at_board(await device(browser, DESKTOP), own)
    await page.get_by_role("button", name="Tavle", exact=True).click()
    await take(page, out, "tavle-empty")
    await drawn(home)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Næste fase")
    await home.later(minutes=4)
    await themes(browser, own, out)
    page = await at_board(await device(browser, PHONE), oles)
    await page.get_by_text("Udseende").click()
    await page.get_by_role("button", name="Uden sekunder").click()
    await page.get_by_text("Udseende").click()
    await take(page, out, "now-phone")
    await take(await at_board(await device(browser, PANEL), own), out, "now-side-panel")
    await take(await at_board(await device(browser, ROOM), room), out, "now-room")
    page = await at_board(await device(browser, DESKTOP), own)
    await page.get_by_role("button", name="Tavle", exact=True).click()
    await page.locator("#tavle svg").wait_for()
    await take(page, out, "tavle")
    await page.get_by_role("button", name="Genogram").click()
    await page.get_by_text("Vis som tekst").last.click()
    await take(page, out, "genogram")
    wall = await at_board(await device(browser, ROOM), room)
    await wall.get_by_role("button", name="Tavle", exact=True).click()
    await take(wall, out, "tavle-room")
    if await page.get_by_role("button", name="Læring").is_visible():
        await page.get_by_role("button", name="Læring").click()
        await page.locator("#learning h2").wait_for()
        await take(page, out, "learning")
    await year(browser, oles, out)
    await page.get_by_role("button", name="Nu", exact=True).click()
    await home.presses(home.karen, "Hold pause")
    await page.locator(".ends", has_text="Pause").wait_for()
    await take(page, out, "now-pause")
    await home.presses(home.karen, "Fortsæt")
    for _ in range(3):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    await page.get_by_role("heading", name="Sparringen er slut").wait_for()
    await take(page, out, "over")
    page = await (await device(browser, PHONE)).new_page()
    await page.goto(f"{home.bot.url}/board/#made-up")
    await page.get_by_role("heading", name="Linket virker ikke mere").wait_for()
    await take(page, out, "link-over")


async def play(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with chromium() as browser, house(Path(folder)) as home:
            await meeting(await moved_in(home), browser, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=HERE / "board")
    out = parser.parse_args().out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    asyncio.run(play(out))


if __name__ == "__main__":
    main()
