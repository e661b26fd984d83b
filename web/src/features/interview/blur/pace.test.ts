import { expect, it } from "vitest";
import { Pace } from "./pace";

/** Frames of one length for some time, and what was told meanwhile. */
function frames(pace: Pace, ms: number, from: number, to: number) {
  const told: string[] = [];
  for (let now = from; now < to; now += Math.max(ms, 33)) {
    const news = pace.took(ms, now);
    if (news) told.push(news);
  }
  return told;
}

it("a device that falls behind for seconds is told once, and again when it has caught up", () => {
  const pace = new Pace();
  expect(frames(pace, 20, 0, 20_000)).toEqual([]);
  expect(frames(pace, 200, 20_000, 40_000)).toEqual(["slow"]);
  expect(frames(pace, 20, 40_000, 60_000)).toEqual(["steady"]);
});

it("a hiccup is no news", () => {
  const pace = new Pace();
  expect(frames(pace, 200, 0, 4000)).toEqual([]);
  expect(frames(pace, 20, 4000, 8000)).toEqual([]);
  expect(frames(pace, 200, 8000, 12_000)).toEqual([]);
});
