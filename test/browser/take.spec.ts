import { Api } from "./api";
import { look } from "./look";
import { begin, editor, expectReady, saveMark } from "./pages";
import { expect, test } from "./people";

async function invited(email: string, name: string): Promise<string> {
  const api = await Api.signedIn("recruiter");
  const assessment = await api.assessment("Backend engineer: first round");
  const { attributes } = await api.invite(assessment, email, name);
  await api.close();
  return attributes.link;
}

test("Start is in sight at once, whatever the screen and however long the names", async ({ arrive }) => {
  const link = await invited("sam@candidates.example", `Sam ${"Unbroken".repeat(12)}`);
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ]) {
    const { page } = await arrive({ viewport });
    await page.goto(new URL(link).pathname);
    await expect(page.getByRole("button", { name: "Start", exact: true })).toBeInViewport({ ratio: 1 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
    await look(page, "rules");
  }
});

test("an editor is as its user likes it, also with Vim's keys, and a lost connection is told once", async ({
  arrive,
}) => {
  const candidate = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = candidate;
  await begin(page, await invited("val@candidates.example", "Val Vim"));
  await page.getByLabel("Language", { exact: true }).selectOption("python");
  await expectReady(page);
  const code = editor(page, /^Solution of/);
  const title = page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 });
  const shown = await title.innerText();
  await code.fill("");
  await look(page, "empty");
  await page.getByRole("button", { name: "Insert boilerplate" }).click();
  await expect(code).not.toHaveText("");
  await expect(page.getByRole("button", { name: "Insert boilerplate" })).toBeHidden();

  await code.fill("first = 1\nsecond = 2");
  await code.press("Control+Home");
  await code.press("Alt+ArrowDown");
  await code.press("Alt+ArrowDown");
  await expect(code).toHaveText(/second = 2\s*first = 1/);
  await expect(title).toHaveText(shown);

  await code.press("Control+f");
  await expect(page.getByRole("textbox", { name: "Find" })).toBeFocused();
  await page.keyboard.type("first");
  await look(page, "search");
  await page.keyboard.press("Escape");
  await code.press("Control+End");
  await page.keyboard.type("\nsec");
  await expect(page.locator(".cm-tooltip-autocomplete")).toBeVisible();
  await expect(page.getByRole("option", { name: "second", exact: true })).toHaveCount(1);
  await look(page, "completion");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Editor settings" }).click();
  const settings = page.getByRole("dialog", { name: "Editor settings" });
  await settings.getByLabel("Size of the text").selectOption("18");
  await settings.getByLabel("Keys").selectOption("vim");
  await look(page, "settings");
  await settings.getByRole("button", { name: "Done" }).click();
  await expect(page.locator(".cm-vim-panel")).toBeVisible();
  await code.click();
  await page.keyboard.press("Escape");
  await page.keyboard.type("ggdG");
  await expect(page.getByRole("button", { name: "Insert boilerplate" })).toBeVisible();
  await page.keyboard.type("iprint(1)");
  await expect(code).toHaveText("print(1)");
  await expect(code).toHaveCSS("font-size", "18px");
  await look(page, "vim");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(code).not.toBeFocused();
  await expect(saveMark(page)).toHaveText("Saved");

  candidate.tolerate(/ERR_INTERNET_DISCONNECTED|WebSocket connection/);
  await candidate.context.setOffline(true);
  const notice = page.getByRole("status").filter({ hasText: "kept in this browser" });
  await expect(notice).toHaveCount(1);
  await expect(page.getByText(/You are offline|No connection/)).toHaveCount(1);
  await look(page, "offline");
  await candidate.context.setOffline(false);
  await expect(notice).toHaveCount(0);
});

test("what is not there has a way home, and the navigation for whoever works here", async ({ arrive }) => {
  const stranger = await arrive({ viewport: { width: 1280, height: 800 } });
  await stranger.page.goto("/nowhere");
  await expect(stranger.page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await look(stranger.page, "nowhere");
  const staff = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = staff;
  staff.tolerate(/^404 GET \/v1\//);
  await staff.signIn("owner", "/nowhere");
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await look(page, "nowhere-staff");
  for (const thing of ["problems", "assessments", "attempts"]) {
    await page.goto(`/${thing}/0197f000-0000-7000-8000-000000000000`);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  await look(page, "missing");
  await page.getByRole("link", { name: "Go to the start" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
