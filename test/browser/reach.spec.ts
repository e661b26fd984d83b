import type { Locator } from "@playwright/test";
import { Api } from "./api";
import { expect, password, type Person, test } from "./people";
import { editor, expectReady } from "./pages";

/** Presses Tab until the focus is where it should be, as somebody without a mouse does. */
async function tabTo(person: Person, role: Parameters<Person["page"]["getByRole"]>[0], name: string | RegExp) {
  const wanted = person.page.getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    // In an editor Tab indents; Escape before it leaves.
    const isInEditor = await person.page.evaluate(() => document.activeElement?.closest(".cm-editor") !== null);
    if (isInEditor) await person.page.keyboard.press("Escape");
    await person.page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to the ${role} ${name}`);
}

test("signing in needs no mouse", async ({ arrive }) => {
  const author = await arrive();
  const { keyboard } = author.page;
  await author.page.goto("/signin");
  await expect(author.page.getByLabel("E-mail")).toBeFocused();
  await keyboard.type("author@demo.example");
  await tabTo(author, "textbox", "Password");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await expect(author.page.getByRole("heading", { name: "Problems" })).toBeVisible();
  await keyboard.press("Control+k");
  await expect(author.page.getByRole("combobox", { name: "Commands" })).toBeFocused();
  await keyboard.type("members");
  await expect(author.page.getByRole("option", { name: "Go to members" }).first()).toHaveAttribute("aria-selected", "true");
  await keyboard.press("Enter");
  await expect(author.page.getByRole("heading", { name: "Members" })).toBeVisible();
  // The second key counts within a second of the first, which a busy machine may miss.
  await expect(async () => {
    await keyboard.press("g");
    await keyboard.press("p");
    await expect(author.page.getByRole("heading", { name: "Problems" })).toBeVisible({ timeout: 15_000 });
  }).toPass();
  await keyboard.press("?");
  await expect(author.page.getByRole("dialog")).toContainText("shortcuts");
  await keyboard.press("Escape");
  await expect(author.page.getByRole("dialog")).toBeHidden();
});

test("taking an assessment needs no mouse", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const invitation = await api.invite(
    await api.assessment("Backend engineer: first round"),
    "kit@candidates.example",
    "Kit Keyboard",
  );
  await api.close();
  const candidate = await arrive();
  const { page } = candidate;
  const { keyboard } = page;
  await page.goto(new URL(invitation.attributes.link).pathname);
  await tabTo(candidate, "button", "Start");
  await keyboard.press("Enter");
  await tabTo(candidate, "button", "Start the clock");
  await keyboard.press("Enter");

  await tabTo(candidate, "combobox", "Language");
  await page.getByLabel("Language", { exact: true }).press("P");
  await expectReady(page);
  await tabTo(candidate, "textbox", /^Solution of/);
  const code = editor(page, /^Solution of/);
  await keyboard.press("Control+a");
  await keyboard.type("print(input())");
  await keyboard.press("Tab");
  // Tab indents; Escape and then Tab leaves, as the page says.
  await expect(code).toBeFocused();
  await keyboard.press("Escape");
  await keyboard.press("Tab");
  await expect(code).not.toBeFocused();
  await tabTo(candidate, "button", /^Run$/);
  await keyboard.press("Enter");
  await expect(page.getByText(/^Sample|^Runtime error|^Compile error/).first()).toBeVisible();

  const first = await page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 }).innerText();
  await keyboard.press("Alt+ArrowDown");
  await expect(page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 })).not.toHaveText(first);
  await keyboard.press("Alt+ArrowUp");
  await expect(page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 })).toHaveText(first);
  await tabTo(candidate, "button", "Finish");
  await keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toContainText("You cannot come back");
  await keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeHidden();
});

test("nothing runs off a narrow screen", async ({ arrive }) => {
  const owner = await arrive({ viewport: { width: 360, height: 740 } });
  const { page } = owner;
  await owner.signIn("owner");
  const api = await Api.signedIn("owner");
  const assessment = await api.assessment("Backend engineer: first round");
  const invitation = await api.invite(assessment, "nat@candidates.example", "Nat Narrow");
  const problems = await api.list("/v1/problems?filter[state]=published");
  await api.close();

  const expectToFit = async (person: Person, name: string) => {
    const over = await person.page.evaluate(() => ({
      page: document.documentElement.scrollWidth - window.innerWidth,
      content: Math.max(0, ...[...document.querySelectorAll("main")].map((main) => main.scrollWidth - main.clientWidth)),
    }));
    expect.soft(over, name).toEqual({ page: 0, content: 0 });
  };
  const pages: [string, string | RegExp][] = [
    ["/problems", "Problems"],
    [`/problems/${problems[0]?.id}`, problems[0]?.attributes.title],
    [`/problems/${problems[0]?.id}?tab=tests`, problems[0]?.attributes.title],
    [`/problems/${problems[0]?.id}?tab=verify`, problems[0]?.attributes.title],
    ["/assessments", "Assessments"],
    [`/assessments/${assessment.id}?tab=build`, assessment.attributes.title],
    [`/assessments/${assessment.id}?tab=invitations`, assessment.attributes.title],
    [`/assessments/${assessment.id}?tab=live`, assessment.attributes.title],
    ["/members", "Members"],
    ["/account", "Your account"],
    ["/organization", "Organization"],
    ["/operations", "Operations"],
    ["/mailbox", "Mailbox"],
  ];
  for (const [path, heading] of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expect(page.locator(".animate-pulse")).toHaveCount(0);
    await expectToFit(owner, path);
  }

  const candidate = await arrive({ viewport: { width: 360, height: 740 } });
  await candidate.page.goto(new URL(invitation.attributes.link).pathname);
  await expect(candidate.page.getByRole("button", { name: "Start", exact: true })).toBeVisible();
  await expectToFit(candidate, "the rules");
  await candidate.page.getByRole("button", { name: "Start", exact: true }).click();
  await candidate.page.getByRole("button", { name: "Start the clock" }).click();
  for (const part of ["Statement", "Code", "Results"]) {
    await candidate.page.getByRole("tab", { name: part }).click();
    await expectToFit(candidate, `the work, ${part}`);
  }
});

/** Whether all of a text can be read where it stands: nothing of it is cut off, and it is not outside the screen. */
async function expectWhole(text: Locator) {
  await expect(text).toBeVisible();
  const { over, right } = await text.evaluate((element) => ({
    over: element.scrollWidth - element.clientWidth,
    right: element.getBoundingClientRect().right - window.innerWidth,
  }));
  expect.soft({ over, isOutside: right > 0 }, (await text.innerText()).trim()).toEqual({ over: 0, isOutside: false });
}

test("on a narrow screen the facts of a review and the verdicts of a verification can be read", { tag: "@whole" }, async ({ arrive }) => {
  const owner = await arrive({ viewport: { width: 360, height: 740 } });
  const { page } = owner;
  await owner.signIn("owner");
  const api = await Api.signedIn("owner");
  const assessment = await api.assessment("Backend engineer: first round");
  const problems = await api.list("/v1/problems?filter[state]=published");
  const invitation = await api.invite(assessment, "wilhelmina@candidates.example", "Wilhelmina Featherstonehaugh-Narrow");
  const candidate = await arrive();
  await candidate.page.goto(new URL(invitation.attributes.link).pathname);
  await expect(candidate.page.getByRole("button", { name: "Start", exact: true })).toBeVisible();
  const attempts = await api.list(`/v1/attempts?filter[assessment]=${assessment.id}`);
  await api.close();
  const attempt = attempts.find((each) => each.attributes.candidateEmail === "wilhelmina@candidates.example");

  await page.goto(`/attempts/${attempt?.id}`);
  await expectWhole(page.getByRole("heading", { level: 1 }));
  const facts = page.getByRole("main").locator("dl").first().getByRole("definition");
  await expect(facts).toHaveCount(7);
  for (const fact of await facts.all()) await expectWhole(fact);

  await page.goto(`/problems/${problems[0]?.id}?tab=verify`);
  const cells = page.getByRole("table", { name: "Results of the reference solutions" }).getByRole("cell");
  await expect(cells.first()).toBeVisible();
  for (const cell of await cells.all()) await expectWhole(cell);
  await expect(cells.filter({ hasText: "Accepted" })).not.toHaveCount(0);
});
