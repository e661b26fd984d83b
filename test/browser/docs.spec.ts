import type { Page } from "@playwright/test";
import { isShort } from "./form";
import { expect, password, test } from "./people";

/** Opens a group of operations, and in it one, and tries it as it is. */
async function tried(page: Page, group: string, path: string) {
  const heading = page.locator(`[data-tag="${group}"]`);
  if ((await heading.getAttribute("data-is-open")) !== "true") await heading.click();
  const operation = page.locator(".opblock-get").filter({ has: page.locator(`[data-path="${path}"]`) });
  await operation.locator(".opblock-summary-control").click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  return operation.locator(".live-responses-table tbody .response-col_status");
}

test("the API's documents are shown, and a person who signs in there tries calls of every service", async ({ arrive }) => {
  const owner = await arrive();
  const { page } = owner;
  await page.goto("/docs");
  await expect(page.getByRole("heading", { name: /CodeCraft/, level: 2 })).toBeVisible();
  await expect(page.locator(".opblock-tag").first()).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill("owner@demo.example");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/docs\/$/);
  await expect(page.getByRole("status")).toContainText("signed in");
  const choice = page.getByRole("combobox").first();
  const calls = [
    ["auth", "Sessions", "/v1/sessions/current"],
    ["execution", "execution", "/v1/languages"],
    ["problems", "problems", "/v1/problems"],
    ["assessments", "assessments", "/v1/assessments"],
    ["interviews", "interviews", "/v1/interviews"],
  ] as const;
  // Each document is some thousand parts of a page; the short form has two of them.
  for (const [service, group, path] of calls.slice(0, isShort ? 2 : calls.length)) {
    await choice.selectOption({ label: service });
    await expect(await tried(page, group, path), path).toContainText("200");
  }
});

test("every page and document that a page links to opens without a complaint", async ({ arrive }) => {
  const owner = await arrive();
  const { page } = owner;
  await owner.signIn("owner");
  const seen = new Set<string>(["/signin"]);
  // One of each kind of page is enough: ids are all alike.
  const kind = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id");
  const kinds = new Set<string>();
  const waiting = ["/", "/problems", "/assessments", "/members", "/account", "/organization", "/operations", "/webhooks", "/mailbox", "/docs/"];
  while (waiting.length > 0) {
    const path = waiting.shift() as string;
    if (seen.has(path) || kinds.has(kind(path))) continue;
    seen.add(path);
    kinds.add(kind(path));
    await page.goto(path);
    await expect(page.locator("body")).not.toBeEmpty();
    await expect(page.locator(".animate-pulse, [aria-busy=true]")).toHaveCount(0);
    await expect(page.getByText(/nothing here|page not found/i), path).toHaveCount(0);
    const links = await page
      .locator("a[href]:not([download])")
      .evaluateAll((all) => all.map((a) => new URL((a as HTMLAnchorElement).href)).map((u) => (u.origin === location.origin ? u.pathname + u.search : "")));
    waiting.push(...links.filter((link) => link !== "" && !/^\/(take|join|reset|v1)\b/.test(link)));
  }
  expect(kinds.size).toBeGreaterThan(10);
});
