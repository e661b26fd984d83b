import type { Locator, Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { lookAtWidths } from "./look";
import { begin, openPart } from "./pages";
import { expect, test } from "./people";

const demo = "Backend engineer: first round";

/** A published assessment of the demo's first problem. */
async function published(api: Api, title: string): Promise<Resource> {
  const { sections } = (await api.assessment(demo)).attributes;
  const { problemId } = sections[0].items[0];
  const made = await api.create("assessments", {
    title,
    timeLimitMinutes: 30,
    sections: [{ title: "", items: [{ problemId }] }],
  });
  await api.publish(made);
  return made;
}

const choose = async (page: Page, row: Locator, name: string) => {
  await row.getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name }).click();
};

test("a link is copied and its mail sent again, and every link opens the attempt", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await published(api, "Links at any time");
  const first = await api.invite(assessment, "lee@candidates.example", "Lee Later");
  await api.invite(assessment, "noor@candidates.example", "Noor Not-Yet");
  const recruiter = await arrive();
  await recruiter.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await recruiter.signIn("recruiter", `/assessments/${assessment.id}?tab=invitations`);
  recruiter.tolerate(/^429 POST \/v1\/invitation-links/);
  const { page } = recruiter;
  const row = page.getByRole("row").filter({ hasText: "Lee Later" });
  await row.getByRole("button", { name: "Copy a link of Lee Later" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).not.toBe(first.attributes.link);

  const candidate = await arrive();
  await begin(candidate.page, copied);
  const again = await arrive();
  await again.page.goto(new URL(first.attributes.link).pathname);
  await expect(again.page.getByRole("button", { name: /^Time left/ })).toBeVisible();

  await page.reload();
  await expect(row).toContainText("Started");
  for (let n = 1; n <= 3; n++) {
    const answer = page.waitForResponse((one) => one.url().endsWith("/v1/invitation-links"));
    await choose(page, row, "Send the mail again");
    expect((await answer).status()).toBe(201);
  }
  await expect(page.getByText("The mail to lee@candidates.example is sent again.").first()).toBeVisible();
  await choose(page, row, "Send the mail again");
  await expect(page.getByText(/was sent again 3 times within an hour: wait \d+ min, or copy the link/)).toBeVisible();
  await lookAtWidths(page, "invitations");

  await openPart(page, "Live board");
  await expect(page.getByText("2 candidates · 1 not opened · 0 opened · 1 started · 0 finished")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Noor Not-Yet" })).toContainText("Not opened");
  await lookAtWidths(page, "board");
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect((await page.getByRole("table", { name: "Live board" }).boundingBox())?.width).toBeGreaterThan(1500);
  await api.close();
});

test("an assessment is copied, archived, and deleted until somebody starts", { tag: "@whole" }, async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await published(api, "Kept in order");
  const invited = await api.invite(assessment, "lee@candidates.example", "Lee Later");
  const recruiter = await arrive();
  await recruiter.signIn("recruiter", "/assessments?q=Kept+in+order");
  const { page } = recruiter;
  const row = (title: string) =>
    page.getByRole("row").filter({ has: page.getByRole("link", { name: title, exact: true }) });

  await choose(page, row("Kept in order"), "Duplicate");
  await expect(page.getByRole("heading", { name: "Kept in order (copy)" })).toBeVisible();
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  await page.getByRole("checkbox", { name: /^Python/ }).first().check();
  await expect(page.getByText("Candidates may use the chosen ones", { exact: false })).toBeVisible();
  await lookAtWidths(page, "builder");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Commands" })).toBeFocused();
  await page.keyboard.type("archive");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  await lookAtWidths(page, "archived-page");

  await page.goto("/assessments?q=Kept+in+order");
  await expect(row("Kept in order (copy)")).toHaveCount(0);
  await expect(row("Kept in order")).toHaveCount(1);
  await page.getByLabel("State").selectOption("Archived");
  await expect(row("Kept in order (copy)")).toHaveCount(1);
  await lookAtWidths(page, "archived-list");
  await choose(page, row("Kept in order (copy)"), "Bring back from the archive");
  await expect(page.getByText("No archived assessment fits")).toBeVisible();
  await page.getByLabel("State").selectOption("Any state");
  await choose(page, row("Kept in order (copy)"), "Delete…");
  const asked = page.getByRole("alertdialog");
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(row("Kept in order (copy)")).toHaveCount(0);

  await choose(page, row("Kept in order"), "Delete…");
  await expect(asked).toContainText("its choice of 1 problem; the problems themselves stay. 1 invitation goes too");
  await lookAtWidths(page, "delete");
  await asked.getByRole("button", { name: "Cancel" }).click();
  const candidate = await arrive();
  await begin(candidate.page, invited.attributes.link);
  await page.reload();
  await row("Kept in order").getByRole("button", { name: /^More about/ }).click();
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toHaveCount(0);
  await api.close();
});
