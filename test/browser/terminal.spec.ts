import type { Page } from "@playwright/test";
import { Api } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { editor } from "./pages";
import { expect, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const small = { viewport: { width: 1280, height: 800 } };

async function lookSmall(page: Page, name: string) {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `terminal-${name}`);
  }
}

const screen = (page: Page) => page.locator(".xterm-rows");
const input = (page: Page) => page.getByRole("textbox", { name: "Terminal input" });

const source = `while True:
    name = input("Name? ")
    if not name:
        break
    print("Hello", name)
`;

test("a room shares one terminal: both see it, the other types, and the replay has it", async ({ arrive }) => {
  const recruiting = await Api.signedIn("recruiter");
  const about = { title: "A dialogue", durationMinutes: 45, timeZone: "UTC", startsAt: new Date().toISOString() };
  const interview = await recruiting.create("interviews", about);
  const invited = { name: "Kim Candidate", email: `kim.${interview.id}@candidates.example`, role: "candidate" };
  const candidate = await recruiting.create("interview-participants", invited, { interview });

  const kim = await arrive(small);
  await kim.page.goto(new URL(candidate.attributes.link).pathname);
  await kim.page.getByRole("button", { name: "Continue", exact: true }).click();
  const ingo = await arrive(small);
  await ingo.signIn("interviewer", "/problems");
  await ingo.page.goto(`/room/${interview.id}`);
  await ingo.page.getByRole("button", { name: "Continue", exact: true }).click();
  await ingo.page.getByRole("button", { name: "Admit Kim Candidate" }).click();
  for (const { page } of [kim, ingo]) await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  const guest = await Api.guest(candidate.attributes.link);
  await guest.create("interview-files", { path: "main.py", language: "python", source }, { interview });
  await guest.close();
  await expect(editor(ingo.page, "main.py")).toContainText("Name?");

  await kim.page.getByRole("button", { name: "Run in a terminal" }).click();
  for (const { page } of [kim, ingo]) await expect(screen(page)).toContainText("Name?");
  await expect(ingo.page.getByText("Opened by Kim Candidate")).toBeVisible();
  // Who opened it types at once; whoever is in the room types, too, and by name.
  await kim.page.keyboard.type("Kim\n");
  await expect(screen(ingo.page)).toContainText("Hello Kim");
  await input(ingo.page).focus();
  await ingo.page.keyboard.type("Ingo");
  await expect(kim.page.getByText(/ is typing$/)).toBeVisible();
  await ingo.page.keyboard.type("\n");
  for (const { page } of [kim, ingo]) await expect(screen(page)).toContainText("Hello Ingo");
  await ingo.page.keyboard.press("F6");
  await expect(ingo.page.getByRole("button", { name: "Stop" })).toBeFocused();
  await expectOpenToAll(ingo.page, "the terminal of a room");
  await lookSmall(ingo.page, "interviewer");

  await ingo.page.getByLabel("Candidates may write").uncheck();
  await expect(kim.page.getByText("you can watch, not type")).toBeVisible();
  await expect(kim.page.getByRole("button", { name: "Stop" })).toHaveCount(0);
  await lookSmall(kim.page, "locked");
  await ingo.page.getByLabel("Candidates may write").check();
  await expect(kim.page.getByRole("button", { name: "Stop" })).toBeVisible();

  // Who loads the page again finds all of it, and what another has opened is ended after a question.
  await kim.page.reload();
  await kim.page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(screen(kim.page)).toContainText("Hello Ingo");
  await ingo.page.getByRole("button", { name: "Run in a terminal" }).click();
  await expect(ingo.page.getByRole("alertdialog")).toContainText("that of Kim Candidate is open");
  await look(ingo.page, "terminal-replace");
  await ingo.page.getByRole("button", { name: "End it and run" }).click();
  await expect(kim.page.getByText("Opened by", { exact: false })).not.toContainText("you");
  for (const { page } of [kim, ingo]) await expect(screen(page)).not.toContainText("Hello");
  await input(kim.page).focus();
  await kim.page.keyboard.type("Lea\n");
  await expect(screen(ingo.page)).toContainText("Hello Lea");
  await kim.page.keyboard.press("Enter");
  await expect(ingo.page.getByRole("status").filter({ hasText: "Finished" })).toBeVisible();

  await recruiting.update(interview, { state: "ended" });
  for (const person of [kim, ingo]) {
    person.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
    person.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  }
  await recruiting.close();
  const { page } = ingo;
  await page.goto(`/interviews/${interview.id}/replay`);
  const happened = page.getByRole("list", { name: "What happened" });
  await expect(happened).toContainText("Kim Candidate opened a terminal");
  await page.getByRole("slider").press("End");
  await expect(screen(page)).toContainText("Hello Lea");
  await happened.getByRole("button", { name: "Kim Candidate opened a terminal" }).click();
  await expect(screen(page)).not.toContainText("Hello");
  await happened.getByRole("button", { name: /opened the files again/ }).click();
  await expect(screen(page)).toContainText("Hello Ingo");
  await expect(screen(page)).not.toContainText("Lea");
  await expectOpenToAll(page, "the replay of a terminal");
  await lookSmall(page, "replay");
});
