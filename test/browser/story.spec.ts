import { readFile } from "node:fs/promises";
import { origin, expect, test } from "./people";
import { begin, editor, expectSaved, openedBy, openPart, saveMark, write } from "./pages";

// One story in four chapters: each begins with what the one before has made.
test.describe.configure({ mode: "serial" });

const title = "Rain in the gauges";
const assessmentTitle = "Field engineer, first talk";
const statement = `A field has $n$ rain gauges. Print how much rain they caught together:

$$s = \\sum_{i=1}^{n} a_i$$

**Input.** The number $n$, then the readings $a_i$ with $-10^9 \\le a_i \\le 10^9$.`;

const right = "n = int(input())\nprint(sum(int(x) for x in input().split()))\n";
const rightCpp =
  "#include <iostream>\nint main() {\n  long long n, s = 0, x;\n  std::cin >> n;\n  while (n--) { std::cin >> x; s += x; }\n  std::cout << s << '\\n';\n}\n";
const wrong = "n = int(input())\nprint(max(int(x) for x in input().split()))\n";

/** What is judged waits for its turn, behind the demo's own problems at worst. */
const judging = { timeout: 300_000 };

let link = "";

test("an author writes, verifies and publishes a problem", async ({ arrive }) => {
  const author = await arrive();
  const { page } = author;
  await author.signIn("author", "/problems");

  await test.step("the statement, with maths", async () => {
    await page.getByRole("button", { name: "New problem" }).click();
    await page.getByRole("dialog").getByLabel("Title").fill(title);
    await page.getByRole("dialog").getByLabel("Difficulty").selectOption("Medium");
    await page.getByRole("button", { name: "Create" }).click();
    await editor(page, "Statement in Markdown").fill(statement);
    const preview = page.getByRole("region", { name: "Preview" }).last();
    await expect(preview.locator(".katex-display")).toHaveCount(1);
    await expect(preview.locator(".katex")).not.toHaveCount(0);
    await page.getByLabel("Tags").fill("sums");
    await page.getByLabel("Tags").press("Enter");
    await expectSaved(page);
  });

  await test.step("a sample and two hidden groups", async () => {
    await openPart(page, "Tests");
    await page.getByRole("button", { name: "Add samples" }).click();
    const add = async (group: string, input: string, answer: string) => {
      await page.getByRole("region", { name: `Test group ${group}` }).getByRole("button", { name: "Add a test" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Input" }).fill(input);
      await dialog.getByRole("textbox", { name: "Expected output" }).fill(answer);
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await expect(dialog).toBeHidden();
    };
    await add("Samples", "3\n1 2 3\n", "6\n");
    await page.getByRole("button", { name: "Add a hidden group" }).click();
    await add("Group 1", "1\n7\n", "7\n");
    await add("Group 1", "1\n-4\n", "-4\n");
    await page.getByRole("button", { name: "Add a hidden group" }).click();
    await add("Group 2", "4\n10 20 30 40\n", "100\n");
    await add("Group 2", "2\n1000000000 1000000000\n", "2000000000\n");
    const points = (group: string) =>
      page.getByRole("region", { name: `Test group ${group}` }).getByLabel("Points of the group");
    await points("Group 1").fill("30");
    await points("Group 2").fill("70");
    await expectSaved(page);
  });

  await test.step("limits and starter code", async () => {
    await openPart(page, "Settings");
    await page.getByLabel("CPU time, ms").fill("2000");
    await openPart(page, "Starter code");
    await page.getByLabel("Add starter code for a language").selectOption("python");
    await editor(page, /^Starter code in Python/).fill("n = int(input())\n");
    await expectSaved(page);
  });

  await test.step("two right solutions and a wrong one", async () => {
    await openPart(page, "Reference solutions");
    const add = async (name: string, language: string, source: string, ends: string) => {
      const before = await page.getByRole("main").getByRole("listitem").count();
      await page.getByRole("button", { name: "Add a solution" }).click();
      await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(before + 1);
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue(`Solution ${before + 1}`);
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("Language", { exact: true }).selectOption(language);
      await page.getByLabel("Must end in").selectOption(ends);
      await editor(page, `Source of ${name}`).fill(source);
      await expectSaved(page);
    };
    await add("Adds up", "python", right, "AC");
    await add("Adds up, compiled", "cpp", rightCpp, "AC");
    await add("Takes the largest", "python", wrong, "WA");
  });

  await test.step("publishing waits for the verification", async () => {
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("listitem").filter({ hasText: "is verified" })).toContainText("revision");
    await expect(dialog.getByRole("img", { name: "Missing:" })).toHaveCount(1);
    await expect(dialog.getByRole("button", { name: "Publish" })).toBeDisabled();
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("every solution is judged while one watches", async () => {
    await openPart(page, "Verify");
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    const results = page.getByRole("table", { name: "Results of the reference solutions" });
    await expect(results.getByRole("row")).toHaveCount(4);
    await expect(page.getByText("All solutions agree")).toBeVisible(judging);
    await expect(results.getByRole("row").filter({ hasText: "Takes the largest" })).toContainText("Wrong answer");
    await expect(results.getByRole("row").filter({ hasText: "Adds up, compiled" })).toContainText("Accepted");
  });

  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("main").getByText("Published", { exact: true })).toBeVisible();
});

test("a recruiter builds an assessment, publishes it and invites", async ({ arrive }) => {
  const recruiter = await arrive();
  const { page } = recruiter;
  await recruiter.signIn("recruiter", "/assessments");

  await test.step("the assessment", async () => {
    await page.getByRole("button", { name: "New assessment" }).click();
    await page.getByRole("dialog").getByLabel("Title").fill(assessmentTitle);
    await page.getByRole("dialog").getByLabel("Time limit").fill("45");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("textbox", { name: "Instructions" }).fill("Take your time. **Samples** are free.");
    await page.getByRole("button", { name: /^Add a problem to/ }).click();
    await page.getByPlaceholder("Search published problems…").fill("gauges");
    await page.getByRole("option", { name: new RegExp(title) }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("listitem").filter({ hasText: title })).toContainText("100");
    await expectSaved(page);
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Publish" }).click();
    await expect(page.getByRole("main").getByText("Published", { exact: true })).toBeVisible();
  });

  await test.step("one candidate", async () => {
    await openPart(page, "Invitations");
    await page.getByLabel("E-mail").fill("kim@candidates.example");
    await page.getByLabel("Name (optional)").fill("Kim Candidate");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(page.getByRole("row").filter({ hasText: "Kim Candidate" })).toContainText("Sent");
  });

  await test.step("a pasted list with a bad line", async () => {
    await page.getByRole("button", { name: "Invite many" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByRole("textbox", { name: "People" })
      .fill("Ada Example <ada@candidates.example>\nnot an address\ngrace@candidates.example\n");
    await expect(dialog.getByText("1 line will be left out.")).toBeVisible();
    await dialog.getByRole("button", { name: "Invite 2 people" }).click();
    await expect(page.getByRole("dialog")).toContainText("2 people are invited.");
    await expect(page.getByRole("dialog")).toContainText("not an address");
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("table", { name: "Invitations" }).getByRole("row")).toHaveCount(4);
  });

  await test.step("the mail leads to the assessment", async () => {
    await page.getByRole("link", { name: "Mailbox" }).click();
    await page.getByRole("button", { name: /kim@candidates\.example/ }).click();
    // Until Kim's mail is there, another one's is shown, with a link that looks the same.
    await expect(page.getByRole("article")).toContainText("To kim@candidates.example");
    const inMail = page.getByRole("article").locator("iframe").contentFrame().getByRole("link").first();
    link = (await inMail.getAttribute("href")) ?? "";
    expect(link).toContain(`${origin}/take/`);
    const opened = await openedBy(inMail);
    // The recruiter is not turned into the candidate by looking.
    await expect(opened.getByRole("heading", { name: "You are signed in as a member" })).toBeVisible();
  });
});

test("a candidate works, and the recruiter sees it as it happens", async ({ arrive }) => {
  const recruiter = await arrive();
  await recruiter.signIn("recruiter", "/assessments");
  await recruiter.page.getByRole("link", { name: assessmentTitle }).click();
  await openPart(recruiter.page, "Live board");
  await expect(recruiter.page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  const onBoard = recruiter.page.getByRole("row").filter({ hasText: "Kim Candidate" });
  await expect(onBoard).toContainText("Not opened");

  const candidate = await arrive();
  const { page } = candidate;
  const results = page.getByRole("tabpanel", { name: /Cases|Submissions/ }).first();
  const code = editor(page, `Solution of ${title}`);

  await test.step("the rules come before the clock", async () => {
    await page.goto(new URL(link).pathname);
    await expect(page.getByRole("heading", { name: assessmentTitle })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("45 min");
    await expect(page.getByRole("region", { name: "Instructions" })).toContainText("Take your time.");
    await expect(page.getByText(title)).toHaveCount(0);
    await expect(onBoard).toContainText("Opened");
    await begin(page, link);
    await expect(onBoard).toContainText("Started");
  });

  await test.step("statement and starter code are there", async () => {
    const shown = page.getByRole("region", { name: "Statement" });
    await expect(shown.locator(".katex-display")).toHaveCount(1);
    await expect(shown.getByRole("region", { name: "Scoring" })).toContainText("70 points");
    await page.getByLabel("Language", { exact: true }).selectOption("python");
    await expect(code).toContainText("n = int(input())");
  });

  await test.step("output is seen while the program runs, and it can be stopped", async () => {
    await write(page, title, "python", "import time\nprint('still here', flush=True)\ntime.sleep(600)\n");
    // A run has fifteen seconds to be seen and stopped in; on a busy machine one may not be enough.
    await expect(async () => {
      await code.press("Control+Enter");
      await expect(results).toContainText("still here");
      await expect(results).toContainText("Running", { timeout: 5000 });
      await page.getByRole("button", { name: "Stop" }).click({ timeout: 10_000 });
      await expect(results).toContainText("Stopped");
    }).toPass();
  });

  await test.step("a sample passes, and an input of one's own is run", async () => {
    await write(page, title, "python", wrong);
    await code.press("Control+Enter");
    await expect(results).toContainText("Sample: wrong answer");
    await page.getByRole("button", { name: "Own input" }).click();
    await page.getByLabel("Input", { exact: true }).fill("2\n40 2\n");
    await page.getByLabel("Input", { exact: true }).press("Control+Enter");
    await expect(results.getByRole("figure").filter({ hasText: "Your output" })).toContainText("40");
  });

  await test.step("a wrong submission, then a right one, by group", async () => {
    const hidden = page.getByRole("region", { name: "Hidden tests" });
    await code.press("Control+Shift+Enter");
    await expect(hidden.getByRole("listitem").filter({ hasText: "Group 1" })).toContainText("Accepted", judging);
    await expect(hidden.getByRole("listitem").filter({ hasText: "Group 2" })).toContainText("Wrong answer");
    await expect(onBoard).toContainText("30 / 100");
    await write(page, title, "python", right);
    await code.press("Control+Shift+Enter");
    await expect(hidden.getByRole("listitem").filter({ hasText: "Group 2" })).toContainText("Accepted", judging);
    await expect(hidden).toContainText("70 / 70");
    await expect(onBoard).toContainText("100 / 100");
  });

  await test.step("a reload and a lost connection lose nothing", async () => {
    await expect(saveMark(page)).toHaveText("Saved");
    await page.reload();
    await expect(code).toContainText("print(sum(int(x) for x in input().split()))");
    candidate.tolerate(/ERR_INTERNET_DISCONNECTED|WebSocket connection/);
    await candidate.context.setOffline(true);
    await expect(saveMark(page)).toHaveText("Offline");
    await code.press("Control+End");
    await page.keyboard.type("# written without a connection");
    await expect(code).toContainText("# written without a connection");
    await candidate.context.setOffline(false);
    await expect(saveMark(page)).toHaveText("Saved");
    await page.reload();
    await expect(code).toContainText("# written without a connection");
  });

  await test.step("the end", async () => {
    await page.getByRole("button", { name: "Finish" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Finish" }).click();
    await expect(page.getByRole("heading", { name: "Thank you, Kim Candidate" })).toBeVisible();
    await expect(onBoard).toContainText("Finished");
  });
});

test("a reviewer sees code, runs, tests and the timeline, and exports the results", async ({ arrive }) => {
  const reviewer = await arrive();
  const { page } = reviewer;
  await reviewer.signIn("recruiter", "/assessments");
  await page.getByRole("link", { name: assessmentTitle }).click();
  await openPart(page, "Live board");

  await test.step("the results as a table file", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    const text = await readFile(await (await download).path(), "utf8");
    const line = text.split("\n").find((row) => row.includes("kim@candidates.example"));
    expect(line).toContain("100");
  });

  await page.getByRole("link", { name: "Kim Candidate" }).click();
  await expect(page.getByRole("heading", { name: "Kim Candidate" })).toBeVisible();

  await test.step("the timeline, with what runs printed", async () => {
    const timeline = page.getByRole("main").getByRole("list");
    await expect(timeline).toContainText("Opened the invitation");
    await expect(timeline.getByRole("listitem").filter({ hasText: "Ran Python" })).not.toHaveCount(0);
    const stopped = timeline.getByRole("listitem").filter({ hasText: "Cancelled" }).first();
    await stopped.getByRole("button", { name: "Show the output" }).click();
    await expect(stopped).toContainText("still here");
  });

  await test.step("the submissions, with every test", async () => {
    await openPart(page, new RegExp(`^${title}`));
    await expect(editor(page, "Source of the submission")).toContainText("sum(int(x)");
    await page.getByRole("button", { name: /^Wrong answer/ }).click();
    await expect(editor(page, "Source of the submission")).toContainText("max(int(x)");
    const failed = page.getByRole("table", { name: "Tests of Group 2" });
    await expect(failed.getByRole("row").filter({ hasText: "Wrong answer" }).first()).toContainText("expected100got40");
    await page.getByRole("button", { name: "Last state of the editor" }).click();
    await expect(editor(page, "Last state of the editor")).toContainText("# written without a connection");
  });
});
