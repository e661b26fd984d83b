import type { Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { look, lookAtWidths } from "./look";
import { editor, expectSaved, openPart, rewrite } from "./pages";
import { expect, type Person, test } from "./people";

async function newProblem(title: string, more: object = {}): Promise<Resource> {
  const api = await Api.signedIn("author");
  const problem = await api.create("problems", { title, difficulty: "easy", ...more });
  await api.close();
  return problem;
}

async function authorAt(arrive: (look?: object) => Promise<Person>, path: string, width = 1280) {
  const author = await arrive({ viewport: { width, height: 800 } });
  await author.signIn("author", path);
  return author;
}

test("a file that is no text is refused, and the test can still be written", async ({ arrive }) => {
  const problem = await newProblem("Binary choices");
  const author = await authorAt(arrive, `/problems/${problem.id}?tab=tests`);
  const { page } = author;
  author.tolerate(/^422 POST \/v1\/tests/);
  await page.getByRole("button", { name: "Add samples" }).click();
  await page.getByRole("button", { name: "Add a test" }).click();
  const dialog = page.getByRole("dialog");
  const choose = (name: string, buffer: Buffer) =>
    dialog.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await choose("picture.bin", Buffer.from([0x41, 0, 0xff, 0, 1]));
  await expect(dialog.getByRole("alert")).toHaveText("picture.bin is no text: choose a text file.");
  await choose("input.txt", Buffer.from("1 2\n"));
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  // What only the server refuses leaves the form alive as well.
  await dialog.getByRole("textbox", { name: "Name" }).fill("x".repeat(101));
  await dialog.getByRole("textbox", { name: "Expected output" }).fill("3\n");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await lookAtWidths(page, "test-dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("first");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("first", { exact: true })).toBeVisible();
  await lookAtWidths(page, "tests");
});

test("tags are split where people split them, and refused beside their box", { tag: "@whole" }, async ({ arrive }) => {
  const problem = await newProblem("Tags in one paste");
  const { page } = await authorAt(arrive, `/problems/${problem.id}`);
  const tags = page.getByRole("textbox", { name: "Tags" });
  await tags.fill("graphs, sums");
  await tags.press("Enter");
  await expect(page.getByRole("button", { name: "Remove the tag graphs" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the tag sums" })).toBeVisible();
  await tags.evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "trees\nheaps; dfs");
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  for (const tag of ["trees", "heaps", "dfs"]) {
    await expect(page.getByRole("button", { name: `Remove the tag ${tag}` })).toBeVisible();
  }
  await expectSaved(page);
  await tags.fill("x".repeat(51));
  await tags.press("Enter");
  await expect(page.getByText("A tag has at most 50 characters; this one has 51.")).toBeVisible();
  await lookAtWidths(page, "tags");
  await expectSaved(page);
});

test("the notice of what is not saved names the field", { tag: "@whole" }, async ({ arrive }) => {
  const problem = await newProblem("Named faults");
  const author = await authorAt(arrive, `/problems/${problem.id}?tab=settings`);
  author.tolerate(/^422 PATCH /);
  const { page } = author;
  await page.getByLabel("CPU time, ms").fill("1");
  await expect(page.getByRole("alert").filter({ hasText: "CPU time:" })).toBeVisible();
  await lookAtWidths(page, "refused");
  await page.getByLabel("CPU time, ms").fill("1000");
  await expectSaved(page);
});

test("the search box and the filter agree", { tag: "@whole" }, async ({ arrive }) => {
  const { page } = await authorAt(arrive, "/problems");
  const box = page.getByLabel("Search problems by title");
  await box.fill("no problem has this");
  await expect(page).toHaveURL(/q=/);
  await page.getByRole("button", { name: "Show all problems" }).click();
  await expect(box).toHaveValue("");
  await expect(page).not.toHaveURL(/q=/);
  await box.fill("sum");
  await expect(page).toHaveURL(/q=sum/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Members/ }).click();
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  await page.goBack();
  await expect(box).toHaveValue("sum");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Problems/ }).click();
  await expect(box).toHaveValue("");
  await page.goBack();
  await expect(box).toHaveValue("sum");
  // What still waits to be written goes nowhere once the page is left.
  await box.fill("su");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Members/ }).click();
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  await expect(page).toHaveURL(/\/members$/);
});

