import type { Page } from "@playwright/test";

/** Pictures of what a test sees, for who is looking: CODECRAFT_TEST_LOOK names the folder. */
export async function look(page: Page, name: string) {
  const folder = process.env.CODECRAFT_TEST_LOOK;
  if (!folder) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ animations: "disabled", path: `${folder}/${name}-${page.viewportSize()?.width}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** The same in a phone's width, a laptop's and a wide screen's; the laptop's stays. */
export async function lookAtWidths(page: Page, name: string) {
  for (const width of [360, 1920, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, name);
  }
}
