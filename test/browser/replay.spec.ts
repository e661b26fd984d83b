import type { Locator, Page } from "@playwright/test";
import { Api } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { editor } from "./pages";
import { expect, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const small = { viewport: { width: 1280, height: 800 } };

async function lookSmall(page: Page, name: string) {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `replay-${name}`);
  }
}

/** A moment as the pages write it: "0:09". */
function words(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const clock = (page: Page) => page.getByRole("slider", { name: "Moment of the interview" });

test("an interview that was held is gone through again: at its moments, by words, by keys and by link", async ({ arrive }) => {
  const recruiter = await arrive(small);
  await recruiter.signIn("recruiter", "/interviews");
  const { page, context } = recruiter;
  await page.getByRole("link", { name: "Backend engineer: interview with Sam" }).click();
  await page.getByRole("link", { name: "Replay" }).click();
  await expect(page.getByText("No file yet")).toBeVisible();
  const address = new URL(page.url()).pathname;
  const main = editor(page, "main.py");

  await page.goto(`${address}?t=1200`);
  await expect(main).toContainText("def first_repeated(words):");
  await expect(main).not.toContainText("seen = set()");
  await page.goto(`${address}?t=1800`);
  await expect(main).toContainText("seen = set()");
  await lookSmall(page, "code");
  await expectOpenToAll(page, "the replay of an interview");
  await page.goto(`${address}?t=2200`);
  await expect(editor(page, "test_main.py")).toContainText("assert first_repeated([]) is None");
  await page.getByRole("tab", { name: "main.py", exact: true }).click();
  await expect(main).toContainText("seen = set()");

  await page.keyboard.press("Control+f");
  const box = page.getByRole("searchbox");
  await expect(box).toBeFocused();
  await box.fill("SEEN = SET");
  const hit = page.getByRole("list", { name: "Hits" }).getByRole("button");
  await expect(hit).toHaveCount(1);
  await lookSmall(page, "search");
  await expectOpenToAll(page, "the hits in a replay");
  await hit.click();
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "29:00 of 55:00");
  // From hit to hit by the keyboard alone, and round again.
  await box.fill("slow");
  await expect(hit).toContainText("slow");
  await box.press("Enter");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "24:00 of 55:00");
  await box.fill("seen = set");
  await expect(hit).toContainText("seen = set()");
  await box.press("Enter");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "29:00 of 55:00");
  await expect(page).toHaveURL(/\?t=1740$/);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link to this moment" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("/interviews");
  await page.goto(link);
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "29:00 of 55:00");

  await page.keyboard.press("Home");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "0:00 of 55:00");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "6:00 of 55:00");
  await page.keyboard.press("ArrowRight");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "6:05 of 55:00");
  await page.getByRole("tab", { name: "Notes" }).click();
  await page.getByRole("list", { name: "Notes" }).getByRole("button").nth(1).click();
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "17:00 of 55:00");
  await lookSmall(page, "notes");
  await page.getByLabel("Speed").selectOption("32");
  const skips = page.getByLabel("Skip silence");
  await skips.uncheck();
  const play = page.getByRole("button", { name: "Play", exact: true });
  await play.click();
  await expect(main).toContainText("def first_repeated(words):");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(clock(page)).not.toHaveAttribute("aria-valuetext", "55:00 of 55:00");
  // What is left is half an hour of which a few seconds are none of silence.
  await skips.check();
  await page.getByLabel("Speed").selectOption("4");
  await play.click();
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "55:00 of 55:00");
  await expect(play).toBeVisible();
  await page.keyboard.press("Home");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "0:00 of 55:00");
  await page.keyboard.press("End");
  await expect(clock(page)).toHaveAttribute("aria-valuetext", "55:00 of 55:00");
});

test("a run shows what it wrote from when it ended on, and is a mark", { tag: "@whole" }, async ({ arrive }) => {
  const recruiting = await Api.signedIn("recruiter");
  const about = { title: "An interview to be replayed", durationMinutes: 45, timeZone: "UTC" };
  const interview = await recruiting.create("interviews", { ...about, startsAt: new Date().toISOString() });
  await recruiting.close();
  const api = await Api.signedIn("interviewer");
  await api.create("interview-sessions", { tab: "a-tab-of-the-api" }, { interview });
  await api.create("interview-files", { path: "main.py", language: "python" }, { interview });
  const source = "print('printed in the interview')";
  await api.create("runs", { language: "python", source, interviewId: interview.id });
  const kinds = async () =>
    (await api.list(`/v1/timeline-entries?filter[interview]=${interview.id}`)).map((one) => one.attributes.kind);
  await expect.poll(kinds, { timeout: 30_000 }).toContain("run-ended");
  await api.create("interview-messages", { text: "It printed" }, { interview });
  await api.update(interview, { state: "ended" });
  await api.close();

  const interviewer = await arrive(small);
  await interviewer.signIn("interviewer", `/interviews/${interview.id}/replay`);
  const { page } = interviewer;
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("Nothing had been run until this moment.");
  await page.getByRole("searchbox").fill("printed in");
  await page.getByRole("list", { name: "Hits" }).getByRole("button").click();
  await expect(output).toContainText("printed in the interview");
  await page.getByRole("searchbox").fill("");
  await expect(page.getByRole("list", { name: "What happened" })).toContainText("ran the program");
  await lookSmall(page, "run");
  await expectOpenToAll(page, "the replay of a run");
});