test("problems are duplicated, archived, brought back and deleted", { tag: "@whole" }, async ({ arrive }) => {
  const problem = await newProblem("A problem to keep", { statement: "Kept." });
  const { page } = await authorAt(arrive, "/problems");
  const row = (title: string) => page.getByRole("row").filter({ hasText: title });
  const box = page.getByLabel("Search problems by title");
  await box.fill("A problem to keep");
  await expect(row("A problem to keep")).toHaveCount(1);
  await row("A problem to keep").getByRole("button", { name: "More about A problem to keep" }).press("Enter");
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeFocused();
  await look(page, "row-menu");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "A problem to keep (copy)" })).toBeVisible();
  await expect(editor(page, "Statement in Markdown")).toContainText("Kept.");

  // On the page and from the palette.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Commands" })).toBeFocused();
  await page.keyboard.type("archive");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More about A problem to keep (copy)" }).click();
  await look(page, "page-menu");
  await page.keyboard.press("Escape");
  await page.goto("/problems?q=A+problem+to+keep");
  await expect(row("A problem to keep")).toHaveCount(1);
  await page.getByLabel("State").selectOption("Archived");
  await expect(row("A problem to keep (copy)")).toHaveCount(1);
  await lookAtWidths(page, "archived");
  await row("A problem to keep (copy)").getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name: "Bring back from the archive" }).click();
  await expect(page.getByText("No archived problem fits")).toBeVisible();
  await page.getByLabel("State").selectOption("Any state");
  await expect(row("A problem to keep")).toHaveCount(2);

  await row("A problem to keep (copy)").getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const asked = page.getByRole("alertdialog");
  await expect(asked).toContainText("0 tests, 0 reference solutions");
  await lookAtWidths(page, "delete");
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(row("A problem to keep")).toHaveCount(1);
  const api = await Api.signedIn("author");
  const left = await api.list("/v1/problems?page[size]=100");
  await api.close();
  expect(left.filter((one) => one.attributes.title.startsWith("A problem to keep")).map((one) => one.id)).toEqual([
    problem.id,
  ]);
});

/** Publishes what the draft is now, once it is verified. */
async function publish(api: Api, problem: Resource) {
  await api.create("verifications", {}, { problem });
  await expect
    .poll(
      async () => {
        const all = await api.list(`/v1/verifications?filter[problem]=${problem.id}`);
        return all.every((one) => one.attributes.state === "passed");
      },
      { timeout: 300_000 },
    )
    .toBe(true);
  await api.create("problem-versions", {}, { problem });
}

test("versions are read, compared and restored", { tag: "@whole" }, async ({ arrive }) => {
  const api = await Api.signedIn("author");
  const problem = await api.create("problems", {
    title: "Sum in versions",
    difficulty: "easy",
    statement: "Add two numbers.\n\nThey are small.",
    starters: [{ language: "python", source: "a, b = input().split()\n" }],
  });
  const sample = await api.create("test-groups", { name: "Samples", sample: true }, { problem });
  const hidden = await api.create("test-groups", { name: "Group 1", points: 10 }, { problem });
  await api.create("tests", { name: "Sample 1", input: "1 2\n", answer: "3\n", explanation: "1 + 2" }, { group: sample });
  await api.create("tests", { name: "small", input: "5 5\n", answer: "10\n" }, { group: hidden });
  for (const name of ["one", "two"]) {
    const solution = { name, language: "python", source: `print(sum(map(int, input().split())))  # ${name}`, expectedVerdict: "AC" };
    await api.create("reference-solutions", solution, { problem });
  }
  await publish(api, problem);
  const { page } = await authorAt(arrive, `/problems/${problem.id}`);
  await page.getByLabel("Title").fill("Sum of two in versions");
  await rewrite(page, "Statement in Markdown", "Add two numbers.\n\nThey may be large.");
  await expectSaved(page);
  await api.create("tests", { name: "large", input: "1000000000 1\n", answer: "1000000001\n" }, { group: hidden });
  await publish(api, problem);
  await api.close();

  for (const width of [1280, 360]) {
    const reader = await authorAt(arrive, `/problems/${problem.id}?tab=versions`, width);
    await look(reader.page, "versions");
    await reader.page.getByRole("button", { name: "View version 2" }).click();
    await expect(reader.page.getByRole("region", { name: "Version 2" })).toContainText("small, large");
    await expect(reader.page.getByRole("region", { name: "Version 2" })).toContainText("They may be large.");
    await look(reader.page, "version");
    await reader.page.getByLabel("Compare with").selectOption("Compared with version 1");
    const part = (name: string) => reader.page.getByRole("region", { name, exact: true });
    await expect(part("Settings")).toContainText("Sum of two in versions");
    await expect(part("Statement")).toContainText("Removed: They are small.");
    await expect(part("Statement")).toContainText("Added: They may be large.");
    await expect(part("Tests")).toContainText("AddedGroup 1 / large");
    await expect(part("Starter code")).toContainText("No difference.");
    await look(reader.page, "compared");
  }

  await page.goto(`/problems/${problem.id}?tab=versions&version=1`);
  await page.getByRole("button", { name: "Restore into the draft" }).click();
  await lookAtWidths(page, "restore");
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByLabel("Title")).toHaveValue("Sum in versions");
  await expect(editor(page, "Statement in Markdown")).toContainText("They are small.");
  await openPart(page, "Tests");
  await expect(page.getByText("small", { exact: true })).toBeVisible();
  await expect(page.getByText("large", { exact: true })).toBeHidden();
});

