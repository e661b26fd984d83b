import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Api } from "./api";
import { expect, type Person, test } from "./people";
import { begin, editor, expectReady, write } from "./pages";

// What a candidate sees while there is no room: what is the matter, how long, and how it goes on.
const packages = join(import.meta.dirname, "../../internal/demo/problems/packages");
const problem = "Quiet Gaps";

async function atWork(person: Person, email: string, name: string) {
  const api = await Api.signedIn("recruiter");
  const { attributes } = await api.invite(await api.assessment("Backend engineer: first round"), email, name);
  await api.close();
  await begin(person.page, attributes.link);
  const source = await readFile(join(packages, "quiet-gaps/submissions/accepted/reference.py"), "utf8");
  await write(person.page, problem, "python", source);
}

interface Refusal {
  status: number;
  code: string;
  detail: string;
  seconds: number;
}

/** Answers the next POSTs of a type with refusals, one after the other; then the server answers again. */
async function refuse(page: Page, type: string, ...refusals: Refusal[]) {
  await page.route(`**/v1/${type}`, async (route) => {
    const next = route.request().method() === "POST" ? refusals.shift() : undefined;
    if (!next) return route.fallback();
    const { status, code, detail, seconds } = next;
    await route.fulfill({
      status,
      headers: { "Retry-After": String(seconds) },
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ errors: [{ status: String(status), code, title: code, detail }] }),
    });
  });
}

test("a run and a submission there is no room for say so, and go on", async ({ arrive }) => {
  const candidate = await arrive();
  const { page } = candidate;
  candidate.tolerate(/^(429|503) POST \/v1\/(runs|submissions)$/);
  await page.clock.install(); // so that nobody waits for what only counts down
  await atWork(candidate, "bea@candidates.example", "Bea Busy");
  const notice = page.getByRole("alert");

  await test.step("a long wait counts down, and one press runs again", async () => {
    const detail = "your organization has started 60 runs within a minute";
    await refuse(page, "runs", { status: 429, code: "organization_rate_limited", detail, seconds: 15 });
    await editor(page, `Solution of ${problem}`).press("Control+Enter");
    await expect(notice).toContainText("Not run. Too many programs were started within a minute.");
    await expect(notice).toContainText("60 runs within a minute");
    await expect(page.getByRole("button", { name: /^Run again/ })).toBeVisible();
    await page.clock.fastForward(15_000);
    await page.getByRole("button", { name: "Run again", exact: true }).click();
    await expect(page.getByText("Sample passed").first()).toBeVisible();
    await expect(notice).toHaveCount(0);
  });

  await test.step("in the terminal as well", async () => {
    await page.getByRole("tab", { name: "Terminal" }).click();
    await refuse(page, "runs", { status: 503, code: "no_worker", detail: "no worker is running", seconds: 12 });
    await page.getByRole("button", { name: "Run in the terminal" }).click();
    await expect(notice).toContainText("Not run. No machine is ready to run programs.");
    await page.clock.fastForward(12_000);
    await page.getByRole("button", { name: "Run again", exact: true }).click();
    await expect(notice).toHaveCount(0);
    await page.getByRole("button", { name: "Stop" }).click();
  });

  await test.step("a short wait is seen, and over by itself; the place stays told while a long one lasts", async () => {
    await refuse(
      page,
      "submissions",
      { status: 429, code: "runs_at_once", detail: "wait until one has ended", seconds: 8 },
      { status: 503, code: "queue_full", detail: "this one would have place 201", seconds: 15 },
    );
    // It lasts eight seconds: looked for at every frame from before it begins, it cannot be missed.
    const told = page.waitForFunction(() =>
      [...document.querySelectorAll("[role=status]")]
        .map((each) => each.textContent ?? "")
        .find((text) => text.includes("It is tried again by itself")),
    );
    await editor(page, `Solution of ${problem}`).press("Control+Shift+Enter");
    expect(await (await told).jsonValue()).toContain("As many programs are running as may at once.");
    await expect(notice).toContainText("Not submitted. The queue for judging is full. This one would have place 201.");
    await expect(page.getByText("It is tried again by itself")).toHaveCount(0);
    await page.clock.fastForward(15_000);
    await page.getByRole("button", { name: "Submit again", exact: true }).click();
    await expect(page.getByRole("region", { name: "Hidden tests" })).toBeVisible({ timeout: 300_000 });
  });
});

test("a candidate sees the place in the queue, as it changes", { tag: "@whole" }, async ({ arrive }) => {
  const candidate = await arrive();
  const { page } = candidate;
  await atWork(candidate, "quinn@candidates.example", "Quinn Queued");
  const attributes: Record<string, unknown> = {};
  let id = "";
  let position = 0;
  // The stream is held until it has something to say, which is always the same: the queue does not move on its own.
  const told: (() => void)[] = [];
  await page.route("**/v1/attempts/*/events", async (route) => {
    await new Promise<void>((resolve) => told.push(resolve));
    const data = JSON.stringify({ id, attributes: { ...attributes, state: "queued", position } });
    await route
      .fulfill({ contentType: "text/event-stream", body: `id: 1\nevent: submission\ndata: ${data}\n\n` })
      .catch(() => {}); // the page was loaded again meanwhile
  });
  await page.route("**/v1/submissions", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const answer = await route.fetch();
    const document = await answer.json();
    id = document.data.id;
    Object.assign(attributes, document.data.attributes);
    document.data.attributes.state = "queued";
    document.data.attributes.position = 3;
    await route.fulfill({ response: answer, json: document });
  });
  await page.reload();
  await expectReady(page);
  await editor(page, `Solution of ${problem}`).press("Control+Shift+Enter");
  const results = page.getByRole("tabpanel", { name: /Submissions/ }).first();
  await expect(results).toContainText("Queued, 3rd in line");
  await expect(results).toContainText("About 2 others come first.");
  position = 1;
  await expect.poll(() => told.length).toBeGreaterThan(0);
  told.at(-1)?.();
  await expect(results).toContainText("Queued, next in line");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.reload();
  await expect(results).toContainText("Accepted", { timeout: 300_000 });
});
