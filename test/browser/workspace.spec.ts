import type { Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expect, type Person, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const small = { viewport: { width: 1280, height: 800 } };

async function lookAll(page: Page, name: string) {
  for (const width of [390, 820, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `workspace-${name}`);
  }
}

async function schedule(): Promise<{ interview: Resource; link: string }> {
  const api = await Api.signedIn("recruiter");
  const interview = await api.create("interviews", {
    title: "Pair programming",
    startsAt: new Date().toISOString(),
    durationMinutes: 45,
  });
  const kim = await api.create(
    "interview-participants",
    { name: "Kim Candidate", email: `kim.${interview.id}@candidates.example`, role: "candidate" },
    { interview },
  );
  await api.close();
  return { interview, link: kim.attributes.link };
}

async function enter({ page }: Person) {
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** Kim and an interviewer in a room, each with the code before them. */
async function meet(arrive: (look?: typeof small) => Promise<Person>) {
  const { interview, link } = await schedule();
  const kim = await arrive(small);
  await kim.page.goto(new URL(link).pathname);
  await enter(kim);
  const host = await arrive(small);
  await host.signIn("interviewer", "/problems");
  await host.page.goto(`/room/${interview.id}`);
  await enter(host);
  await host.page.getByRole("button", { name: "Admit Kim Candidate" }).click();
  for (const { page } of [kim, host]) {
    await expect(page.getByText("Connected", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Code", exact: true }).click();
  }
  return { kim: kim.page, host: host.page, people: [kim, host] };
}

const editor = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

test("two people work on a problem: both type, run, and see each other", async ({ arrive }) => {
  const { kim, host, people } = await meet(arrive);
  // Who is disconnected asks why, and the video client tells of channels that were closed on it.
  for (const one of people) one.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  await expect(kim.getByRole("heading", { name: "No file yet" })).toBeVisible();
  await expect(kim.getByRole("heading", { name: "No problem yet" })).toBeVisible();
  await lookAll(kim, "empty");
  await lookAll(host, "empty-host");

  // A problem is chosen in quiet, and seen once it is shown.
  await host.getByRole("button", { name: "Add a problem" }).click();
  await host.getByRole("option").first().click();
  await host.keyboard.press("Escape");
  await expect(host.getByText("Hidden from candidates")).toBeVisible();
  const title = (await host.getByRole("article").getByRole("heading", { level: 2 }).first().textContent()) ?? "";
  await expect(kim.getByRole("heading", { name: "No problem yet" })).toBeVisible();
  await host.getByRole("button", { name: "Show to candidates" }).click();
  await expect(host.getByText("Candidates see this")).toBeVisible();
  await expect(kim.getByRole("heading", { name: title, exact: true, level: 2 })).toBeVisible();

  await kim.getByRole("button", { name: "New file" }).click();
  await kim.getByLabel("Language").selectOption("python");
  await kim.getByLabel("Name", { exact: true }).fill("main.py");
  const starter = kim.getByRole("checkbox", { name: /Begin with the starter/ });
  if (await starter.isVisible()) await starter.uncheck();
  await lookAll(kim, "new-file");
  await kim.getByRole("button", { name: "Make the file" }).click();
  await expect(host.getByRole("tab", { name: "main.py" })).toBeVisible();

  // Each types, and sees the other's text, and the other by name where they are.
  await editor(kim, "main.py").click();
  await kim.keyboard.type("print('of Kim')\n");
  await expect(editor(host, "main.py")).toContainText("of Kim");
  await editor(host, "main.py").click();
  await host.keyboard.press("Control+End");
  await host.keyboard.type("print(input())\n");
  await expect(editor(kim, "main.py")).toContainText("print(input())");
  await expect(host.locator(".cm-other-name")).toHaveText("Kim Candidate");
  const holder = (await kim.locator(".cm-other-name").textContent()) ?? "";
  expect(holder).not.toBe("");
  await kim.keyboard.press("Shift+Home");
  await kim.keyboard.press("Shift+ArrowUp");
  await expect(host.locator(".cm-other-selection").first()).toBeVisible();
  await lookAll(host, "cursors");
  // One's own undo leaves what the other wrote.
  for (let i = 0; i < 8; i++) await kim.keyboard.press("Control+z");
  await expect(editor(host, "main.py")).not.toContainText("of Kim");
  await expect(editor(host, "main.py")).toContainText("print(input())");
  for (let i = 0; i < 8; i++) await kim.keyboard.press("Control+y");
  await expect(editor(host, "main.py")).toContainText("of Kim");

  // What one runs all see.
  await kim.getByRole("tab", { name: "Input" }).click();
  await kim.getByLabel("What the program reads when you run it").fill("read from the input\n");
  await kim.getByRole("button", { name: "Run", exact: true }).click();
  for (const page of [kim, host]) {
    await expect(page.locator("pre").filter({ hasText: "read from the input" })).toContainText("of Kim");
  }
  await expect(host.getByLabel("Run", { exact: true }).locator("option").first()).toHaveText(/^Kim Candidate, .*Finished/);
  await lookAll(host, "run-host");
  await lookAll(kim, "run");

  // To another file and back, behind the other.
  await host.getByRole("button", { name: "Follow Kim Candidate" }).click();
  await expect(host.getByText("You see what Kim Candidate sees")).toBeVisible();
  await kim.getByRole("button", { name: "New file" }).click();
  await kim.getByLabel("Name", { exact: true }).fill("notes.py");
  await kim.getByRole("button", { name: "Make the file" }).click();
  await expect(host.getByRole("tab", { name: "notes.py", selected: true })).toBeVisible();
  await lookAll(host, "follow");
  await host.keyboard.press("Escape");
  await expect(host.getByText("You see what Kim Candidate sees")).toBeHidden();

  // Whoever looks at a file that is removed is told by whom.
  await host.getByRole("button", { name: "More about notes.py" }).click();
  await host.getByRole("menuitem", { name: "Remove…" }).click();
  await host.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(kim.getByText(`${holder} has removed notes.py.`)).toBeVisible();
  await expect(kim.getByRole("tab", { name: "main.py", selected: true })).toBeVisible();

  // A lock says why one reads, and is lifted without a reload.
  await host.getByRole("checkbox", { name: "Candidates may write" }).uncheck();
  await expect(kim.getByText("An interviewer has locked files and whiteboard for a while")).toBeVisible();
  await expect(editor(kim, "main.py")).toHaveAttribute("aria-readonly", "true");
  await lookAll(kim, "locked");
  await host.getByRole("checkbox", { name: "Candidates may write" }).check();
  await expect(editor(kim, "main.py")).not.toHaveAttribute("aria-readonly", "true");
  await editor(kim, "main.py").click();
  await kim.keyboard.type("# again");
  await expect(editor(host, "main.py")).toContainText("# again");
});
