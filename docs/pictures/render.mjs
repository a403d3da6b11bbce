// Draws Adaptive Cards as they look in Teams: node render.mjs IN OUT_DIR [--dark] [--fallback] [--menu]

import { mkdir, readFile, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const WIDTHS = { desktop: 640, phone: 360 };
const USAGE = "Usage: node render.mjs IN_DIR_OR_FILE OUT_DIR [--dark] [--fallback] [--menu]";

/** One document a file; its name becomes the name of the picture, so two may not share it. */
async function readDocuments(path) {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path)).filter((file) => file.endsWith(".json")).sort().map((file) => join(path, file))
    : [path];
  const documents = new Map();
  for (const file of files) {
    const document = JSON.parse(await readFile(file, "utf8"));
    const name = (document.name ?? basename(file, ".json")).replace(/[^\p{L}\p{N}._-]+/gu, "-");
    if (!document.card && !document.messages) throw new Error(`${file}: neither "card" nor "messages"`);
    if (documents.has(name)) throw new Error(`${file}: the name "${name}" is taken`);
    documents.set(name, document);
  }
  return documents;
}

function launch() {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

async function openPage(browser, device) {
  const context = await browser.newContext({
    viewport: { width: WIDTHS[device], height: 800 },
    deviceScaleFactor: 2,
    locale: "da-DK",
    timezoneId: "Europe/Copenhagen",
  });
  await context.route(/^(?!file:|data:)/, (route) => route.abort());
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error));
  page.on("requestfailed", (request) => console.error(`not loaded: ${request.url()}`));
  await page.goto(new URL("page.html", import.meta.url).href);
  return page;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dark: { type: "boolean" }, fallback: { type: "boolean" }, menu: { type: "boolean" } },
  });
  if (positionals.length !== 2) throw new Error(USAGE);
  const [input, output] = positionals;
  const documents = await readDocuments(input);
  await mkdir(output, { recursive: true });
  const browser = await launch();
  try {
    for (const device of Object.keys(WIDTHS)) {
      const page = await openPage(browser, device);
      for (const theme of values.dark ? ["light", "dark"] : ["light"]) {
        for (const [name, document] of documents) {
          const look = { device, theme, fallback: !!values.fallback, menu: !!values.menu };
          const notes = await page.evaluate(([d, l]) => window.draw(d, l), [document, look]);
          const file = `${name}.${device}${theme === "dark" ? ".dark" : ""}.png`;
          await page.locator("#stage").screenshot({ path: join(output, file) });
          console.log([file, ...notes].join("\n  "));
        }
      }
    }
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
