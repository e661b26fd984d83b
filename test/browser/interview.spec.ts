import { Api } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { expect, type Person, test } from "./people";
import { enter, expectMoving, lookSmall, schedule, small } from "./room";

test.use({ launchOptions: chromiumWithDevices });

/**
 * Who is disconnected by the server asks why, and is refused; the video client tells of channels that were closed on it.
 */
function tolerateGoodbye(...people: Person[]) {
  for (const person of people) {
    person.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
    person.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  }
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
