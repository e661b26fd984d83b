import { Api } from "./api";
import { look, lookAtWidths } from "./look";
import { expectReady, expectSaved, openPart, write } from "./pages";
import { expect, test } from "./people";

const demo = "Backend engineer: first round";

test("whoever builds an assessment goes through it as a candidate, and is counted nowhere", { tag: "@whole" }, async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const { sections } = (await api.assessment(demo)).attributes;
  const { problemId, title } = sections[0].items[0];
  const made = await api.create("assessments", {
    title: "Tried out before",
    instructions: "Read **everything** first.",
    timeLimitMinutes: 30,
    sections: [{ title: "", items: [{ problemId }] }],
  });
  const recruiter = await arrive({ viewport: { width: 1280, height: 800 } });
  await recruiter.signIn("recruiter", `/assessments/${made.id}?tab=build`);
  const { page } = recruiter;

  const points = page.getByLabel(`Points of ${title}; empty: 100`);
  await points.fill("0");
  await expect(page.getByText("Not stored. More than 0, at most 10,000.")).toBeVisible();
  await look(page, "points-wrong");
  await points.fill("30");
  await expectSaved(page);
  await expect(page.getByText("1 problem, 30 points")).toBeVisible();
  await lookAtWidths(page, "points");

  await page.getByRole("button", { name: "Preview", exact: true }).first().click();
  const strip = page.getByRole("complementary", { name: "Preview" });
  await expect(strip).toContainText("Nothing here is counted or shown to anybody else.");
  await expect(page.getByText("30 points in all")).toBeVisible();
  await lookAtWidths(page, "preview-rules");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Start the clock" }).click();
  await expect(page.getByRole("region", { name: "Statement" })).toContainText("30 points");
  await write(page, title, "python", "print(1)\n");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expectReady(page);
  const submitted = page.waitForResponse((one) => one.url().endsWith("/v1/submissions") && one.request().method() === "POST");
  await page.getByRole("button", { name: "Submit", exact: true }).click();
  expect((await submitted).ok()).toBe(true);
  await expect(page.getByText("0 / 30 points").first()).toBeVisible();
  await expect(strip).toBeVisible();
  await lookAtWidths(page, "preview-work");

  await page.getByRole("button", { name: "Finish" }).first().click();
  await page.getByRole("dialog").or(page.getByRole("alertdialog")).getByRole("button", { name: /^Finish/ }).click();
  await expect(page.getByRole("heading", { name: /^Thank you/ })).toBeVisible();
  await expect(strip).toBeVisible();
  await lookAtWidths(page, "preview-summary");
  await page.reload(); // it is kept
  await expect(page.getByRole("heading", { name: /^Thank you/ })).toBeVisible();
  await strip.getByRole("button", { name: "Start over" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Start over" }).click();
  await expect(page.getByRole("button", { name: "Start", exact: true })).toBeVisible();

  await strip.getByRole("link", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { name: "Tried out before" })).toBeVisible(); // still signed in
  await openPart(page, "Live board");
  await expect(page.getByText(/^(0 candidates|Nobody)/).first()).toBeVisible();
  expect((await api.list("/v1/assessments?page[size]=100")).filter((a) => a.attributes.title === "Tried out before")).toHaveLength(1);
  await api.close();
});
