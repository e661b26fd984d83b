import { expect, test } from "vitest";
import { advance, momentOf, nextMark, silencesOf } from "./clock";

const pace = { rate: 1, lengthMs: 100_000, silences: [] };

test("the clock goes at its rate, and stops at the end", () => {
  expect(advance(1000, 50, pace)).toBe(1050);
  expect(advance(1000, 50, { ...pace, rate: 0.5 })).toBe(1025);
  expect(advance(1000, 50, { ...pace, rate: 32 })).toBe(2600);
  expect(advance(99_990, 50, pace)).toBe(100_000);
});

test("more than ten seconds without anything are a silence, with a second of it left at both ends", () => {
  expect(silencesOf([20_000, 30_000, 30_100, 50_000], 100_000)).toEqual([
    { from: 0, to: 19_000 },
    { from: 31_100, to: 49_000 },
    { from: 51_000, to: 100_000 },
  ]);
  expect(silencesOf([5000], 12_000)).toEqual([]);
  expect(silencesOf([], 12_000)).toEqual([{ from: 0, to: 12_000 }]);
});

test("a silence is skipped when it is met, when one stands in it, and when a step is longer than it", () => {
  const silences = [{ from: 10_000, to: 20_000 }];
  const skipping = { ...pace, silences };
  expect(advance(9000, 500, skipping)).toBe(9500);
  expect(advance(9980, 50, skipping)).toBe(20_000);
  expect(advance(15_000, 50, skipping)).toBe(20_000);
  expect(advance(9980, 12_000, skipping)).toBe(21_980);
  expect(advance(20_000, 50, skipping)).toBe(20_050);
});

test("marks follow each other both ways, and one that was passed just now is not gone back to", () => {
  const marks = [1000, 5000, 9000];
  expect(nextMark(marks, 1000, 1)).toBe(5000);
  expect(nextMark(marks, 9000, 1)).toBeUndefined();
  expect(nextMark(marks, 9000, -1)).toBe(5000);
  expect(nextMark(marks, 5600, -1)).toBe(1000);
  expect(nextMark(marks, 1000, -1)).toBeUndefined();
});

test("an address names a moment within the interview, or its beginning", () => {
  expect(momentOf(754, 3_600_000)).toBe(754_000);
  expect(momentOf(9999, 60_000)).toBe(60_000);
  expect(momentOf(-5, 60_000)).toBe(0);
  expect(momentOf(undefined, 60_000)).toBe(0);
});
