import type { Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { expect, type Person, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

interface Scheduled {
  interview: Resource;
  candidate: Resource;
}

async function schedule(title: string, more: object = {}): Promise<Scheduled> {
  const api = await Api.signedIn("recruiter");
  const startsAt = new Date(Date.now() + 10 * 60_000).toISOString();
  const interview = await api.create("interviews", {
    title,
    startsAt,
    durationMinutes: 45,
    timeZone: "Asia/Kathmandu",
    agenda: "1. Who we are\n2. A problem together\n3. Your questions",
    ...more,
  });
  const candidate = await api.create(
    "interview-participants",
    { name: "Casey Candidate", email: `casey.${interview.id}@candidates.example`, role: "candidate" },
    { interview },
  );
  await api.close();
  return { interview, candidate };
}

const picture = (page: Page, of: string) => page.getByLabel(`Picture of ${of}`, { exact: true });

/** A frame of a video as numbers, small enough to compare. */
async function frame(page: Page, of: string): Promise<string> {
  return picture(page, of).evaluate((element) => {
    const video = element as HTMLVideoElement;
    if (video.videoWidth === 0) return "";
    const canvas = document.createElement("canvas");
    canvas.width = 64;
    canvas.height = 36;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(video, 0, 0, 64, 36);
    return context.getImageData(0, 0, 64, 36).data.join();
  });
}

async function expectMoving(page: Page, of: string) {
  await expect(picture(page, of)).toBeVisible();
  await expect.poll(() => frame(page, of)).not.toBe("");
  const first = await frame(page, of);
  await expect.poll(() => frame(page, of)).not.toBe(first);
}

/**
 * Who is disconnected by the server asks why, and is refused; the video client tells of channels that were closed on it.
 */
function tolerateGoodbye(...people: Person[]) {
  for (const person of people) {
    person.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
    person.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  }
}

/** Pictures of a state in a laptop's and a phone's width. */
async function lookSmall(page: Page, name: string) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `interview-${name}`);
  }
}

const small = { viewport: { width: 1280, height: 800 } };

async function enter({ page }: Person, name: string) {
  await expect(page.getByLabel("Your camera's picture")).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue", exact: true })).toBeVisible();
  await lookSmall(page, name);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

test("two people see and hear each other, share a screen, and one is removed", async ({ arrive }) => {
  const { interview, candidate } = await schedule("Backend engineer: second round");
  const casey = await arrive(small);
  const { page } = casey;
  await page.goto(new URL(candidate.attributes.link).pathname);
  await expect(page).toHaveURL(new RegExp(`/room/${interview.id}$`));
  await page.getByRole("button", { name: "Play a test sound" }).click();
  await expect(page.getByText("Two notes were played.")).toBeVisible();
  await enter(casey, "check");
  await expect(page.getByRole("heading", { name: "You are in the lobby" })).toBeVisible();
  await expect(page.getByText("Asia/Kathmandu")).toBeVisible();
  await lookSmall(page, "lobby");

  const staff = await arrive(small);
  await staff.signIn("interviewer", "/problems");
  await staff.page.goto(`/room/${interview.id}`);
  await enter(staff, "check-member");
  const other = staff.page;
  await expect(other.getByText("Casey Candidate (candidate) is in the lobby.")).toBeVisible();
  await lookSmall(other, "knock");
  await other.getByRole("button", { name: "Admit Casey Candidate" }).click();

  const holder = await other.getByRole("figure").first().getAttribute("aria-label");
  const interviewer = holder?.replace(" (you)", "") ?? "";
  await expectMoving(page, interviewer);
  await expectMoving(other, "Casey Candidate");
  await expect(page.getByText("Connected")).toBeVisible();
  await lookSmall(page, "room");
  await lookSmall(other, "room-holder");

  // The other's state in words, by the key and by the button.
  const casesTile = other.getByRole("figure", { name: "Casey Candidate", exact: true });
  await page.keyboard.press("m");
  await expect(casesTile).toContainText("Muted");
  await page.getByRole("button", { name: "Unmute" }).click();
  await expect(casesTile).toContainText("Microphone on");
  await page.keyboard.press("v");
  await expect(casesTile).toContainText("Camera off");
  await lookSmall(other, "camera-off");
  await page.keyboard.press("v");
  await expectMoving(other, "Casey Candidate");
  await other.keyboard.press("g");
  await lookSmall(other, "grid");
  await other.keyboard.press("g");

  await page.getByRole("button", { name: "Share screen" }).click();
  await expect(other.getByLabel("Screen of Casey Candidate", { exact: true }).first()).toBeVisible();
  await lookSmall(other, "screen");
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await expect(other.getByLabel("Screen of Casey Candidate", { exact: true })).toHaveCount(0);

  // Who loads the page again is in again, once.
  await page.reload();
  await enter(casey, "check-again");
  await expectMoving(page, interviewer);
  await expect(other.getByRole("figure", { name: "Casey Candidate", exact: true })).toHaveCount(1);

  tolerateGoodbye(casey, staff);
  await other.getByRole("button", { name: "More about Casey Candidate" }).click();
  await other.getByRole("menuitem", { name: "Remove from the interview…" }).click();
  await lookSmall(other, "remove");
  await other.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "You are not in this interview any more" })).toBeVisible();
  await lookSmall(page, "removed");
  await expect(casesTile).toHaveCount(0);

  await other.getByRole("button", { name: "End for all" }).click();
  await lookSmall(other, "end");
  await other.getByRole("alertdialog").getByRole("button", { name: "End for all" }).click();
  await expect(other.getByRole("heading", { name: "This interview has ended" })).toBeVisible();
  await lookSmall(other, "ended");
});

