// What people do with the page: search, filter, follow links, go back. See browser.mjs.

const count = (page) => page.locator("#ui-count").textContent();
const visible = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("article")].filter((article) => article.checkVisibility()).map((article) => article.id),
  );
const idOf = (code) =>
  `${code.domain}.` +
  [...new TextEncoder().encode(String(code.code))]
    .map((byte) => String.fromCharCode(byte))
    .map((byte) => (/[\w.-]/.test(byte) ? byte : `~${byte.charCodeAt(0).toString(16).padStart(2, "0")}`))
    .join("");
// The form's changes are shown in the next frame, those of its button in the one after that.
const settle = (page) =>
  page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)))));
const same = (one, other) => JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
const inView = (page, id) =>
  page.evaluate((id) => {
    const article = document.getElementById(id).closest("article");
    const box = article.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + 40, box.top + 30);
    return article.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight && article.contains(top) &&
      article.classList.contains("target");
  }, id);

async function type(page, text) {
  await page.fill("#ui-query", text);
  await settle(page);
}

export const tests = [
  {
    name: "opens with every code of every registry",
    body: async ({ open, expect, pages }) => {
      for (const [registry, { codes }] of Object.entries(pages)) {
        const page = await open(registry);
        expect(same(await visible(page), codes.map(idOf)), `${registry}: ${(await visible(page)).length} codes`);
        expect((await count(page)) === `${codes.length} codes`, `${registry}: ${await count(page)}`);
        expect(await page.evaluate(() => !("pwned" in window)), "something ran");
      }
    },
  },
  {
    name: "search finds codes, names, titles and texts, all words of them",
    body: async ({ open, expect, pages }) => {
      const page = await open("registry");
      await page.keyboard.press("/");
      await page.keyboard.type("FACE  match");
      await settle(page);
      const has = (code, word) =>
        [code.code, code.name, code.title, code.description, code.recommendation, code.condition]
          .some((text) => String(text ?? "").toLowerCase().includes(word));
      const sure = pages.registry.codes.filter((code) => has(code, "face") && has(code, "match")).map(idOf);
      const found = await visible(page);
      expect(sure.length > 5 && sure.every((id) => found.includes(id)), `found ${found}, not ${sure}`);
      expect(found.length < 60, `found ${found.length}`);
      expect((await count(page)) === `${found.length} of 176 codes`, await count(page));
      expect(page.url().endsWith("#?q=FACE++match"), page.url());
      for (const [text, id] of [
        ["30004", "keyless.30004"], ["LipVideoQuaility", "ekyc_face.FailedOperation.LipVideoQuaility"],
        ["face_not_matching", "keyless.30004"], ["enrolled with Keyless at present", "keyless.30004"],
      ]) {
        await type(page, text);
        expect((await visible(page)).includes(id), `${text} does not find ${id}`);
      }
      await type(page, "no such thing");
      expect((await visible(page)).length === 0, "something is found");
      expect((await count(page)).startsWith("No code"), await count(page));
      expect(await page.evaluate(() => ![...document.querySelectorAll(".vendor")].some((one) => one.checkVisibility())),
        "an empty vendor is shown");
      await page.click("button[type=reset]");
      await settle(page);
      expect((await visible(page)).length === 176, "all are shown again");
    },
  },
  {
    name: "Enter goes to the code that was typed, and it is named where there is more",
    body: async ({ open, expect }) => {
      const page = await open("registry");
      await type(page, "1");
      const exact = await page.locator("#ui-exact a").evaluateAll((links) => links.map((link) => link.hash));
      expect(same(exact, ["#faceki.1", "#private_id.1"]), `exactly ${exact}`);
      await type(page, "-9");
      await page.press("#ui-query", "Enter");
      expect(page.url().endsWith("#private_id.-9"), page.url());
      expect(await inView(page, "private_id.-9"), "-9 is not in view");
      await page.keyboard.press("/");
      expect(await page.evaluate(() => document.activeElement.id === "ui-query"), "/ does not lead to the search");
    },
  },
  {
    name: "filters add up, and their numbers are right",
    body: async ({ open, expect, pages }) => {
      const page = await open("registry");
      const check = async (matches) => {
        await settle(page);
        const wanted = pages.registry.codes.filter(matches).map(idOf);
        expect(wanted.length > 0 && same(await visible(page), wanted), `${await visible(page)} instead of ${wanted}`);
      };
      const number = (name, value) =>
        page.locator(`label:has([name=${name}][value=${value}]) .number`).textContent().then(Number);
      await page.check("[name=vendor][value=keyless]");
      await check((code) => code.vendor === "keyless");
      await page.check("[name=vendor][value=faceki]");
      await check((code) => ["keyless", "faceki"].includes(code.vendor));
      expect((await number("vendor", "ekyc")) === 54, "a vendor's number does not count other vendors");
      await page.check("[name=audience][value=user]");
      await page.check("[name=retry][value=never]");
      const both = (code) => ["keyless", "faceki"].includes(code.vendor) && code.audience === "user";
      await check((code) => both(code) && code.retry === "never");
      expect((await number("retry", "after_user_action")) ===
        pages.registry.codes.filter((code) => both(code) && code.retry === "after_user_action").length, "retry's number");
      await page.uncheck("[name=retry][value=never]");
      await page.selectOption("#ui-condition", "face_mismatch");
      await check((code) => both(code) && code.condition === "face_mismatch");
      expect((await page.locator("#ui-meaning").textContent()).includes("ISO/IEC 2382-37"), "what the condition means");
      const copy = await open("registry", new URL(page.url()).hash);
      expect(same(await visible(copy), await visible(page)), "the URL does not say it all");
    },
  },
  {
    name: "a permanent link opens its code, whatever the filters hide",
    body: async ({ open, expect, pages }) => {
      for (const registry of ["registry", "edge cases", "hostile texts"]) {
        const { codes } = pages[registry];
        const fresh = await open(registry, `#${idOf(codes.at(-1))}`);
        await settle(fresh);
        expect(await inView(fresh, idOf(codes.at(-1))), `${idOf(codes.at(-1))} is not in view`);
        for (const code of codes) {
          await fresh.evaluate((id) => { location.hash = id; }, idOf(code));
          await settle(fresh);
          expect(await inView(fresh, idOf(code)), `${idOf(code)} is not in view`);
        }
      }
      const page = await open("registry", "#?vendor=faceki");
      await page.evaluate(() => { location.hash = "keyless.30004"; });
      await settle(page);
      expect(await inView(page, "keyless.30004"), "a hidden code stays hidden");
      expect((await visible(page)).length === 25, "the others stay");
      await page.goBack();
      await settle(page);
      expect((await visible(page)).length === 24, "going back shows the filtered list");
      expect((await page.locator(".target").count()) === 0, "a mark stays behind");
      const unknown = await open("registry", "#keyless.1");
      expect((await count(unknown)).startsWith("Nothing here is called keyless.1"), await count(unknown));
    },
  },
  {
    name: "names, former names, categories and domains are anchors",
    body: async ({ open, expect }) => {
      for (const [name, id] of [["edge:hash_code", "edge.-7"], ["edge:values", "edge.-7"], ["plain:operator_old", "plain.A.B-c~20~22q~22~20~24x~20~5c~28y~29~20~c3~bc"]]) {
        const page = await open("edge cases", `#${name}`);
        await settle(page);
        expect(await inView(page, id), `${name} does not lead to ${id}`);
      }
      for (const anchor of ["domain-edge_wide", "category-edge-class", "vendor-plain"]) {
        const page = await open("edge cases", `#${anchor}`);
        expect(await page.evaluate((anchor) => document.getElementById(anchor).checkVisibility(), anchor), anchor);
      }
    },
  },
  {
    name: "the matrix says who reports what, and leads there",
    body: async ({ open, expect, pages }) => {
      const page = await open("registry", "#ui-matrix");
      expect(await page.evaluate(() => scrollY === 0), "it opens scrolled");
      const cells = await page.evaluate(() => {
        const vendors = [...document.querySelectorAll("thead th")].map((head) => head.dataset.vendor);
        return [...document.querySelectorAll("tbody tr")].flatMap((row) =>
          [...row.cells].slice(1).map((cell) => [row.dataset.condition, vendors[cell.cellIndex], Number(cell.textContent), cell.querySelector("a")?.hash]));
      });
      for (const [condition, vendor, number] of cells) {
        const wanted = pages.registry.codes.filter((code) => code.condition === condition && code.vendor === vendor).length;
        expect(number === wanted, `${condition} of ${vendor}: ${number} instead of ${wanted}`);
      }
      await page.click("tr#condition-face_mismatch td:nth-child(2) a");
      await settle(page);
      expect(same(await visible(page), ["keyless.30004", "keyless.512"]), `${await visible(page)}`);
      await page.goBack();
      await page.click("tr#condition-face_mismatch summary");
      await page.click("tr#condition-face_mismatch details a");
      await settle(page);
      expect((await visible(page)).length === 6, "all codes of a condition");
      await page.click("nav a[href='#ui-help']");
      expect(await page.isVisible("#ui-help"), "how to read");
      await page.keyboard.press("/");
      expect((await page.isVisible("#ui-codes")) && (await visible(page)).length === 6, "/ leads back to the list");
    },
  },
  {
    name: "the keyboard reaches everything, in order and in sight",
    body: async ({ open, expect }) => {
      const page = await open("registry", "#?q=face+match&vendor=keyless");
      const seen = [];
      for (let steps = 0; steps < 40; steps++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          return [element.id || element.name || element.tagName, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0];
        });
        if (at[0] === "BODY") break;
        seen.push(at[0]);
        expect(at[1], `no focus is seen on ${at[0]}`);
      }
      for (const name of ["ui-theme", "ui-query", "ui-condition", "vendor", "retry", "audience"])
        expect(seen.includes(name), `${name} is not reached: ${seen}`);
    },
  },
  {
    name: "it reads without JavaScript",
    settings: { javaScriptEnabled: false },
    body: async ({ open, expect }) => {
      const page = await open("registry", "#keyless.30004");
      for (const selector of ["#ui-matrix", "#ui-help", "#ui-codes"])
        expect(await page.isVisible(selector), `${selector} is hidden`);
      expect(!(await page.isVisible("form")) && !(await page.isVisible("#ui-theme")), "a control that does nothing");
      expect((await page.locator("article:visible").count()) === 176, "codes are hidden");
    },
  },
  {
    name: "the theme is the reader's, and works where nothing can be remembered",
    settings: { colorScheme: "dark" },
    body: async ({ context, open, expect }) => {
      const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      let page = await open("registry");
      const dark = await background(page);
      await page.click("#ui-theme");
      const light = await background(page);
      expect(light === "rgb(255, 255, 255)" && light !== dark, `light is ${light}, dark ${dark}`);
      await page.click("#ui-theme");
      expect((await background(page)) === dark, "dark is not dark");
      await page.reload();
      expect((await page.locator("#ui-theme").textContent()) === "Theme: dark", "it is forgotten");
      await context.addInitScript(() => {
        Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
        history.replaceState = () => { throw new DOMException("no", "SecurityError"); };
      });
      page = await open("registry");
      await page.click("#ui-theme");
      await type(page, "30004");
      expect((await visible(page)).includes("keyless.30004") && (await background(page)) === light, "it needs a memory");
    },
  },
  {
    name: "it prints what is shown, and no controls",
    body: async ({ open, expect }) => {
      const page = await open("registry", "#?vendor=keyless");
      await page.emulateMedia({ media: "print" });
      expect(!(await page.isVisible("form")) && !(await page.isVisible("nav")), "a control is printed");
      expect((await visible(page)).length === 24, "codes are missing");
      expect(await page.evaluate(() => getComputedStyle(document.querySelector("article")).contentVisibility === "visible"), "texts may be missing");
    },
  },
  {
    // Measured as what the page's thread works, whatever else the machine does.
    name: "10,000 codes stay quick to search",
    body: async ({ context, open, expect, pages }) => {
      const page = await open("10,000 codes");
      await page.focus("#ui-query");
      await page.waitForTimeout(1000); // the texts are gathered meanwhile
      const session = await context.newCDPSession(page);
      await session.send("Performance.enable", { timeDomain: "threadTicks" });
      const worked = async () => {
        const { metrics } = await session.send("Performance.getMetrics");
        const parts = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];
        return metrics.filter(({ name }) => parts.includes(name)).reduce((sum, { value }) => sum + value, 0);
      };
      const times = [];
      for (const text of ["fa", "face", "face n", "face no", "face not", "10004", "1000", "100", "camera", "camera t"]) {
        await page.waitForTimeout(400); // what is left of the last one
        const start = await worked();
        await type(page, text);
        times.push(Math.round(1000 * ((await worked()) - start)));
      }
      const middle = times.sort((one, other) => one - other)[times.length >> 1];
      console.error(`a keystroke among 10,000 codes takes ${middle} ms`);
      expect(middle < 300, `keystrokes take ${times} ms`);
      const last = pages["10,000 codes"].codes.at(-1);
      const there = await open("10,000 codes", `#${idOf(last)}`);
      await settle(there);
      expect(await inView(there, idOf(last)), "the last code is not in view");
    },
  },
];
