import { Api, type Resource } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { editor } from "./pages";
import { expect, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const title = "Graduate screening";

/** The demo's assessment that people have taken, once they have. */
async function takenScreening(): Promise<Resource> {
  const api = await Api.signedIn("recruiter");
  let taken: Resource | undefined;
  const people = async () => {
    taken = (await api.list("/v1/assessments?page[size]=100")).find(({ attributes }) => attributes.title === title);
    const attempts = taken ? await api.list(`/v1/attempts?filter[assessment]=${taken.id}`) : [];
    return attempts
      .map(({ attributes }) => `${attributes.candidateName}: ${attributes.state}, ${attributes.score} of ${attributes.maxScore}`)
      .sort();
  };
  // They are at work beside the verification of the demo's other problems.
  await expect
    .poll(people, { timeout: 600_000 })
    .toEqual(["Nina Nowak: finished, 200 of 200", "Omar Okafor: finished, 130 of 200", "Priya Pillai: started, 0 of 200"]);
  await api.close();
  return taken as Resource;
}

test("a demo has an assessment that people have taken", async ({ arrive }) => {
  const taken = await takenScreening();
  const recruiter = await arrive();
  await recruiter.signIn("recruiter", `/assessments/${taken.id}?tab=live`);
  const { page } = recruiter;
  await expect(page.getByRole("row").filter({ hasText: "Priya Pillai" })).toBeVisible();
  await look(page, "demo-board");
  await page.getByRole("link", { name: "Nina Nowak" }).click();
  await expect(page.getByText("Submitted")).toHaveCount(3);
  await expect(page.getByText("Pasted").first()).toBeVisible();
  await look(page, "demo-timeline");
});

test("an interview about an attempt begins with its candidate, its problems and what was handed in last", { tag: "@whole" }, async ({
  arrive,
}) => {
  const taken = await takenScreening();
  const recruiter = await arrive();
  await recruiter.signIn("recruiter", `/assessments/${taken.id}?tab=live`);
  const { page } = recruiter;
  await page.getByRole("link", { name: "Nina Nowak" }).click();
  await page.getByRole("link", { name: "Talk about it" }).click();
  await expect(page.getByText("2 problems are chosen, and what was handed in last is laid out as 2 files")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue(`${title}: Nina Nowak`);
  await expect(page.getByLabel("Name of person 1")).toHaveValue("Nina Nowak");
  await expect(page.getByLabel("E-mail of person 1")).toHaveValue("nina@candidates.example");
  await look(page, "talk-form");
  const [date = "", time = ""] = new Date().toISOString().split("T");
  await page.getByLabel("Date").fill(date);
  await page.getByLabel(/^Time( \*)?$/).fill(time.slice(0, 5));
  await page.getByRole("button", { name: "Schedule and invite" }).click();
  await page.getByRole("link", { name: "Go to the interview" }).click();
  await expect(page.getByRole("link", { name: "The attempt that it talks about" })).toBeVisible();

  await page.getByRole("link", { name: "Join" }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  const files = page.getByRole("tablist", { name: "Files and whiteboard" }).getByRole("tab");
  await expect(files.filter({ hasText: /^[12]-/ })).toHaveCount(2);
  await files.filter({ hasText: /^1-quiet-gaps\// }).click();
  await expect(editor(page, /^1-quiet-gaps\//)).toContainText("> gap"); // what she corrected last
  await files.filter({ hasText: /^2-unclosed\// }).click();
  await expect(editor(page, /^2-unclosed\//)).toContainText("def answer");
  await expect(page.getByLabel("Problem", { exact: true }).getByRole("option")).toHaveText(["Quiet Gaps (hidden)", "Unclosed (hidden)"]);
  await look(page, "talk-room");
});
