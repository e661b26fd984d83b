import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { isShort } from "./form";
import { wear } from "./theme";

/** Colours are all that differs. The short form of the tests looks at none: that both themes keep their contrast, packages/tokens holds. */
const themes = isShort ? (["light"] as const) : (["light", "dark"] as const);

/** The page as it stands, in both themes: nothing in it may shut somebody out. */
export async function expectOpenToAll(page: Page, name: string) {
  for (const colorScheme of themes) {
    await wear(page, colorScheme);
    // In the page itself: no frame of another origin is ours to look at, and no page has to be opened for the answer.
    const look = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], preload: false });
    if (colorScheme === "dark") look.withRules(["color-contrast"]);
    else if (isShort) look.disableRules(["color-contrast"]); // most of its time
    const { violations } = await look.analyze();
    const serious = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([]);
  }
}
