// What keeps people out: axe-core in each theme and at each width, in every state of the
// page; and that nothing is wider than the window. See browser.mjs.

const themes = ["light", "dark"];
const widths = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

// Brings a page into a state; the first is as it opens.
const states = {
  "as it opens": { fragment: "" },
  "searched and filtered": {
    fragment: "#?q=face&vendor=keyless&vendor=ekyc&condition=face_mismatch&audience=user",
  },
  "a code of a filtered list": {
    fragment: "#?vendor=faceki&retry=never",
    act: async (page) => {
      await page.evaluate(() => { location.hash = "keyless.30004"; });
    },
  },
  "with its filters open": {
    fragment: "#?q=1",
    act: (page) => page.evaluate(() => { document.querySelector("form details").open = true; }),
  },
  "nothing found": { fragment: "#?q=nothing+is+like+this" },
  "who reports what": {
    fragment: "#ui-matrix",
    act: (page) => page.evaluate(() => {
      for (const details of [...document.querySelectorAll("#ui-matrix details")].slice(0, 3)) details.open = true;
    }),
  },
  "how to read": { fragment: "#ui-help" },
};

async function violations(page, axe) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = (result, node) =>
    `${result.id}: ${result.help}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`;
  return found.violations.flatMap((result) => result.nodes.map((node) => told(result, node)));
}

async function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} wide in a window of ${clientWidth}`] : [];
  });
}

const inspected = themes.flatMap((colorScheme) =>
  Object.entries(widths).map(([width, viewport]) => ({
    name: `axe-core, ${colorScheme}, ${width}`,
    settings: { colorScheme, viewport, reducedMotion: "reduce" },
    body: async ({ open, expect, axe }) => {
      const page = await open("registry");
      for (const [state, { fragment, act }] of Object.entries(states)) {
        await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
        await page.waitForTimeout(50);
        await act?.(page);
        await page.waitForTimeout(50);
        for (const problem of [...(await violations(page, axe)), ...(await overflow(page))])
          expect(false, `${state}: ${problem}`);
      }
    },
  })),
);

export const tests = [
  ...inspected,
  {
    name: "axe-core, a narrow window with texts that are long or odd",
    settings: { viewport: { width: 320, height: 600 } },
    body: async ({ open, expect, axe }) => {
      for (const registry of ["edge cases", "hostile texts"]) {
        const page = await open(registry);
        for (const fragment of ["", "#ui-matrix", "#ui-help"]) {
          await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
          await page.waitForTimeout(50);
          for (const problem of [...(await violations(page, axe)), ...(await overflow(page))])
            expect(false, `${registry} ${fragment}: ${problem}`);
        }
      }
    },
  },
];