/** From now on, how sharp the sharpest frame of somebody was: the largest step between two points beside each other. */
async function watchSharpness(page: Page, of: string) {
  await page.evaluate((label) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
    const seen = { frames: 0, sharpest: 0 };
    Object.assign(window, { seen });
    setInterval(() => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`);
      if (!video || video.videoWidth === 0) return;
      context.drawImage(video, 0, 0, 320, 180);
      const { data } = context.getImageData(0, 0, 320, 180);
      seen.frames++;
      for (let i = 4; i < data.length; i += 4) {
        if ((i / 4) % 320 === 0) continue;
        seen.sharpest = Math.max(seen.sharpest, Math.abs((data[i + 1] ?? 0) - (data[i - 3] ?? 0)));
      }
    }, 50);
  }, `Picture of ${of}`);
}

interface Seen {
  frames: number;
  sharpest: number;
}

/** What was seen since the last time. */
const seen = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen };
    const until = { ...seen };
    Object.assign(seen, { frames: 0, sharpest: 0 });
    return until;
  });

const sharp = 60;
const blurred = 20;
const isBlurred = ({ frames, sharpest }: Seen) => frames > 5 && sharpest < blurred;

/** Some frames came, and none was sharp. */
async function expectBlurred(page: Page) {
  const total = { frames: 0, sharpest: 0 };
  await expect
    .poll(async () => {
      const { frames, sharpest } = await seen(page);
      total.frames += frames;
      total.sharpest = Math.max(total.sharpest, sharpest);
      return total.frames;
    })
    .toBeGreaterThan(20);
  expect(total.sharpest).toBeLessThan(blurred);
}

test("a blurred background is sent from the first frame on, and no other picture", { tag: "@whole" }, async ({ arrive }) => {
  const { interview, candidate } = await schedule("With a blurred background");
  const casey = await arrive(small);
  const { page } = casey;
  await page.goto(new URL(candidate.attributes.link).pathname);
  const blur = page.getByRole("switch", { name: "Blur my background" });
  await expect(page.getByLabel("Your camera's picture")).toBeVisible();
  await expect(blur).not.toBeChecked();
  await blur.check();
  await expect(page.getByText("Getting ready to blur")).toBeVisible();
  await enter(casey, "check-blurred");
  const staff = await arrive(small);
  await staff.signIn("interviewer", "/problems");
  await staff.page.goto(`/room/${interview.id}`);
  await enter(staff, "check-member");
  const other = staff.page;
  await watchSharpness(other, "Casey Candidate");
  await other.getByRole("button", { name: "Admit Casey Candidate" }).click();
  await expectMoving(other, "Casey Candidate");
  await expectBlurred(other);

  // A camera that was off is blurred when it is on again.
  await page.keyboard.press("v");
  const tile = other.getByRole("figure", { name: "Casey Candidate", exact: true });
  await expect(tile).toContainText("Camera off");
  await page.keyboard.press("v");
  await expectMoving(other, "Casey Candidate");
  await expectBlurred(other);
  await lookSmall(other, "blurred");

  const inMenu = page.getByRole("menuitemcheckbox", { name: "Blur my background" });
  await page.getByRole("button", { name: "Devices" }).click();
  await expect(inMenu).toBeChecked();
  await lookSmall(page, "blur-menu");
  await inMenu.click();
  await expect.poll(async () => (await seen(other)).sharpest).toBeGreaterThan(sharp);
  await page.getByRole("button", { name: "Devices" }).click();
  await inMenu.click();
  await expect.poll(async () => isBlurred(await seen(other))).toBe(true);
  await expectMoving(other, "Casey Candidate");
  await expectBlurred(other);

  await page.reload();
  await expect(blur).toBeChecked();
});

test("a second tab and a second device ask before they take over, and one comes back after leaving", async ({ arrive }) => {
  const { interview } = await schedule("On two devices");
  const staff = await arrive(small);
  await staff.signIn("interviewer", "/problems");
  // LiveKit's word for a track of a tab that has just made way for another.
  staff.tolerate(/^the console says: Tried to add a track for a participant, that's not present/);
  const { page } = staff;
  await page.goto(`/room/${interview.id}`);
  await enter(staff, "check-alone");
  await expect(page.getByText("Connected")).toBeVisible();
  await expect(page.getByText("Not recorded")).toBeVisible();

  const second = await staff.context.newPage();
  await second.goto(`/room/${interview.id}`);
  await expect(second.getByRole("heading", { name: "You are in this interview elsewhere" })).toBeVisible();
  await look(second, "interview-elsewhere");
  await second.getByRole("button", { name: "Take over here" }).click();
  await expect(page.getByRole("heading", { name: "You are in this interview elsewhere" })).toBeVisible();
  await second.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(second.getByText("Connected")).toBeVisible();
  await expect(second.getByRole("figure")).toHaveCount(1);

  await second.getByRole("button", { name: "Leave" }).click();
  await expect(second.getByRole("heading", { name: "You have left the interview" })).toBeVisible();
  await look(second, "interview-left");
  await second.getByRole("button", { name: "Come back" }).click();
  await expect(second.getByText("Connected")).toBeVisible();

  // Another browser knows nothing of the first one's tabs: the server asks.
  const phone = await arrive(small);
  phone.tolerate(/^409 POST \/v1\/interview-sessions$/);
  await phone.signIn("interviewer", "/problems");
  await phone.page.goto(`/room/${interview.id}`);
  await enter(phone, "check-phone");
  await expect(phone.page.getByRole("heading", { name: "You are in this interview elsewhere" })).toBeVisible();
  await phone.page.getByRole("button", { name: "Take over here" }).click();
  await expect(phone.page.getByText("Connected")).toBeVisible();
  await expect(second.getByRole("heading", { name: "You are in this interview elsewhere" })).toBeVisible();
});

test("people write to each other, interviewers among themselves too, and the timer runs for all", async ({ arrive }) => {
  const { interview, candidate } = await schedule("Words and time");
  const api = await Api.signedIn("recruiter");
  const expert = await api.create(
    "interview-participants",
    { name: "Iris Expert", email: `iris.${interview.id}@elsewhere.example`, role: "interviewer" },
    { interview },
  );
  await api.close();
  const iris = await arrive(small);
  await iris.page.goto(new URL(expert.attributes.link).pathname);
  await enter(iris, "check-guest-interviewer");
  const casey = await arrive(small);
  await casey.page.goto(new URL(candidate.attributes.link).pathname);
  await enter(casey, "check");
  // An interviewer by link admits, though she is no member.
  await iris.page.getByRole("button", { name: "Admit Casey Candidate" }).click();
  await expect(casey.page.getByText("Connected")).toBeVisible();

  await iris.page.keyboard.press("c");
  await expect(iris.page.getByText("Nothing was written yet")).toBeVisible();
  await lookSmall(iris.page, "chat-empty");
  const box = iris.page.getByRole("textbox");
  await box.fill("Hello Casey, see https://go.dev/doc/effective_go.");
  await box.press("Enter");
  await expect(casey.page.getByRole("tab", { name: "Chat 1 unread" })).toBeVisible();
  await lookSmall(casey.page, "chat-unread");
  await casey.page.keyboard.press("c");
  await expect(casey.page.getByRole("link", { name: "https://go.dev/doc/effective_go" })).toBeVisible();
  await casey.page.getByRole("textbox", { name: "Message to all" }).fill("Thank you");
  await casey.page.getByRole("button", { name: "Send", exact: true }).click();

  await iris.page.getByText("Interviewers only").click();
  await iris.page.getByRole("textbox", { name: "Message to the interviewers only" }).fill("She is quick. Ask for the second problem?");
  await lookSmall(iris.page, "chat-whispering");
  await iris.page.getByRole("button", { name: "Whisper" }).click();
  await iris.page.getByText("All", { exact: true }).click();
  await iris.page.getByRole("textbox", { name: "Message to all" }).fill("Shall we begin?");
  await iris.page.getByRole("textbox", { name: "Message to all" }).press("Enter");
  await expect(iris.page.getByRole("log")).toContainText("She is quick");
  await expect(casey.page.getByRole("log")).toContainText("Shall we begin?");
  await expect(casey.page.getByRole("log")).not.toContainText("She is quick");
  await lookSmall(iris.page, "chat");
  await lookSmall(casey.page, "chat-candidate");

  await casey.page.getByRole("button", { name: "React", exact: true }).click();
  await casey.page.getByRole("menuitem", { name: "Raise your hand" }).click();
  await expect(iris.page.getByText("Casey Candidate raises a hand").first()).toBeAttached();
  await lookSmall(iris.page, "reaction");

  await iris.page.getByRole("button", { name: "Timer" }).click();
  await iris.page.getByLabel("Minutes").fill("20");
  await lookSmall(iris.page, "timer-setting");
  await iris.page.getByRole("button", { name: "Start" }).click();
  await expect(casey.page.getByRole("timer")).toContainText(/^(20:00|19:\d\d)$/);
  await iris.page.getByRole("button", { name: /^Timer: / }).click();
  await iris.page.getByRole("button", { name: "Pause" }).click();
  await expect(casey.page.getByRole("timer")).toContainText("paused");
  await lookSmall(iris.page, "timer-paused");
  await lookSmall(casey.page, "timer-candidate");
  await expectOpenToAll(iris.page, "the room of an interviewer");
  await expectOpenToAll(casey.page, "the room of a candidate");
});

test("a link that leads nowhere says what to do", async ({ arrive }) => {
  const anyone = await arrive(small);
  anyone.tolerate(/^404 POST \/v1\/interview-entries$|^409 POST \/v1\/interview-sessions$/);
  const { page } = anyone;
  await page.goto("/interview/NOSUCHLINKATALL");
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await lookSmall(page, "dead-link");
  await page.goto("/room/whatever");
  await expect(page.getByRole("heading", { name: "Open the link of your invitation" })).toBeVisible();
  await lookSmall(page, "unsigned");

  const early = await schedule("Next week", { startsAt: new Date(Date.now() + 7 * 86_400_000).toISOString() });
  await page.goto(new URL(early.candidate.attributes.link).pathname);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("heading", { name: "You are early" })).toBeVisible();
  await lookSmall(page, "early");
  const api = await Api.signedIn("recruiter");
  await api.update(early.interview, { state: "cancelled" });
  await api.close();
  await page.reload();
  await expect(page.getByRole("heading", { name: "This interview was cancelled" })).toBeVisible();
  await lookSmall(page, "cancelled");
});
