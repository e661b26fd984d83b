import { Api } from "./api";
import { expect, test } from "./people";
import { begin, editor, expectReady, rewrite, saveMark } from "./pages";

test("the answer to an earlier choice of language takes the later one not back", { tag: "@whole" }, async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const assessment = await api.assessment("Backend engineer: first round");
  const { attributes } = await api.invite(assessment, "lana@candidates.example", "Lana Late");
  await api.close();
  const { page } = await arrive();
  // The page chooses a first language by itself. That request waits until another was chosen, and the request for
  // that one until it was looked at what the answer to the first has done.
  const asked: (() => void)[] = [];
  await page.route("**/v1/answers/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    await new Promise<void>((resolve) => asked.push(resolve));
    await route.continue();
  });
  await begin(page, attributes.link);
  const language = page.getByLabel("Language", { exact: true });
  await expect.poll(() => asked.length).toBe(1);
  const other = (await language.inputValue()) === "cpp" ? "java" : "cpp";
  await language.selectOption(other);
  asked[0]?.();
  await expect.poll(() => asked.length).toBe(2);
  await expect(language).toHaveValue(other);
  asked[1]?.();
  await expectReady(page);
  await expect(language).toHaveValue(other);
  await rewrite(page, /^Solution of/, "kept");
  await expect(saveMark(page)).toHaveText("Saved");
  await page.reload();
  await expect(language).toHaveValue(other);
  await expect(editor(page, /^Solution of/)).toContainText("kept");
});
