import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { wear } from "./theme";

/** The page as it stands, in both themes: nothing in it may shut somebody out. */
export async function expectOpenToAll(page: Page, name: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await wear(page, colorScheme);
    // In the page itself: no frame of another origin is ours to look at, and no page has to be opened for the answer.
    const look = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], preload: false });
    if (colorScheme === "dark") look.withRules(["color-contrast"]); // colours are all that differs
    const { violations } = await look.analyze();
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([]);
  }
}