test("statements show code in colours, money, arrows and unknown HTML as they were written", async ({ arrive }) => {
  const statement =
    "It costs $5 and $6, or $n$ dollars; a --> b and `x --> y`.\n\n" +
    "A vector<int> of <b>numbers</b>.\n\n```python\ndef f(x):\n    return 'a'  # twice\n```\n\n```\nplain --> text\n```\n";
  const problem = await newProblem("Statements as written", { statement });
  for (const width of [1280, 360]) {
    const { page } = await authorAt(arrive, `/problems/${problem.id}`, width);
    if (width === 360) await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("region", { name: "Preview" }).last();
    await expect(preview).toContainText("It costs $5 and $6, or");
    await expect(preview).toContainText("A vector<int> of <b>numbers</b>.");
    await expect(preview.locator(".katex")).toHaveCount(1);
    for (const code of await preview.locator("code").all()) {
      await expect(code).toHaveCSS("font-variant-ligatures", "none");
    }
    await expect(preview.locator(".tok-keyword").filter({ hasText: "def" })).toBeVisible();
    await look(page, "statement");
  }
});

test("pictures are dropped and pasted into a statement", async ({ arrive }) => {
  const problem = await newProblem("Pictures in the text");
  const author = await authorAt(arrive, `/problems/${problem.id}`);
  author.tolerate(/^415 POST /);
  const { page } = author;
  const give = (kind: "paste" | "drop", name: string, type: string, text: string) =>
    editor(page, "Statement in Markdown").evaluate(
      (box, file) => {
        const data = new DataTransfer();
        data.items.add(new File([file.text], file.name, { type: file.type }));
        const how = { bubbles: true, cancelable: true };
        box.dispatchEvent(
          file.kind === "paste"
            ? new ClipboardEvent("paste", { ...how, clipboardData: data })
            : new DragEvent("drop", { ...how, dataTransfer: data }),
        );
      },
      { kind, name, type, text },
    );
  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80"><rect width="240" height="80" fill="${colour}"/></svg>`;
  const pictures = page.getByRole("region", { name: "Preview" }).last().locator("img");
  await give("paste", "a map.svg", "image/svg+xml", svg("teal"));
  await expect(pictures).toHaveCount(1);
  await give("drop", "a plan.svg", "image/svg+xml", svg("orange"));
  await expect(pictures).toHaveCount(2);
  await page.locator("input[aria-label=Picture]").setInputFiles({
    name: "a chart.svg",
    mimeType: "image/svg+xml",
    buffer: Buffer.from(svg("purple")),
  });
  await expect(pictures).toHaveCount(3);
  await expect.poll(() => pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth))).toEqual([240, 240, 240]);
  await expectSaved(page);
  // Each in a paragraph of its own, though nobody wrote a line between them.
  await expect(page.getByRole("region", { name: "Preview" }).last().locator("p")).toHaveCount(3);
  await lookAtWidths(page, "pictures");
  await give("paste", "no picture.png", "image/png", "just text");
  await expect(page.getByRole("alert")).toContainText("no picture that can be shown");
});

