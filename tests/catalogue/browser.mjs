// Uses the HTML page as people do, in a headless Chromium: browser.mjs PAGES
//
// PAGES is a JSON file of run.py: for each registry the page and what errbind lists.
// $VALIDATORS is the folder with playwright-core and axe-core, $CHROMIUM the browser,
// which gets a new profile. Prints a JSON object a test: its name and the problems.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tests as accessibility } from "./accessibility.mjs";
import { tests as use } from "./use.mjs";

const require = createRequire(`${process.env.VALIDATORS}/`);
const axe = require("axe-core").source;
const pages = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await require("playwright-core").chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

// Whatever a page logs, throws, asks or fetches is a problem.
function watch(page, path, problems) {
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && url.split("#")[0] !== `file://${path}`)
      problems.push(`fetches ${url}`);
  });
}

async function run({ name, settings, body }) {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const expect = (condition, message) => condition || problems.push(message);
  const open = async (registry, fragment = "") => {
    const page = await context.newPage();
    watch(page, pages[registry].page, problems);
    await page.goto(`file://${pages[registry].page}${fragment}`);
    return page;
  };
  try {
    await body({ context, open, expect, pages, axe });
  } catch (error) {
    problems.push(...String(error.message).split("\n").slice(0, 12));
  }
  await context.close();
  console.log(JSON.stringify({ name, problems }));
}

for (const test of [...use, ...accessibility]) await run(test);
await browser.close();
