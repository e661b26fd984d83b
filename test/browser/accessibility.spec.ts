import { Api, type Resource } from "./api";
import { expectOpenToAll } from "./open-to-all";
import { expect, type Person, test } from "./people";
import { begin, editor, write } from "./pages";

const demo = "Backend engineer: first round";

/** Visits a page, waits for what shows that it is there, and looks. */
async function look(person: Person, path: string, heading: string | RegExp) {
  await person.page.goto(path);
  await expect(person.page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
  await expect(person.page.locator(".animate-pulse, [aria-busy=true]")).toHaveCount(0);
  await expectOpenToAll(person.page, path);
}

test("the pages for everybody are open to all", async ({ arrive }) => {
  const anyone = await arrive();
  await look(anyone, "/signin", "Sign in");
  await look(anyone, "/forgot", "Forgotten password");
  anyone.tolerate(/^410 POST \/v1\/password-reset-previews$/);
  await look(anyone, "/reset?token=abc", "This link leads nowhere");
  anyone.tolerate(/^410 POST \/v1\/member-invitation-previews$/);
  await look(anyone, "/join?token=abc", "This link leads nowhere");
  await look(anyone, "/register", "Create an organization");
  await anyone.page.getByRole("button", { name: "Create the organization" }).click();
  await expect(anyone.page.getByRole("alert").first()).toBeVisible();
  await expectOpenToAll(anyone.page, "/register with its complaints");
});

test("the author's pages are open to all", async ({ arrive }) => {
  const owner = await arrive();
  await owner.signIn("owner");
  const api = await Api.signedIn("owner");
  const problem = (await api.list("/v1/problems?filter[state]=published"))[0] as Resource;
  await api.close();
  await look(owner, "/problems", "Problems");
  for (const tab of ["statement", "tests", "solutions", "starters", "settings", "verify", "versions"]) {
    await look(owner, `/problems/${problem.id}?tab=${tab}`, problem.attributes.title);
  }
  await owner.page.getByRole("button", { name: "Publish" }).click();
  await expect(owner.page.getByRole("dialog")).toBeVisible();
  await expectOpenToAll(owner.page, "the publishing dialog");
});

test("the recruiter's pages are open to all", async ({ arrive }) => {
  const owner = await arrive();
  await owner.signIn("owner");
  const api = await Api.signedIn("owner");
  const assessment = await api.assessment(demo);
  await api.invite(assessment, "alex@candidates.example", "Alex Accessible");
  const interview = await api.create("interviews", {
    title: "Accessible systems",
    startsAt: new Date().toISOString(),
    durationMinutes: 45,
    timeZone: "Asia/Kathmandu",
    agenda: "One *question*",
  });
  await api.create("interview-participants", { email: "alex@candidates.example" }, { interview });
  await api.close();
  await look(owner, "/interviews", "Interviews");
  await look(owner, "/interviews/new", "Schedule an interview");
  await look(owner, `/interviews/${interview.id}`, interview.attributes.title);
  await look(owner, "/assessments", "Assessments");
  for (const tab of ["build", "invitations", "live"]) {
    await look(owner, `/assessments/${assessment.id}?tab=${tab}`, demo);
  }
  await look(owner, "/members", "Members");
  await look(owner, "/account", "Your account");
  await look(owner, "/organization", "Organization");
  await look(owner, "/operations", "Operations");
  await owner.page.goto("/mailbox");
  // The mail's own looks are in a frame that runs no scripts, so none can look at them either.
  await owner.page.getByRole("tab", { name: "Text" }).click();
  await expectOpenToAll(owner.page, "/mailbox");
  await owner.page.keyboard.press("Control+k");
  await expect(owner.page.getByRole("dialog")).toBeVisible();
  await expectOpenToAll(owner.page, "the command palette");
});

test("the candidate's pages, and their review, are open to all", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await api.assessment(demo);
  const invitation = await api.invite(assessment, "robin@candidates.example", "Robin Reader");
  const candidate = await arrive();
  const { page } = candidate;
  await look(candidate, new URL(invitation.attributes.link).pathname, demo);
  await begin(page, invitation.attributes.link);
  const title = await page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 }).innerText();
  await write(page, title, "python", "print(input())\n");
  await editor(page, `Solution of ${title}`).press("Control+Enter");
  await expect(page.getByText("Sample: wrong answer").first()).toBeVisible();
  await expectOpenToAll(page, "the work, after a run");
  await editor(page, `Solution of ${title}`).press("Control+Shift+Enter");
  await expect(page.getByRole("region", { name: "Hidden tests" })).toBeVisible({ timeout: 300_000 });
  await expectOpenToAll(page, "the work, after a submission");

  const recruiter = await arrive();
  await recruiter.signIn("recruiter");
  const attempts = await api.list(`/v1/attempts?filter[assessment]=${assessment.id}`);
  await api.close();
  const attempt = attempts.find((each) => each.attributes.candidateName === "Robin Reader");
  await look(recruiter, `/attempts/${attempt?.id}`, "Robin Reader");
  await recruiter.page.getByRole("navigation", { name: "Parts of the attempt" }).getByRole("link").nth(1).click();
  await expect(editor(recruiter.page, "Source of the submission")).toBeVisible();
  await expectOpenToAll(recruiter.page, "the review of a problem");

  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Finish" }).click();
  await expect(page.getByRole("heading", { name: /^Thank you/ })).toBeVisible();
  await expectOpenToAll(page, "the thanks");
});
