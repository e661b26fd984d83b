import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Api, type Resource } from "./api";
import { expect, type Person, test } from "./people";
import { begin, editor, openPart, write } from "./pages";

// Takes the pictures of the guides: the same people doing the same things, each time.
const images = join(import.meta.dirname, "../../docs/images");
const packages = join(import.meta.dirname, "../../internal/demo/problems/packages");
const demo = "Backend engineer: first round";
const judging = { timeout: 300_000 };

test.describe.configure({ mode: "serial" });

function solution(path: string): Promise<string> {
  return readFile(join(packages, path), "utf8");
}

async function picture({ page }: Person, name: string) {
  await page.evaluate(() => document.fonts.ready);
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0);
  await page.mouse.move(0, 899);
  await page.screenshot({ path: join(images, `${name}.png`), animations: "disabled", caret: "hide" });
}

/** Goes to one of the problems, and hands in a text for it. */
async function handIn({ page }: Person, title: string, path: string) {
  await page.getByRole("banner").getByRole("button", { name: new RegExp(`\\. ${title}`) }).click();
  await expect(page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 })).toHaveText(title);
  await write(page, title, "python", await solution(path));
  await editor(page, `Solution of ${title}`).press("Control+Shift+Enter");
  // An earlier submission is shown until this one is there: the mark of the problem is of the best.
  const verdict = path.includes("/accepted/") ? "Accepted" : "Wrong answer";
  await expect(page.getByRole("banner").getByRole("button", { name: new RegExp(`${title} ?, ${verdict}`) })).toBeVisible(judging);
  await expect(page.getByRole("region", { name: "Hidden tests" })).toBeVisible();
}

test("signing in", async ({ arrive }) => {
  const anyone = await arrive();
  await anyone.page.goto("/signin");
  await expect(anyone.page.getByLabel("E-mail")).toBeFocused();
  await picture(anyone, "signin");
});

test("the author's pages", async ({ arrive }) => {
  const author = await arrive();
  await author.signIn("author", "/problems");
  await expect(author.page.getByRole("row")).not.toHaveCount(1);
  await picture(author, "problems");
  await author.page.getByRole("link", { name: "Quiet Gaps" }).click();
  await expect(author.page.getByRole("region", { name: "Preview" }).last().locator(".katex")).not.toHaveCount(0);
  await picture(author, "problem-editor");
  await openPart(author.page, "Verify");
  await expect(author.page.getByText("All solutions agree")).toBeVisible();
  await picture(author, "verify");
});

test("people at work", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await api.assessment(demo);
  const enter = async (name: string): Promise<Person> => {
    const email = `${name.split(" ")[0]?.toLowerCase()}@candidates.example`;
    const { attributes } = await api.invite(assessment, email, name);
    const person = await arrive();
    if (name === "Farid Fresh") await person.page.goto(new URL(attributes.link).pathname);
    else await begin(person.page, attributes.link);
    return person;
  };
  const dana = await enter("Dana Diligent");
  await handIn(dana, "Quiet Gaps", "quiet-gaps/submissions/accepted/reference.py");
  await handIn(dana, "Unclosed", "unclosed/submissions/accepted/reference.py");
  const eli = await enter("Eli Early");
  await handIn(eli, "Unclosed", "unclosed/submissions/wrong_answer/only_counts.py");
  await eli.page.getByRole("button", { name: "Finish" }).click();
  await eli.page.getByRole("alertdialog").getByRole("button", { name: "Finish" }).click();
  await expect(eli.page.getByRole("heading", { name: /^Thank you/ })).toBeVisible();
  const farid = await enter("Farid Fresh");
  await expect(farid.page.getByRole("region", { name: "Instructions" })).toContainText("Good luck");
  await picture(farid, "rules");

  const mara = await enter("Mara Methodical");
  const { page } = mara;
  await handIn(mara, "Unclosed", "unclosed/submissions/accepted/reference.py");
  await handIn(mara, "Quiet Gaps", "quiet-gaps/submissions/wrong_answer/pause_too_short.py");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await picture(mara, "workspace-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await handIn(mara, "Quiet Gaps", "quiet-gaps/submissions/accepted/reference.py");
  await editor(page, "Solution of Quiet Gaps").press("Control+Enter");
  await expect(page.getByText("Sample passed").first()).toBeVisible();
  await editor(page, "Solution of Quiet Gaps").press("Control+Home");
  await picture(mara, "workspace-light");
  await invitationsBoardAndReview(await arrive(), assessment, api);
  await api.close();
});

async function invitationsBoardAndReview(recruiter: Person, assessment: Resource, api: Api) {
  const { page } = recruiter;
  await api.invite(assessment, "noor@candidates.example", "Noor Next");
  await recruiter.signIn("recruiter", `/assessments/${assessment.id}?tab=live`);
  await expect(page.getByRole("row")).toHaveCount(5);
  await picture(recruiter, "board");
  await openPart(page, /^Invitations/);
  await expect(page.getByRole("row").filter({ hasText: "Noor Next" })).toBeVisible();
  await picture(recruiter, "invitations");
  await page.goto("/assessments");
  await page.getByRole("link", { name: demo }).click();
  await openPart(page, "Live board");
  await page.getByRole("link", { name: "Mara Methodical" }).click();
  await expect(page.getByText("Submitted").first()).toBeVisible();
  await picture(recruiter, "timeline");
  await openPart(page, /^Quiet Gaps/);
  await page.getByRole("button", { name: /^Wrong answer/ }).click();
  await expect(page.getByRole("region", { name: "Verdicts of the tests" })).toBeVisible();
  await picture(recruiter, "review");
}

test("the recruiter's other pages", async ({ arrive }) => {
  const recruiter = await arrive();
  const { page } = recruiter;
  await recruiter.signIn("recruiter", "/mailbox");
  await page.getByRole("button", { name: /mara@candidates\.example/ }).click();
  await expect(page.locator("iframe").contentFrame().getByRole("link").first()).toBeVisible();
  await picture(recruiter, "mailbox");

  const api = await Api.signedIn("recruiter");
  const problems = await api.list("/v1/problems?filter[state]=published");
  const items = (...titles: string[]) =>
    titles.map((title) => ({ problemId: problems.find((each) => each.attributes.title === title)?.id }));
  const draft = await api.create("assessments", {
    title: "Platform engineer, remote",
    instructions: "Welcome! Take a quiet hour.\n\n- **Run** tries your code, **Submit** judges it.\n- Edits are saved as you type.",
    timeLimitMinutes: 90,
    sections: [
      { title: "Warm-up", items: items("Quiet Gaps", "Unclosed") },
      { title: "Main part", items: items("Release Train", "Merged Feeds") },
    ],
  });
  await api.close();
  await page.goto(`/assessments/${draft.id}?tab=build`);
  await expect(page.getByRole("listitem").filter({ hasText: "Merged Feeds" })).toBeVisible();
  await picture(recruiter, "assessment-builder");
});
