import { Api } from "./api";
import { expectOpenToAll } from "./open-to-all";
import { expect, test } from "./people";
import { begin, editor, write } from "./pages";

// What a run wrote on the candidate's screen: both streams in one, in their order, with times.
const demo = "Backend engineer: first round";
// What was written is read before the program goes on: however slow the machine is, there is only one order then.
const program = `import array, fcntl, sys, termios, time

def say(stream, word, i):
    print(word, i, file=stream, flush=True)
    unread = array.array("i", [1])
    while unread[0] > 0:
        time.sleep(0.01)
        fcntl.ioctl(stream.fileno(), termios.FIONREAD, unread)

for i in range(3):
    say(sys.stdout, "out", i)
    say(sys.stderr, "err", i)
`;

test("a run's output and errors are read in their order", async ({ arrive }) => {
  const api = await Api.signedIn("recruiter");
  const invitation = await api.invite(await api.assessment(demo), "cora@candidates.example", "Cora Console");
  await api.close();
  const { page } = await arrive();
  await begin(page, invitation.attributes.link);
  const title = await page.getByRole("region", { name: "Statement" }).getByRole("heading", { level: 1 }).innerText();
  await write(page, title, "python", program);
  await page.getByRole("button", { name: "Own input" }).click();
  await editor(page, `Solution of ${title}`).press("Control+Enter");

  const output = page.getByRole("figure").filter({ hasText: "Your output" });
  const lines = output.locator("pre");
  await expect(lines).toHaveText(/out 0\s*err\s*err 0.*out 1\s*err\s*err 1.*out 2\s*err\s*err 2/s);
  await expect(page.getByText(/ms CPU · .* wall · .* peak memory/)).toBeVisible();

  await test.step("one stream alone, and times, by the keyboard", async () => {
    await output.getByRole("button", { name: "stderr" }).press("Enter");
    await expect(lines).not.toContainText("out 1");
    await expect(lines).toContainText("err 1");
    await output.getByRole("button", { name: "Times" }).press("Enter");
    await expect(lines).toContainText(/\d\.\d{3} s/);
    await output.getByRole("button", { name: "Both" }).press("Enter");
    await expect(lines).toContainText("out 1");
  });

  await expectOpenToAll(page, "the output of a run");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("tab", { name: "Results" }).click();
  await expect(lines).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expectOpenToAll(page, "the output of a run on a phone");
});
