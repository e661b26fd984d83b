import { readFile } from "node:fs/promises";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { Api } from "./api";
import { zipFolder } from "./archive";
import { expect, test } from "./people";
import { begin, editor, expectSaved, openPart, write } from "./pages";

// The execution engine on the screens: terminal, options of runs, judging again, packages, validators, groups.
const packages = join(import.meta.dirname, "../../internal/demo/problems/packages");
const demo = "Backend engineer: first round";
const candidate = "Toni Terminal";
const judging = { timeout: 300_000 };

test.describe.configure({ mode: "serial" });

test("a candidate talks to a program in the terminal, and hands in", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const invitation = await api.invite(await api.assessment(demo), "toni@candidates.example", candidate);
  await api.close();
  const { page } = await arrive();
  await begin(page, invitation.attributes.link);
  await write(
    page,
    "Quiet Gaps",
    "python",
    "import sys\nprint('Hello', input('Name? '), sys.argv[1:])\nwhile True:\n    print('echo', input())\n",
  );
  await page.getByRole("tab", { name: "Terminal" }).click();

  await test.step("with arguments", async () => {
    await page.getByRole("button", { name: "Run options" }).click();
    await page.getByLabel("Arguments").fill('one "two words"');
    await page.getByRole("button", { name: "Use", exact: true }).click();
  });

  const shown = page.locator(".xterm-rows");
  await test.step("what is typed arrives, and a lost page's focus is not trapped", async () => {
    await page.getByRole("button", { name: "Run in the terminal" }).click();
    await expect(shown).toContainText("Name?");
    await page.keyboard.type("Ada\n");
    await expect(shown).toContainText("Hello Ada ['one', 'two words']");
    await page.keyboard.press("F6");
    await expect(page.getByRole("button", { name: "Stop" })).toBeFocused();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  await test.step("another tab keeps what was shown, and Ctrl+C ends the program", async () => {
    await page.getByRole("tab", { name: "Cases" }).click();
    await page.getByRole("tab", { name: "Terminal" }).click();
    await expect(shown).toContainText("Hello Ada");
    await page.getByRole("textbox", { name: "Terminal input" }).focus();
    await page.keyboard.press("Control+c");
    await expect(page.getByRole("status").filter({ hasText: "SIGINT" })).toBeVisible();
  });

  const source = await readFile(join(packages, "quiet-gaps/submissions/accepted/reference.py"), "utf8");
  await write(page, "Quiet Gaps", "python", source);
  await editor(page, "Solution of Quiet Gaps").press("Control+Shift+Enter");
  await expect(page.getByRole("region", { name: "Hidden tests" })).toBeVisible(judging);
});

test("a reviewer has a submission judged again", { tag: "@whole" }, async ({ arrive }) => {
  const reviewer = await arrive();
  const { page } = reviewer;
  await reviewer.signIn("recruiter", "/assessments");
  await page.getByRole("link", { name: demo }).click();
  await openPart(page, "Live board");
  await page.getByRole("link", { name: candidate }).click();
  await openPart(page, /^Quiet Gaps/);
  const judged = page.getByRole("region", { name: "Judging" });
  await expect(judged).toContainText("CPU, slowest test");
  await judged.getByRole("button", { name: "Judge again" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Judge again" }).click();
  await expect(dialog).toContainText("1 submission judged again: nothing changed.", judging);
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await expect(judged.getByLabel("Round").getByRole("option")).toHaveCount(2);
});

test("an author imports a package, and gives it groups in groups and a validator", { tag: "@whole" }, async ({ arrive }) => {
  const author = await arrive();
  const { page } = author;
  await author.signIn("author", "/problems");

  await test.step("what is no package is refused in words", async () => {
    author.tolerate(/^4\d\d POST \/v1\/problem-imports$/);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    const file = { name: "broken.zip", mimeType: "application/zip", buffer: Buffer.from("no archive") };
    await page.getByLabel("Problem package").setInputFiles(file);
    await expect(page.getByRole("alert")).toContainText("not a zip archive");
  });

  await test.step("a package becomes a draft", async () => {
    const buffer = await zipFolder(join(packages, "unclosed"), (path, data) =>
      path === "problem.yaml" ? Buffer.from(data.toString().replaceAll("Unclosed", "Unclosed again")) : data,
    );
    await page.getByLabel("Problem package").setInputFiles({ name: "p.zip", mimeType: "application/zip", buffer });
    const heading = page.getByRole("heading", { name: "Unclosed again", level: 1 });
    const open = page.getByRole("button", { name: "Open the problem" });
    await expect(heading.or(open)).toBeVisible();
    if (await open.isVisible()) await open.click();
    await expect(heading).toBeVisible();
  });

  await test.step("the rules of a group are kept", async () => {
    await openPart(page, "Tests");
    await page.getByRole("button", { name: "Rules" }).first().click();
    const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
    await page.getByLabel("Points are earned as").selectOption("sum");
    await saved;
    await page.reload();
    await page.getByRole("button", { name: "Rules" }).first().click();
    await expect(page.getByLabel("Points are earned as")).toHaveValue("sum");
  });

  await test.step("a validator of one's own is kept", async () => {
    await openPart(page, "Settings");
    await page.getByLabel("Outputs are judged").selectOption("own");
    await expect(editor(page, "Source of the validator")).toContainText("sys.exit(42");
    await expectSaved(page);
    await page.reload();
    await expect(page.getByLabel("Outputs are judged")).toHaveValue("own");
    await expect(editor(page, "Source of the validator")).toContainText("sys.exit(42");
  });
});
