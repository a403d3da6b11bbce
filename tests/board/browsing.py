"""Debian's Chromium before the real bot: pages of people who look at the board."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

_PACKAGES = Path(__file__).parent / "node_modules"
AXE = _PACKAGES / "axe-core" / "axe.min.js"
TEAMS_JS = _PACKAGES / "@microsoft" / "teams-js" / "dist" / "umd" / "MicrosoftTeams.min.js"
CHROMIUM = shutil.which("chromium") or os.environ.get("CHROMIUM")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SOON = 15_000  # milliseconds, on a machine that does much else; as a rule it is a tenth of one
DESKTOP, PHONE, PANEL = (1100, 800), (390, 844), (320, 700)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Said in the page: the whole report is long, and would hold up the loop that reads it.
FIND = """async (tags) => {
    const only = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
    const found = await axe.run(only);
    return found.violations.flatMap(
        (each) => each.nodes.map((node) => `${each.id}: ${node.target} ${node.failureSummary}`));
}"""


def needed() -> None:
    """Where CI runs, or the tests' own packages are asked for, a browser that is missing fails."""
    if CHROMIUM and AXE.is_file():
        return
    missing = "Chromium" if not CHROMIUM else "axe-core (`npm ci` in tests/board)"
    if os.environ.get("CI"):
        pytest.fail(f"{missing} is not installed", pytrace=False)
    pytest.skip(f"{missing} is not installed")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


async def device(
    browser: Browser, size: tuple[int, int] = DESKTOP, **more: object
) -> BrowserContext:
    return await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="da-DK",
        timezone_id="Europe/Copenhagen",
        **more,
    )


async def at_board(context: BrowserContext, link: str) -> Page:
    """A page that shows the meeting."""
    page = await context.new_page()
    await page.goto(link)
    await page.locator("#phase").wait_for()
    return page


async def accessible(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice."""
    # Added as a script element it would be stopped by the page's policy, and rightly.
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(FIND, TAGS)
    return found
