import { Api } from "./api";
import { expect, test } from "./people";

test("a wrong password says so and keeps what was written", async ({ arrive }) => {
  const anyone = await arrive();
  anyone.tolerate(/^401 POST \/v1\/sessions$/);
  await anyone.page.goto("/signin");
  await anyone.page.getByLabel("E-mail").fill("author@demo.example");
  await anyone.page.getByLabel("Password").fill("not my password");
  await anyone.page.getByRole("button", { name: "Sign in" }).click();
  await expect(anyone.page.getByRole("alert")).toHaveText(/password|e-mail/i);
  await expect(anyone.page.getByLabel("E-mail")).toHaveValue("author@demo.example");
});

test("signing in leads back to the page that was asked for", async ({ arrive }) => {
  const anyone = await arrive();
  await anyone.page.goto("/problems?difficulty=easy");
  await expect(anyone.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await anyone.page.getByLabel("E-mail").fill("author@demo.example");
  await anyone.page.getByLabel("Password").fill(process.env.CODECRAFT_DEMO_PASSWORD ?? "");
  await anyone.page.getByRole("button", { name: "Sign in" }).click();
  await expect(anyone.page).toHaveURL(/\/problems\?difficulty=easy$/);
  await expect(anyone.page.getByRole("heading", { name: "Problems" })).toBeVisible();
});

test("an ended session asks to sign in again, and then shows the same page", async ({ arrive }) => {
  const recruiter = await arrive();
  await recruiter.signIn("recruiter", "/assessments");
  // Only a page that has all it wants is left by the link, and not by being refused something else before.
  await expect(recruiter.page.getByRole("table", { name: "Assessments" })).toBeVisible();
  await recruiter.context.clearCookies();
  recruiter.tolerate(/^401 GET \/v1\//);
  await recruiter.page.getByRole("link", { name: "Problems" }).click();
  await expect(recruiter.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await recruiter.page.getByLabel("E-mail").fill("recruiter@demo.example");
  await recruiter.page.getByLabel("Password").fill(process.env.CODECRAFT_DEMO_PASSWORD ?? "");
  await recruiter.page.getByRole("button", { name: "Sign in" }).click();
  await expect(recruiter.page.getByRole("heading", { name: "Problems" })).toBeVisible();
});

test("a garbage link and a revoked one say what to do", async ({ arrive }) => {
  const candidate = await arrive();
  candidate.tolerate(/^40[0-9] POST \/v1\/attempts$/);
  candidate.tolerate(/^410 POST \/v1\/attempts$/);
  await candidate.page.goto("/take/no-such-token");
  await expect(candidate.page.getByRole("main")).toContainText(/link/i);
  await expect(candidate.page.getByRole("button", { name: /start/i })).toHaveCount(0);

  const recruiter = await Api.signedIn("recruiter");
  const assessment = await recruiter.assessment("Backend engineer: first round");
  const invitation = await recruiter.invite(assessment, "revoked@candidates.example", "Remy Revoked");
  await recruiter.remove(invitation);
  await recruiter.close();
  await candidate.page.goto(new URL(invitation.attributes.link).pathname);
  await expect(candidate.page.getByRole("main")).toContainText(/revoked|withdrawn|no longer|not valid/i);
  await expect(candidate.page.getByRole("button", { name: /start/i })).toHaveCount(0);
});

test("a page that does not exist leads back", async ({ arrive }) => {
  const anyone = await arrive();
  await anyone.page.goto("/no/such/page");
  await expect(anyone.page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await expect(anyone.page.getByRole("link").first()).toBeVisible();
});
