import { expect, test, vi } from "vitest";
import { noteServerTime, passedMark, serverNow } from "./clock";

test("the page's clock follows the server's", () => {
  vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-01-01T10:00:00Z"));
  noteServerTime("2026-01-01T12:34:56Z");
  expect(new Date(serverNow()).toISOString()).toBe("2026-01-01T12:34:56.000Z");
  noteServerTime("not a time");
  expect(new Date(serverNow()).toISOString()).toBe("2026-01-01T12:34:56.000Z");
});

test.each([
  ["before the first mark", 700, 601, undefined],
  ["at ten minutes", 601, 600, 600],
  ["after a sleep over two marks, the one that matters", 900, 40, 60],
  ["below the last mark", 59, 58, undefined],
])("%s", (_name, before, now, mark) => {
  expect(passedMark(before, now)).toBe(mark);
});
