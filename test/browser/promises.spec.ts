import { Api } from "./api";
import { expect, origin, test } from "./people";
import { begin, editor, expectReady, openPart, saveMark, write } from "./pages";

// Reads the rules that a candidate reads, and looks for the effect of each sentence: none may be there without.
const demo = "Backend engineer: first round";
const [first, second] = ["Quiet Gaps", "Unclosed"];
const judging = { timeout: 300_000 };

test("what the rules say is so", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await api.assessment(demo);
  const invited = await api.invite(assessment, "pat@candidates.example", "Pat Promise");
  const { problemId } = assessment.attributes.sections[0].items[0];
  const short = await api.create("assessments", {
    title: "One minute",
    timeLimitMinutes: 1,
    sections: [{ title: "", items: [{ problemId }] }],
  });
  await api.update(short, { state: "published" });
  const hurried = await api.invite(short, "hugo@candidates.example", "Hugo Hurried");

  const recruiter = await arrive();
  await recruiter.signIn("recruiter", `/assessments/${assessment.id}?tab=live`);
  const board = recruiter.page.getByRole("row").filter({ hasText: "Pat Promise" });
  const onBoard = async (column: string) => {
    const heads = await recruiter.page.getByRole("columnheader").allTextContents();
    return board.getByRole("cell").nth(heads.findIndex((head) => head.includes(column)));
  };

  // The clock of the other attempt runs out while this one is looked at.
  const inHurry = await arrive();
  await begin(inHurry.page, hurried.attributes.link);
  await write(inHurry.page, first, "python", "print('typed, never submitted')\n");

  const { page } = await arrive();
  await page.goto(new URL(invited.attributes.link).pathname);
  await expect(page.getByRole("heading", { name: demo })).toBeVisible();
  const sentences = await page
    .getByRole("region", { name: "What to know" })
    .getByRole("list")
    .first()
    .getByRole("listitem")
    .allTextContents();
  await expect(board).toContainText("Opened");
  await begin(page, invited.attributes.link);

  const code = editor(page, `Solution of ${first}`);
  const reviewer = await recruiter.context.newPage();
  const attempt = async () => {
    const all = await api.list(`/v1/attempts?filter[assessment]=${assessment.id}&page[size]=100`);
    return all.find((one) => one.attributes.candidateName === "Pat Promise");
  };
  await reviewer.goto(`/attempts/${(await attempt())?.id}`);
  const timeline = reviewer.getByRole("main").getByRole("listitem");
  const pasteText = (text: string) =>
    code.evaluate((element, given) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", given);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);

  const effects: [sentence: string, effect: () => Promise<void>][] = [
    [
      "The clock starts when you press Start",
      async () => {
        await expect(board).toContainText("Started");
        const { endsAt } = (await attempt())?.attributes ?? {};
        await page.goto("about:blank");
        await page.goto(new URL(invited.attributes.link).pathname);
        await expect(page.getByRole("button", { name: /^Time left/ })).toBeVisible();
        expect((await attempt())?.attributes.endsAt).toBe(endsAt);
      },
    ],
    [
      "What you type is saved",
      async () => {
        await write(page, first, "python", "print('kept')\n");
        await expect(saveMark(page)).toHaveText("Saved");
        await page.reload();
        await expect(code).toContainText("print('kept')");
      },
    ],
    [
      "Run your code on the samples",
      async () => {
        await expectReady(page);
        await code.press("Control+Enter");
        await expect(timeline.filter({ hasText: "Ran Python" }).first()).toBeVisible(judging);
        await expect(await onBoard("Score")).toContainText(/^0 \//);
      },
    ],
    [
      "Submit as often as you like",
      async () => {
        await code.press("Control+Shift+Enter");
        const hidden = page.getByRole("region", { name: "Hidden tests" });
        await expect(hidden.getByRole("listitem").first()).toContainText("Wrong answer", judging);
        await expect(timeline.filter({ hasText: "Judged" }).first()).toBeVisible();
      },
    ],
    [
      "Choose among the languages",
      async () => {
        await page.getByLabel("Language", { exact: true }).selectOption("cpp");
        await expectReady(page);
        await expect(code).not.toContainText("print('kept')");
        await page.getByLabel("Language", { exact: true }).selectOption("python");
        await expectReady(page);
        await expect(code).toContainText("print('kept')");
      },
    ],
    [
      "Whoever invited you sees",
      async () => {
        await expect((await onBoard(first)).getByRole("img", { name: "In work" })).toBeVisible();
        await page.getByRole("navigation", { name: "Problems" }).getByRole("button", { name: second }).click();
        await expect((await onBoard(second)).getByRole("img", { name: "In work" })).toBeVisible();
        await expect(timeline.filter({ hasText: `Turned to${second}` })).toHaveCount(1);
        await page.getByRole("navigation", { name: "Problems" }).getByRole("button", { name: first }).click();
        await openPart(reviewer, new RegExp(`^${first}`));
        await expect(editor(reviewer, "Source of the submission")).toContainText("print('kept')");
        await openPart(reviewer, "Timeline");
      },
    ],
    [
      "Edits are kept, and what you paste is marked",
      async () => {
        const pasted = timeline.filter({ hasText: "Pasted" });
        await code.press("Control+End");
        await pasteText("def solve():\n    return 'from elsewhere'\n");
        await expect(pasted.filter({ hasText: "from elsewhere" })).toContainText("return 'from elsewhere'");
        await expect(await onBoard("Pastes")).toHaveText("1");
        // What was copied out of the editor, and what stands in the statement, is one's own.
        await pasteText("    return 'from elsewhere'\n");
        await expect(pasted.filter({ hasText: "own text: from the candidate's code" })).toHaveCount(1);
        await expect(await onBoard("Pastes")).toHaveText("1");
        await openPart(reviewer, new RegExp(`^${first}`));
        await reviewer.getByRole("button", { name: "Last state of the editor" }).click();
        await expect(reviewer.locator("mark").first()).toContainText("def solve():");
        await openPart(reviewer, "Timeline");
      },
    ],
    [
      "Leaving this page is noted",
      async () => {
        await expect(page.getByText("leaving this page is noted")).toBeVisible();
        const before = (await attempt())?.attributes.absences;
        await page.evaluate(() => window.dispatchEvent(new Event("blur")));
        await expect(board).toContainText("Away");
        await expect
          .poll(async () => {
            const { serverTime, awaySince } = (await attempt())?.attributes ?? {};
            return Date.parse(serverTime) - Date.parse(awaySince);
          })
          .toBeGreaterThan(11_000);
        await page.evaluate(() => window.dispatchEvent(new Event("focus")));
        await expect(board).not.toContainText("Away");
        await expect(await onBoard("Left")).toHaveText(String(before + 1));
        await expect(timeline.filter({ hasText: "Left the page" }).last()).toBeVisible();
      },
    ],
    [
      "When the time is over",
      async () => {
        await expect(inHurry.page.getByRole("dialog")).toContainText("What you typed was handed in.", judging);
        const [over] = await api.list(`/v1/attempts?filter[assessment]=${short.id}`);
        await reviewer.goto(`${origin}/attempts/${over?.id}`);
        await expect(timeline.filter({ hasText: "The time was over" })).toHaveCount(1);
        await openPart(reviewer, new RegExp(`^${first}`));
        await expect(editor(reviewer, "Source of the submission")).toContainText("typed, never submitted");
      },
    ],
  ];

  const kept = effects.filter(([sentence]) => sentences.some((one) => one.startsWith(sentence)));
  expect(kept, "every effect has its sentence").toHaveLength(effects.length);
  expect(sentences, "every sentence has its effect").toHaveLength(effects.length);
  for (const [sentence, effect] of effects) await test.step(sentence, effect);
  await api.close();
});
