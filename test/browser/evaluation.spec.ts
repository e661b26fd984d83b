import type { Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { expect, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const small = { viewport: { width: 1280, height: 800 } };

async function lookSmall(page: Page, name: string) {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `evaluation-${name}`);
  }
}

async function schedule(title: string): Promise<Resource> {
  const api = await Api.signedIn("recruiter");
  const startsAt = new Date().toISOString();
  const interview = await api.create("interviews", { title, startsAt, durationMinutes: 45, timeZone: "UTC" });
  await api.close();
  return interview;
}

test("interviewers note and rate in the room, and the organization decides on the interview's page", async ({ arrive }) => {
  const interview = await schedule("An interview to be judged");
  const interviewer = await arrive(small);
  await interviewer.signIn("interviewer", "/problems");
  const { page } = interviewer;
  await page.goto(`/room/${interview.id}`);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("tab", { name: "Notes" })).toBeVisible();

  await page.keyboard.press("n");
  const box = page.getByRole("textbox", { name: "New note" });
  await expect(box).toBeFocused();
  await box.fill("Asks about **limits** first");
  await box.press("Control+Enter");
  const notes = page.getByRole("list", { name: "Notes" });
  await expect(notes.getByRole("listitem")).toHaveCount(1);
  await expect(box).toHaveValue("");
  // Another window of theirs, or another interviewer: what it notes comes by itself.
  const elsewhere = await Api.signedIn("interviewer");
  await elsewhere.create("notes", { text: "Written elsewhere" }, { interview });
  await expect(notes.getByRole("listitem")).toHaveCount(2);
  await lookSmall(page, "notes");
  await expectOpenToAll(page, "the room's notes");

  await page.getByRole("tab", { name: "Scorecard" }).click();
  await lookSmall(page, "no-scorecard");
  await page.getByRole("button", { name: "Begin your scorecard" }).click();
  await page.getByRole("group", { name: "Rating of Problem solving" }).getByText("Good").click();
  await page.getByRole("textbox", { name: "Comment on Problem solving" }).fill("Finds the better way");
  await page.getByRole("textbox", { name: "Summary" }).fill("Would work with them");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await lookSmall(page, "scorecard");
  await expectOpenToAll(page, "the room's scorecard");
  await page.getByRole("button", { name: "Submit…" }).click();
  await expect(page.getByText("Say what you recommend before you submit.")).toBeVisible();
  await page.getByText("Strong yes", { exact: true }).click();
  await page.getByRole("button", { name: "Submit…" }).click();
  await lookSmall(page, "submit");
  await page.getByRole("button", { name: "Submit for good" }).click();
  await expect(page.getByRole("region", { name: "Scorecard of You" })).toContainText("Finds the better way");
  await lookSmall(page, "submitted");

  const recruiter = await arrive(small);
  await recruiter.signIn("recruiter", `/interviews/${interview.id}`);
  const staff = recruiter.page;
  const cards = staff.getByRole("table", { name: "Scorecards" });
  await expect(cards).toContainText("Finds the better way");
  await expect(staff.getByRole("list", { name: "Notes" }).getByRole("listitem")).toHaveCount(2);
  await elsewhere.create("notes", { text: "And one more" }, { interview });
  await expect(staff.getByRole("list", { name: "Notes" }).getByRole("listitem")).toHaveCount(3);
  await elsewhere.close();
  await lookSmall(staff, "undecided");
  await staff.getByRole("button", { name: "Decide" }).click();
  await staff.getByText("Advance", { exact: true }).click();
  await staff.getByLabel("Why (optional)").fill("Strong in **tests**");
  await lookSmall(staff, "decision-form");
  await expectOpenToAll(staff, "the form of a decision");
  await staff.getByRole("button", { name: "Save the decision" }).click();
  await expect(staff.getByRole("region", { name: "Decision" })).toContainText(/Advance.*by Rita Recruiter/);
  await lookSmall(staff, "decided");
  await expectOpenToAll(staff, "the interview's page");
  await page.getByRole("button", { name: "End for all" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End for all" }).click();
  await expect(page.getByText("This interview has ended")).toBeVisible();
  interviewer.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
  interviewer.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  await lookSmall(page, "ended");
});

test("the demo has an interview that was held, with all that came of it", async ({ arrive }) => {
  const recruiter = await arrive(small);
  await recruiter.signIn("recruiter", "/interviews");
  const { page } = recruiter;
  const title = "Backend engineer: interview with Sam";
  await expect(page.getByRole("row").filter({ hasText: title })).toContainText("Advance");
  await lookSmall(page, "list");
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("table", { name: "Scorecards" }).getByRole("columnheader")).toHaveCount(3);
  await expect(page.getByRole("list", { name: "Notes" }).getByRole("listitem")).toHaveCount(5);
  await expect(page.getByRole("region", { name: "Decision" })).toContainText("by Rita Recruiter");
  await expect(page.getByText("system design")).toBeVisible();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 1800 });
    await look(page, "evaluation-held");
  }
  await expectOpenToAll(page, "an interview that was held");

  await page.setViewportSize(small.viewport);
  await page.getByRole("link", { name: "Packet" }).click();
  await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: /^File: / }).first()).toBeVisible();
  await lookSmall(page, "packet");
  await expectOpenToAll(page, "the packet");
  // On paper there is the packet alone, light, and all of it: what scrolled is as long as it is.
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("button", { name: /^Print/ })).toBeHidden();
  const printed = await page.evaluate(() => {
    window.dispatchEvent(new Event("beforeprint"));
    const isDark = document.documentElement.classList.contains("dark");
    window.dispatchEvent(new Event("afterprint"));
    const main = document.getElementById("main") as HTMLElement;
    return { isDark, isWhole: main.scrollHeight === main.clientHeight };
  });
  expect(printed).toEqual({ isDark: false, isWhole: true });
  expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMedia({ media: "screen" });
});

test("a rubric begins as the server's, and is changed before and after", { tag: "@whole" }, async ({ arrive }) => {
  const recruiter = await arrive(small);
  await recruiter.signIn("recruiter", "/interviews/new");
  const { page } = recruiter;
  const names = page.getByRole("textbox", { name: /^Name of criterion/ });
  const shown = () => names.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  const meanings = () =>
    page
      .getByRole("textbox", { name: /^What criterion/ })
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  const interview = await schedule("An interview by the standard rubric");
  const { rubric } = interview.attributes;
  expect(await shown()).toEqual(rubric.map(({ name }: { name: string }) => name));
  expect(await meanings()).toEqual(rubric.map(({ description }: { description: string }) => description));
  await page.getByRole("group", { name: "Rubric" }).scrollIntoViewIfNeeded();
  await lookSmall(page, "rubric");
  await expectOpenToAll(page, "the form of an interview, with its rubric");

  await page.goto(`/interviews/${interview.id}`);
  await page.getByRole("button", { name: `More about ${interview.attributes.title}` }).click();
  await page.getByRole("menuitem", { name: "Edit the rubric…" }).click();
  await page.getByRole("button", { name: "Move criterion 2 up" }).click();
  await page.getByRole("textbox", { name: "Name of criterion 1" }).fill("Craft");
  await lookSmall(page, "rubric-dialog");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Changed: scorecards that are begun/)).toBeVisible();
  const api = await Api.signedIn("recruiter");
  const changed = (await api.list("/v1/interviews?page[size]=100")).find(({ id }) => id === interview.id);
  await api.close();
  expect(changed?.attributes.rubric.map(({ name }: { name: string }) => name)).toEqual([
    "Craft",
    "Problem solving",
    "Knowledge",
    "Communication",
  ]);
});
