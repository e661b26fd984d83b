import type { Locator, Page } from "@playwright/test";
import { expect } from "./people";

/** The editor of this name. An empty one is written into with fill, another one with rewrite. */
export function editor(page: Page, name: string | RegExp): Locator {
  return page.getByRole("textbox", { name });
}

/** Writes a text in place of the one there is, by the editor's own selection: what a page selects reaches the editor a moment later. */
export async function rewrite(page: Page, name: string | RegExp, text: string): Promise<void> {
  await editor(page, name).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** A part of a problem or an assessment, by the strip of links over it. */
export async function openPart(page: Page, name: string | RegExp) {
  await page.getByRole("navigation", { name: /^Parts of/ }).getByRole("link", { name }).click();
}

export async function expectSaved(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: "Saved" }).last()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /Edited|Saving|Not saved/ })).toHaveCount(0);
}

/** From the rules of an invitation's link to the work. */
export async function begin(page: Page, link: string) {
  await page.goto(new URL(link).pathname);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Start the clock" }).click();
  await expect(page.getByRole("region", { name: "Statement" })).toBeVisible();
}

/** Picks the language and replaces the whole text. */
export async function write(page: Page, title: string, language: string, source: string) {
  await page.getByLabel("Language", { exact: true }).selectOption(language);
  await expectReady(page);
  const code = editor(page, `Solution of ${title}`);
  await expect(code).toHaveAttribute("contenteditable", "true");
  await code.fill(source);
  await expectReady(page);
}

/** While the text or another language is being opened, what is typed is not taken and a key to run or submit does nothing. */
export async function expectReady(page: Page) {
  await expect(page.getByRole("button", { name: "Submit", exact: true })).toHaveAttribute("aria-disabled", "false");
}

/** The mark of the candidate's page that says whether what was typed is on the server. */
export function saveMark(page: Page): Locator {
  return page.getByRole("banner").getByRole("status");
}

/**
 * The page that a link in a sandboxed frame opens. Such a frame has a process of its own, and until the browser has
 * drawn it once a click at its place may reach the page below it and be lost, as nobody's hand is quick enough to
 * see: then it is clicked once more.
 */
export async function openedBy(link: Locator): Promise<Page> {
  const context = link.page().context();
  const before = context.pages().length;
  await expect(async () => {
    if (context.pages().length === before) await link.click();
    await expect.poll(() => context.pages().length, { timeout: 15_000 }).toBeGreaterThan(before);
  }).toPass();
  return context.pages().at(-1) as Page;
}