/** Attaches captions to the file of a recording, after a file that is none. */
async function caption(page: Page, card: Locator) {
  await card.getByRole("button", { name: "Attach captions…" }).click();
  const dialog = page.getByRole("dialog", { name: "Attach captions" });
  const choose = (text: string) =>
    dialog.getByLabel("File with the captions").setInputFiles({
      ...{ name: "said.vtt", mimeType: "text/vtt" },
      buffer: Buffer.from(text),
    });
  await choose("WEBVTT\n\n00:01 --> 00:02\nToo short a time\n");
  await dialog.getByLabel("What they are of").selectOption({ index: 1 });
  await dialog.getByLabel("Language").selectOption("en");
  await dialog.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(dialog.getByText(/line 3: "00:01" is no time/i)).toBeVisible();
  await choose("WEBVTT\n\n00:01.000 --> 00:04.000\nI would sort them first\n\n00:05.000 --> 00:06.000\nDone\n");
  await lookSmall(page, "captions-attach");
  await dialog.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(card.getByRole("list", { name: "Captions" })).toContainText("English, of ");
}

/** How long a film is that this browser plays to its end, and how bright its last picture, 0 to 255. */
function played(page: Page, address: string) {
  return page.evaluate(async (src) => {
    const video = document.createElement("video");
    Object.assign(video, { src, muted: true });
    await video.play();
    await new Promise((done) => video.addEventListener("ended", done));
    // Of a smaller canvas each pixel is a few of the picture's, not their mean.
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext("2d");
    canvas?.drawImage(video, 0, 0);
    const pixels = canvas?.getImageData(0, 0, video.videoWidth, video.videoHeight).data ?? [];
    const colours = pixels.filter((_, i) => i % 4 < 3);
    return { seconds: video.duration, brightness: colours.reduce((sum, one) => sum + one, 0) / colours.length };
  }, address);
}

/** Has films made of a stretch and of all of a recording, fetches and plays them. */
async function film(page: Page, card: Locator, lengthMs: number) {
  const dialog = page.getByRole("dialog", { name: "Make a film" });
  const plays = async (stretch: string, seconds: number) => {
    const link = card.getByRole("link", { name: `Download the film ${stretch}` });
    await expect(link).toBeVisible({ timeout: 60_000 });
    const film = await played(page, (await link.getAttribute("href")) ?? "");
    expect(Math.abs(film.seconds - seconds)).toBeLessThan(1);
    expect(film.brightness).toBeGreaterThan(22); // of the ground it is 17
    return link;
  };
  await card.getByRole("button", { name: "Make a film…" }).click();
  await dialog.getByLabel("From").fill("0:01");
  await dialog.getByLabel("To").fill("0:03");
  await lookSmall(page, "film-asked");
  await expectOpenToAll(page, "what a film is to be of");
  await dialog.getByRole("button", { name: "Make the film" }).click();
  const link = await plays("0:01 to 0:03", 2);
  const made = page.waitForEvent("download");
  await link.click();
  expect((await made).suggestedFilename()).toMatch(/^interview-.*\.mp4$/);

  await card.getByRole("button", { name: "Make a film…" }).click();
  await dialog.getByLabel("Format").selectOption({ label: "WebM" });
  await dialog.getByRole("button", { name: "Make the film" }).click();
  await plays(`0:00 to ${words(lengthMs)}`, lengthMs / 1000);
  await card.scrollIntoViewIfNeeded();
  await lookSmall(page, "film");
  await expectOpenToAll(page, "the films of a recording");
}

/** What was said is shown at its moment, listed, and found. */
async function readCaptions(page: Page, from: number) {
  const shown = page.getByRole("region", { name: "Captions" });
  await clock(page).fill(String(from + 2000));
  await expect(shown).toContainText(": I would sort them first");
  await page.getByRole("tab", { name: "Said" }).click();
  await expect(page.getByRole("list", { name: "Said" }).getByRole("listitem")).toHaveCount(2);
  await lookSmall(page, "captions");
  await expectOpenToAll(page, "the replay with captions");
  await page.getByRole("searchbox").fill("sort");
  await page.getByRole("list", { name: "Hits" }).getByRole("button").click();
  await expect(clock(page)).toHaveValue(String(from + 1000));
  await page.getByRole("combobox", { name: "Captions" }).selectOption({ label: "No captions" });
  await expect(shown).toBeHidden();
}

