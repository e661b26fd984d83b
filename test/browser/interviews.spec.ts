import type { Page } from "@playwright/test";
import { Api } from "./api";
import { look, lookAtWidths } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { expect, test } from "./people";

const person = (page: Page, name: string) => page.getByRole("table", { name: "People" }).getByRole("row", { name });

const timeField = (page: Page) => page.getByLabel(/^Time( \*)?$/);

async function perform(page: Page, title: string, action: string) {
  await page.getByRole("button", { name: `More about ${title}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** The newest mail to somebody, as the mailbox of the demo shows it. */
async function mailTo(page: Page, subject: string) {
  await expect(async () => {
    await page.goto("/mailbox");
    await expect(page.getByRole("button", { name: subject }).first()).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole("button", { name: subject }).first().click();
  await page.getByRole("tab", { name: "Text" }).click();
  return page.getByRole("tabpanel");
}

test("an interview is scheduled, its links are copied, it is moved and cancelled, and people learn of it", async ({
  arrive,
}) => {
  const recruiter = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = recruiter;
  await recruiter.signIn("recruiter", "/interviews");
  await recruiter.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("link", { name: /Schedule/ }).first().click();
  // Until the form is there, the label would find the list's own search by title.
  await expect(page.getByRole("heading", { name: "Schedule an interview" })).toBeVisible();
  await page.getByLabel("Title").fill("Systems, in depth");
  await page.getByLabel("Date").fill("2031-03-30");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await timeField(page).fill("02:30");
  await page.getByLabel("Agenda").fill("1. You\n2. **A queue** that forgets nothing");
  await page.getByLabel("Name of person 1").fill("Kim Candidate");
  await page.getByLabel("E-mail of person 1").fill("kim@interviews.example");
  await page.getByRole("button", { name: "Schedule and invite" }).click();
  await expect(page.getByRole("alert")).toHaveText("There is no such time.");
  await expect(page.getByText("Clocks in Europe/Berlin are set forward over 02:30 on that day")).toBeVisible();
  await lookAtWidths(page, "interview-form");
  await page.getByLabel("Time zone").fill("Asia/Kathmandu");
  await timeField(page).fill("14:45");
  await expect(page.getByText(/14:45 GMT\+5:45: for you that is .*09:00 UTC/)).toBeVisible();
  await page.getByRole("button", { name: "Schedule and invite" }).click();

  await expect(page.getByText("1 mail is on the way")).toBeVisible();
  await lookAtWidths(page, "interview-scheduled");
  await page.getByRole("button", { name: "Copy the link of Kim Candidate" }).click();
  await expect.poll(copied).toMatch(/\/interview\/[A-Z0-9]+$/);
  const first = await copied();
  await page.getByRole("link", { name: "Go to the interview" }).click();

  await expect(page.getByText("For you: Sun, 30 Mar 2031, 09:00 UTC")).toBeVisible();
  await expect(person(page, "Kim Candidate")).toContainText("Invited");
  await page.getByRole("button", { name: "Add somebody" }).click();
  await look(page, "interview-add");
  await page.getByRole("dialog").getByLabel("E-mail").fill("grace@panel.example");
  await page.getByRole("dialog").getByLabel("Role").selectOption("Observer");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(person(page, "grace@panel.example")).toContainText("Observer");
  await perform(page, "Kim Candidate", "Copy a new link…");
  await expect(page.getByRole("alertdialog")).toContainText("All their links from before end.");
  await page.getByRole("button", { name: "Make and copy" }).click();
  await expect.poll(copied).not.toBe(first);
  await lookAtWidths(page, "interview");

  await perform(page, "Systems, in depth", "Reschedule…");
  await expect(timeField(page)).toHaveValue("14:45");
  await timeField(page).fill("16:15");
  await lookAtWidths(page, "interview-reschedule");
  await page.getByRole("button", { name: "Reschedule", exact: true }).click();
  await expect(page.getByText("For you: Sun, 30 Mar 2031, 10:30 UTC")).toBeVisible();
  await perform(page, "grace@panel.example", "Remove…");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(person(page, "grace@panel.example")).toHaveCount(0);
  await perform(page, "Systems, in depth", "Cancel…");
  await page.getByRole("button", { name: "Cancel the interview" }).click();
  await expect(page.getByRole("main").getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add somebody" })).toHaveCount(0);

  const mail = await mailTo(page, "Your interview is cancelled: Systems, in depth");
  await expect(mail).toContainText("was cancelled");
  await expect(mail).toContainText("16:15 +0545");
});

test("the list has what runs, what comes and what was; and who waits is let in", { tag: "@whole" }, async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const interview = (title: string, startsAt: string) =>
    api.create("interviews", { title, startsAt, durationMinutes: 45, timeZone: "UTC" });
  const open = await interview("Loop: pair on a parser", at(5));
  await interview("Loop: design a cache", at(24 * 60));
  await interview("Loop: nobody came", at(-24 * 60));
  const kim = await api.create("interview-participants", { email: "kim@interviews.example", name: "Kim" }, { interview: open });
  const recruiter = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = recruiter;
  await recruiter.signIn("recruiter", `/interviews/${open.id}`);
  await expect(page.getByRole("link", { name: "Join" })).toHaveAttribute("href", `/room/${open.id}`);

  const guest = await Api.guest(kim.attributes.link);
  await guest.create("interview-sessions", { tab: "a-tab-of-kim" }, { interview: open });
  await expect(person(page, "Kim")).toContainText("Waited, and left");
  await page.getByRole("button", { name: "Admit Kim" }).click();
  await expect(person(page, "Kim")).toContainText("Let in, not there");
  await guest.close();

  await page.goto("/interviews?q=loop");
  const upcoming = page.getByRole("table", { name: "Upcoming interviews" });
  await expect(upcoming.getByRole("row").nth(1)).toContainText("Loop: pair on a parser");
  await expect(upcoming.getByRole("row").nth(2)).toContainText("Loop: design a cache");
  await expect(page.getByRole("table", { name: "Past interviews" })).toContainText("Not held");
  await lookAtWidths(page, "interviews");
  await page.getByLabel("Search interviews by title").fill("cache");
  await expect(page.getByRole("link", { name: "Loop: pair on a parser" })).toHaveCount(0);
  await page.getByLabel("State").selectOption("Ended");
  await expect(page.getByText("No interview fits")).toBeVisible();
  await lookAtWidths(page, "interviews-none");
  await api.close();
});

test("what an interview is made of is kept as a template, and the next one begins with it", { tag: "@whole" }, async ({ arrive }) => {
  const recruiter = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = recruiter;
  await recruiter.signIn("recruiter", "/interviews");
  const title = "Backend engineer: interview with Sam";
  await page.getByRole("link", { name: title }).click();
  await perform(page, title, "Save as a template…");
  await page.getByRole("textbox", { name: /^Name/ }).fill("Backend engineer, second round");
  await look(page, "interview-save-template");
  await page.getByRole("button", { name: "Save the template" }).click();
  await expect(page.getByText("Saved: it can be chosen")).toBeVisible();

  await page.goto("/interviews/new");
  const templates = page.getByRole("combobox", { name: /^Template/ });
  await templates.selectOption("Backend engineer, second round");
  await expect(page.getByLabel("Title")).toHaveValue("Backend engineer, second round");
  await lookAtWidths(page, "interview-template");
  await expectOpenToAll(page, "the form of an interview with a template");
  await page.getByRole("button", { name: "Remove the template" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(templates).toHaveCount(0);
});
