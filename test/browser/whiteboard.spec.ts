import type { Page } from "@playwright/test";
import { Api } from "./api";
import { chromiumWithDevices } from "./chromium";
import { look } from "./look";
import { expectOpenToAll } from "./open-to-all";
import { expect, test } from "./people";

test.use({ launchOptions: chromiumWithDevices });

const small = { viewport: { width: 1280, height: 800 } };

async function lookSmall(page: Page, name: string) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.locator("canvas.interactive")).toBeVisible();
    await look(page, `whiteboard-${name}`);
  }
}

/** Goes to the board, where nothing is drawn. */
async function goTo(page: Page) {
  const canvas = page.getByRole("region", { name: "Whiteboard" }).locator("canvas.interactive");
  await expect(canvas).toBeVisible();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the board has no size");
  await canvas.click({ position: { x: box.width - 20, y: box.height / 2 } });
  return box;
}

/** Draws a rectangle on the board, at a part of its width and height. */
async function drawBox(page: Page, x: number, y: number) {
  const box = await goTo(page);
  await page.keyboard.press("r");
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + (x + 0.1) * box.width, box.y + (y + 0.15) * box.height, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press("Escape");
}

test("everybody draws on one whiteboard, who comes late sees it, and the replay has it", async ({ arrive }) => {
  const recruiting = await Api.signedIn("recruiter");
  const about = { title: "Boxes and arrows", durationMinutes: 45, timeZone: "UTC", startsAt: new Date().toISOString() };
  const interview = await recruiting.create("interviews", about);
  const invited = { name: "Kim Candidate", email: `kim.${interview.id}@candidates.example`, role: "candidate" };
  const candidate = await recruiting.create("interview-participants", invited, { interview });
  const kinds = async () =>
    (await recruiting.list(`/v1/interview-drawings?filter[interview]=${interview.id}`)).flatMap(({ attributes }) =>
      attributes.elements.map(({ type, isDeleted }: { type: string; isDeleted: boolean }) => `${type} ${isDeleted}`),
    );
  const boxes = async () => new Set((await onBoard()).map(({ id }) => id)).size;
  const onBoard = async (): Promise<{ id: string }[]> =>
    (await recruiting.one(`/v1/interview-boards/${interview.id}`)).attributes.elements;

  const kim = await arrive(small);
  await kim.page.goto(new URL(candidate.attributes.link).pathname);
  await kim.page.getByRole("button", { name: "Continue", exact: true }).click();
  const ingo = await arrive(small);
  await ingo.signIn("interviewer", "/problems");
  await ingo.page.goto(`/room/${interview.id}`);
  await ingo.page.getByRole("button", { name: "Continue", exact: true }).click();
  await ingo.page.getByRole("button", { name: "Admit Kim Candidate" }).click();

  for (const { page } of [kim, ingo]) await expect(page.getByText("Connected", { exact: true })).toBeVisible();

  await ingo.page.keyboard.press("b");
  await drawBox(ingo.page, 0.3, 0.3);
  await expect.poll(boxes).toBe(1);
  // Who has not chosen what to look at sees what is worked on.
  await drawBox(kim.page, 0.6, 0.5);
  await expect.poll(boxes).toBe(2);
  // A key of the board does in it what it does there, and not what it does in the room.
  await goTo(kim.page);
  await kim.page.keyboard.press("v");
  await expect(kim.page.getByRole("button", { name: "Turn camera off" })).toBeVisible();

  // A look at the files, or at the video, takes no step away; what others draw meanwhile is there on the way back.
  const board = kim.page.getByRole("region", { name: "Whiteboard" });
  await kim.page.keyboard.press("b");
  await expect(kim.page.getByText("No file yet")).toBeVisible();
  await expect(board).toBeHidden();
  await drawBox(ingo.page, 0.3, 0.6);
  await expect.poll(boxes).toBe(3);
  await kim.page.getByRole("button", { name: "Video large" }).click();
  await kim.page.getByRole("button", { name: "Code", exact: true }).click();
  await kim.page.keyboard.press("b");
  await expect(board).toBeVisible();
  await goTo(kim.page);

  // Taking back is of one's own only. What is chosen is a step, too.
  const pressUntil = (keys: string, count: number) =>
    expect(async () => {
      await kim.page.keyboard.press(keys);
      expect(await boxes()).toBe(count);
    }).toPass();
  await pressUntil("Control+z", 2);
  for (let i = 0; i < 5; i++) await kim.page.keyboard.press("Control+z");
  await pressUntil("Control+Shift+z", 3);
  await expectOpenToAll(kim.page, "the whiteboard");
  await lookSmall(kim.page, "candidate");
  await lookSmall(ingo.page, "interviewer");

  await ingo.page.getByLabel("Candidates may write").uncheck();
  await expect(kim.page.getByText("An interviewer has locked files and whiteboard")).toBeVisible();
  await lookSmall(kim.page, "locked");

  // Who loads the page again finds all of it.
  await kim.page.reload();
  await kim.page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(kim.page.getByRole("region", { name: "Whiteboard" })).toBeVisible();
  await recruiting.update(interview, { state: "ended" });
  for (const person of [kim, ingo]) {
    person.tolerate(/^(403|410) POST \/v1\/interview-sessions$/);
    person.tolerate(/^the console says: (DataChannel error|publisher data channel)/);
  }
  expect(await kinds()).toContain("rectangle true");
  await recruiting.close();

  await ingo.page.goto(`/interviews/${interview.id}/replay`);
  await expect(ingo.page.getByRole("list", { name: "What happened" })).toContainText("drew on the whiteboard");
  await ingo.page.getByRole("slider").press("End");
  await expect(ingo.page.getByRole("tab", { name: "Whiteboard" })).toBeVisible();
  await expect(ingo.page.getByRole("region", { name: "Whiteboard" })).toBeVisible();
  await lookSmall(ingo.page, "replay");
});