test("starter code begins with the language's boilerplate", { tag: "@whole" }, async ({ arrive }) => {
  const problem = await newProblem("Boilerplate for all");
  const { page } = await authorAt(arrive, `/problems/${problem.id}?tab=starters`);
  await page.getByLabel("Add starter code for a language").selectOption("python");
  await page.getByRole("button", { name: "Insert boilerplate" }).click();
  await expect(editor(page, /^Starter code in Python/)).not.toHaveText("");
  await expect(page.getByRole("button", { name: "Insert boilerplate" })).toBeHidden();
  await lookAtWidths(page, "boilerplate");
  await expectSaved(page);
});

/** Nothing sticks out of the page, and on a wide screen no column out of its table. */
async function expectInside(page: Page) {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
    .toBe(0);
  if ((page.viewportSize()?.width ?? 0) < 1000) return;
  await expect
    .poll(() =>
      page.evaluate(() => {
        const frames = [...document.querySelectorAll("section:has(> table)")];
        return Math.max(0, ...frames.map((frame) => frame.scrollWidth - frame.clientWidth));
      }),
    )
    .toBe(0);
}

test("a title or a name of 200 letters pushes nothing out of sight", { tag: "@whole" }, async ({ arrive }) => {
  const long = (begin: string) => begin + "W".repeat(200 - begin.length);
  const problem = await newProblem(long("Problem"));
  const api = await Api.signedIn("recruiter");
  const picked = (await api.list("/v1/problems?filter[state]=published&page[size]=1"))[0] as Resource;
  const assessment = await api.create("assessments", {
    title: long("Assessment"),
    timeLimitMinutes: 60,
    sections: [{ title: long("Section"), items: [{ problemId: picked.id, points: 10 }] }],
  });
  await api.publish(assessment);
  const invitation = await api.invite(assessment, `${"w".repeat(60)}@candidates.example`, long("Name"));
  await api.close();
  for (const width of [1280, 360]) {
    const { page } = await authorAt(arrive, "/problems", width);
    await expect(page.getByText(problem.attributes.title).first()).toBeVisible();
    await expectInside(page);
    await look(page, "long-problems");
    await page.goto(`/problems/${problem.id}`);
    await expect(page.getByRole("heading", { name: problem.attributes.title })).toBeVisible();
    await expectInside(page);
    await look(page, "long-problem");
    const recruiter = await arrive({ viewport: { width, height: 800 } });
    await recruiter.signIn("recruiter", "/assessments");
    await expect(recruiter.page.getByText(assessment.attributes.title).first()).toBeVisible();
    await expectInside(recruiter.page);
    await look(recruiter.page, "long-assessments");
    for (const tab of ["invitations", "live", "build"]) {
      await recruiter.page.goto(`/assessments/${assessment.id}?tab=${tab}`);
      await expect(recruiter.page.getByRole("heading", { name: assessment.attributes.title })).toBeVisible();
      await expectInside(recruiter.page);
      await look(recruiter.page, `long-${tab}`);
    }
    const candidate = await arrive({ viewport: { width, height: 800 } });
    await candidate.page.goto(new URL(invitation.attributes.link).pathname);
    const isBegun = width === 360;
    if (!isBegun) {
      await expect(candidate.page.getByRole("heading", { name: assessment.attributes.title })).toBeVisible();
      await expectInside(candidate.page);
      await look(candidate.page, "long-rules");
      await candidate.page.setViewportSize({ width: 360, height: 800 });
      await expectInside(candidate.page);
      await look(candidate.page, "long-rules");
      await candidate.page.setViewportSize({ width, height: 800 });
      await candidate.page.getByRole("button", { name: "Start", exact: true }).click();
      await candidate.page.getByRole("button", { name: "Start the clock" }).click();
    }
    await expect(candidate.page.getByRole("button", { name: "Finish" })).toBeVisible();
    await expectInside(candidate.page);
    await look(candidate.page, "long-workspace");
  }
});
