import type { Page } from "@playwright/test";
import { Api, type Resource } from "./api";
import { look } from "./look";
import { expect, type Person } from "./people";

interface Scheduled {
  interview: Resource;
  candidate: Resource;
}

export async function schedule(title: string, more: object = {}): Promise<Scheduled> {
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

export async function expectMoving(page: Page, of: string) {
  await expect(picture(page, of)).toBeVisible();
  await expect.poll(() => frame(page, of)).not.toBe("");
  const first = await frame(page, of);
  await expect.poll(() => frame(page, of)).not.toBe(first);
}

/** Pictures of a state in a laptop's and a phone's width. */
export async function lookSmall(page: Page, name: string) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await look(page, `interview-${name}`);
  }
}

export const small = { viewport: { width: 1280, height: 800 } };

export async function enter({ page }: Person, name: string) {
  await expect(page.getByLabel("Your camera's picture")).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue", exact: true })).toBeVisible();
  await lookSmall(page, name);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}
