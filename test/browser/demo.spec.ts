import { Api, type Resource } from "./api";
import { look } from "./look";
import { expect, test } from "./people";

const title = "Graduate screening";

test("a demo has an assessment that people have taken", async ({ arrive }) => {
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

  const recruiter = await arrive();
  await recruiter.signIn("recruiter", `/assessments/${taken?.id}?tab=live`);
  const { page } = recruiter;
  await expect(page.getByRole("row").filter({ hasText: "Priya Pillai" })).toBeVisible();
  await look(page, "demo-board");
  await page.getByRole("link", { name: "Nina Nowak" }).click();
  await expect(page.getByText("Submitted")).toHaveCount(3);
  await expect(page.getByText("Pasted").first()).toBeVisible();
  await look(page, "demo-timeline");
});
