import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The page as it stands, in both themes: nothing in it may shut somebody out. */
export async function expectOpenToAll(page: Page, name: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(colorScheme === "dark" ? /dark/ : /^(?!.*dark)/);
    // Colours fade over; what is between two themes is nobody's contrast.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)));
    // In the page itself: no frame of another origin is ours to look at, and no page has to be opened for the answer.
    const look = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
    if (colorScheme === "dark") look.withRules(["color-contrast"]); // colours are all that differs
    const { violations } = await look.analyze();
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([]);
  }
}
