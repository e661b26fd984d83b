import { expect, type Page } from "@playwright/test";

/**
 * The page in this theme, its colours settled. A browser on a busy machine now and then gives a page no frame in which
 * it would learn of the change; it is told again then, and a page that does not follow even so fails.
 */
export async function wear(page: Page, colorScheme: "light" | "dark") {
  const isDark = colorScheme === "dark";
  const seen = () =>
    page.evaluate(() => ({
      told: matchMedia("(prefers-color-scheme: dark)").matches,
      worn: document.documentElement.classList.contains("dark"),
    }));
  await expect(async () => {
    await page.emulateMedia({ colorScheme: isDark ? "light" : "dark", reducedMotion: "reduce" });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect.poll(seen, { timeout: 15_000 }).toEqual({ told: isDark, worn: isDark });
  }).toPass({ timeout: 90_000 });
  // Who wants less motion sees none: what is between two themes would be nobody's contrast.
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter((each) => each instanceof CSSTransition).length);
  expect(await moving(), "transitions for one who wants less motion").toBe(0);
}