test("a recording is played in step with the clock, and is kept and removed on the interview's page", async ({ arrive }) => {
  test.slow();
  const recruiting = await Api.signedIn("recruiter");
  const about = { title: "An interview that is recorded", durationMinutes: 45, timeZone: "UTC", recorded: true };
  const interview = await recruiting.create("interviews", { ...about, startsAt: new Date().toISOString() });
  const interviewer = await arrive(small);
  await interviewer.signIn("interviewer", "/problems");
  const { page } = interviewer;
  await page.goto(`/room/${interview.id}`);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("button", { name: "I agree to be recorded" }).click();
  const recordings = () => recruiting.list(`/v1/recordings?filter[interview]=${interview.id}`);
  await expect.poll(async () => (await recordings()).length, { timeout: 30_000 }).toBe(1);
  const [began] = await recordings();
  const since = () => Date.now() - Date.parse(began?.attributes.startedAt);
  await expect.poll(since, { timeout: 30_000 }).toBeGreaterThan(8000);
  const ended = await recruiting.update(interview, { state: "ended" });
  const state = async () => (await recordings())[0]?.attributes.state;
  await expect.poll(state, { timeout: 60_000 }).toBe("recorded");
  const [kept] = await recordings();
  await recruiting.close();
  interviewer.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
  interviewer.tolerate(/^the console says: (DataChannel error|publisher data channel)/);

  await page.goto(`/interviews/${interview.id}/replay`);
  const offset = kept?.attributes.files[0].offsetMs as number;
  const from = Date.parse(kept?.attributes.startedAt) - Date.parse(ended.attributes.startedAt) + offset;
  await clock(page).fill(String(from + 1000));
  const video = page.locator("video");
  await expect(video).toHaveCount(1);
  await expect.poll(() => video.evaluate((it: HTMLVideoElement) => it.readyState)).toBeGreaterThan(1);
  await page.getByLabel("Skip silence").uncheck();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => video.evaluate((it: HTMLVideoElement) => it.currentTime)).toBeGreaterThan(2.5);
  const apart = async () => {
    const shown = video.evaluate((it: HTMLVideoElement) => it.currentTime);
    const at = (Number(await clock(page).inputValue()) - from) / 1000;
    return Math.abs((await shown) - at);
  };
  await expect.poll(apart).toBeLessThan(0.3);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect.poll(apart).toBeLessThan(0.05);
  await lookSmall(page, "recording");
  await expectOpenToAll(page, "the replay of a recording");

  const title = `Recording from ${words(from - offset)}`;
  await page.goto(`/interviews/${interview.id}`);
  const seen = page.getByRole("listitem", { name: title });
  await expect(seen).toContainText("Recorded");
  await expect(seen.getByRole("button", { name: `More about ${title}` })).toBeHidden();
  const fetched = page.waitForEvent("download");
  await seen.getByRole("link", { name: /^Download / }).click();
  expect((await fetched).suggestedFilename()).toMatch(/\.webm$/);
  interviewer.tolerate(/^422 POST \/v1\/captions$/);
  const { offsetMs, durationMs } = kept?.attributes.files[0];
  await film(page, seen, offsetMs + durationMs);
  await caption(page, seen);
  await seen.getByRole("link", { name: "Replay from here" }).click();
  await expect(clock(page)).toHaveAttribute("aria-valuetext", new RegExp(`^${words(from - offset)} of `));
  await readCaptions(page, from);

  const owner = await arrive(small);
  await owner.signIn("owner", `/interviews/${interview.id}`);
  const card = owner.page.getByRole("listitem", { name: title });
  const choose = async (item: string) => {
    await card.getByRole("button", { name: `More about ${title}` }).click();
    await owner.page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Put on hold");
  await expect(card).toContainText("On hold");
  await card.scrollIntoViewIfNeeded();
  await lookSmall(owner.page, "held");
  await expectOpenToAll(owner.page, "a recording on hold");
  await choose("End the hold…");
  await owner.page.getByRole("button", { name: "End the hold" }).click();
  await expect(card).not.toContainText("On hold");
  await choose("Remove…");
  await expect(owner.page.getByRole("alertdialog")).toContainText("nobody can bring them back");
  await lookSmall(owner.page, "removal");
  await expectOpenToAll(owner.page, "the question before a recording is removed");
  await owner.page.getByRole("button", { name: "Remove for good" }).click();
  await expect(card).toContainText(/Removed by .+,/);
  await expect(card.getByRole("link")).toHaveCount(0);
  await card.scrollIntoViewIfNeeded();
  await lookSmall(owner.page, "removed");
});
