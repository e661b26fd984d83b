import { describe, expect, it } from "vitest";
import {
  count,
  formatBytes,
  formatClock,
  formatMinutes,
  formatMoment,
  formatMs,
  formatRelative,
  formatScore,
  zoneName,
} from "./format";

describe("format", () => {
  it.each([
    [0, "0:00"],
    [9.9, "0:09"],
    [-5, "0:00"],
    [1500, "25:00"],
    [3909, "1:05:09"],
  ])("counts down %s seconds", (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });

  it.each([
    [0.84, "0.8 ms"],
    [12.4, "12 ms"],
    [1254, "1.25 s"],
    [null, "–"],
  ])("writes %s ms of a program", (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  it.each([
    [100, "100 B"],
    [1536, "1.5 KiB"],
    [3 * 1024 * 1024, "3 MiB"],
    [5 * 1024 ** 3, "5 GiB"],
  ])("writes %s bytes", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("writes durations, counts and scores", () => {
    expect(formatMinutes(45)).toBe("45 min");
    expect(formatMinutes(90)).toBe("1 h 30 min");
    expect(count(1, "test")).toBe("1 test");
    expect(count(2, "entry", "entries")).toBe("2 entries");
    expect(formatScore(undefined, 100)).toBe("– / 100");
    expect(formatScore(75.5, 100)).toBe("75.5 / 100");
  });

  it("writes moments with weekday and zone, and the year when it is another one", () => {
    const now = Date.parse("2026-11-29T12:00:00Z");
    const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" })
      .formatToParts(now)
      .find((part) => part.type === "timeZoneName")?.value;
    const soon = formatMoment("2026-11-30T12:00:00Z", now);
    expect(soon).toMatch(/Mon/);
    expect(soon).toContain(zone);
    expect(soon).not.toContain("2026");
    expect(formatMoment("2027-11-30T12:00:00Z", now)).toContain("2027");
    expect(formatMoment(null, now)).toBe("–");
    expect(zoneName("2026-11-30T12:00:00Z")).toContain(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it("stays at now below a minute, so that lists do not flicker", () => {
    const now = Date.parse("2026-01-01T12:00:00Z");
    expect(formatRelative("2026-01-01T11:59:10Z", now)).toBe("now");
    expect(formatRelative("2026-01-01T11:55:00Z", now)).toBe("5 min. ago");
    expect(formatRelative("2026-01-01T14:00:00Z", now)).toBe("in 2 hr.");
    expect(formatRelative(null, now)).toBe("–");
  });
});
