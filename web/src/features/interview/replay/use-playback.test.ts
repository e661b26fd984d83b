// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { usePlayback } from "./use-playback";

let frames: ((time: number) => void)[];
let now: number;

beforeEach(() => {
  localStorage.clear();
  frames = [];
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("requestAnimationFrame", (frame: (time: number) => void) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", () => {
    frames = [];
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The browser draws frames for so long. */
function pass(ms: number) {
  act(() => {
    for (const end = now + ms; now < end; ) {
      now += 20;
      const due = frames;
      frames = [];
      for (const frame of due) frame(now);
    }
  });
}

/** What is drawn is behind the clock by a few frames at most. */
function expectNear(ms: number, wanted: number, rate = 1) {
  expect(Math.abs(ms - wanted)).toBeLessThanOrEqual(60 * rate);
}

const moments = [0, 5000, 30_000, 40_000];

function play(startMs = 0, isSkipping = true) {
  return renderHook(() => usePlayback({ lengthMs: 40_000, moments, startMs, isSkipping })).result;
}

test("it plays at its rate, is paused where it is, and jumps over silence", () => {
  const clock = play();
  act(() => clock.current.toggle());
  pass(2000);
  expectNear(clock.current.ms, 2000);
  act(() => clock.current.setRate(4));
  pass(500);
  expectNear(clock.current.ms, 4000, 4);
  pass(600);
  expect(clock.current.ms).toBeGreaterThanOrEqual(29_000);
  act(() => clock.current.toggle());
  const { ms } = clock.current;
  pass(1000);
  expect(clock.current.ms).toBe(ms);
});

test("silence is sat through when it is not to be skipped", () => {
  const clock = play(5000);
  act(() => clock.current.setSkips(false));
  act(() => clock.current.toggle());
  pass(3000);
  expectNear(clock.current.ms, 8000);
});

test("silence is skipped as it suits the interview, until somebody chooses otherwise", () => {
  const recorded = play(0, false);
  expect(recorded.current.skips).toBe(false);
  act(() => recorded.current.setSkips(true));
  expect(play(0, false).current.skips).toBe(true);
});

test("it ends at the end, and begins anew from there", () => {
  const clock = play(39_500);
  act(() => clock.current.toggle());
  pass(1000);
  expect(clock.current).toMatchObject({ ms: 40_000, isPlaying: false });
  act(() => clock.current.toggle());
  expect(clock.current).toMatchObject({ ms: 0, isPlaying: true });
});

test("steps stay within the interview", () => {
  const clock = play(3000);
  act(() => clock.current.step(-5000));
  expect(clock.current.ms).toBe(0);
  act(() => clock.current.seek(99_000));
  expect(clock.current.ms).toBe(40_000);
});

test("one file that does not come holds the clock until it does", () => {
  const clock = play();
  act(() => clock.current.toggle());
  act(() => clock.current.hold("a", true));
  act(() => clock.current.hold("b", true));
  pass(1000);
  act(() => clock.current.hold("a", false));
  pass(1000);
  expect(clock.current).toMatchObject({ ms: 0, isHeld: true });
  act(() => clock.current.hold("b", false));
  pass(1000);
  expect(clock.current.isHeld).toBe(false);
  expectNear(clock.current.ms, 1000);
});
