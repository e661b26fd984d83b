import type { Page } from "@playwright/test";
import { chromiumWithDevices } from "./chromium";
import { expect, test } from "./people";
import { enter, expectMoving, lookSmall, schedule, small } from "./room";

test.use({ launchOptions: chromiumWithDevices });

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

/** A camera before a wall of tiles, by light that comes and goes: nobody is there, and all of it is sharp. */
async function seeTiles(page: Page) {
  await page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const open = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [640, 360];
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      const tiles = Array.from({ length: 80 * 45 }, () => Math.random() < 0.5);
      setInterval(() => {
        const light = 200 + 50 * Math.sin(Date.now() / 1000);
        tiles.forEach((isDark, i) => {
          context.fillStyle = isDark ? "black" : `rgb(${light},${light},${light})`;
          context.fillRect(8 * (i % 80), 8 * Math.floor(i / 80), 8, 8);
        });
      }, 100);
      return canvas.captureStream(10);
    };
    navigator.mediaDevices.getUserMedia = async (wanted) => (wanted?.video ? open() : ask(wanted));
  });
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

// Tiles beside each other differ by 150 and more before they are sent; blurred ones were seen to differ by 20.
const sharp = 80;
const blurred = 40;
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
  await seeTiles(page);
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const network = () => loaded.filter((path) => /\.(wasm|tflite)$/.test(path)).length;
  await page.goto(new URL(candidate.attributes.link).pathname);
  const blur = page.getByRole("switch", { name: "Blur my background" });
  await expect(page.getByLabel("Your camera's picture")).toBeVisible();
  await expect(blur).not.toBeChecked();
  expect(network()).toBe(0);
  await blur.check();
  await expect.poll(network).toBe(2);
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
