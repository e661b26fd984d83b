import { expect, it } from "vitest";
import { agree, isZone, momentsOf, shownAt, zoneNames } from "./zones";

it("reads a time in its zone, with minutes in the offset", () => {
  expect(momentsOf("2026-03-02", "14:45", "Asia/Kathmandu")).toEqual(["2026-03-02T09:00:00.000Z"]);
  expect(shownAt("2026-03-02T09:00:00Z", "Asia/Kathmandu")).toEqual({ date: "2026-03-02", time: "14:45" });
  expect(shownAt("2026-03-02T19:00:00Z", "Asia/Kathmandu")).toEqual({ date: "2026-03-03", time: "00:45" });
});

it("knows the days on which clocks change", () => {
  expect(momentsOf("2026-03-29", "01:59", "Europe/Berlin")).toEqual(["2026-03-29T00:59:00.000Z"]);
  expect(momentsOf("2026-03-29", "02:30", "Europe/Berlin")).toEqual([]);
  expect(momentsOf("2026-03-29", "03:00", "Europe/Berlin")).toEqual(["2026-03-29T01:00:00.000Z"]);
  expect(momentsOf("2026-10-25", "02:30", "Europe/Berlin")).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
  ]);
  // By half an hour, and by a whole day that never was.
  expect(momentsOf("2026-10-04", "02:15", "Australia/Lord_Howe")).toEqual([]);
  expect(momentsOf("2011-12-30", "12:00", "Pacific/Apia")).toEqual([]);
});

it("brings every hour of such a day back as it was written", () => {
  for (const day of ["2026-03-29", "2026-10-25"]) {
    for (let hour = 0; hour < 24; hour++) {
      const time = `${String(hour).padStart(2, "0")}:30`;
      for (const moment of momentsOf(day, time, "Europe/Berlin"))
        expect(shownAt(moment, "Europe/Berlin")).toEqual({ date: day, time });
    }
  }
});

it("tells whether two zones show the same at a moment", () => {
  expect(agree("2026-01-10T12:00:00Z", "Europe/London", "UTC")).toBe(true);
  expect(agree("2026-07-10T12:00:00Z", "Europe/London", "UTC")).toBe(false);
});

it("takes zones by their names, and nothing else", () => {
  expect(["Asia/Kathmandu", "UTC", "Europe/Berlin"].every(isZone)).toBe(true);
  expect(["", "Berlin", "Europe/Nowhere"].some(isZone)).toBe(false);
  expect(momentsOf("2026-03-02", "14:45", "Berlin")).toEqual([]);
  expect(momentsOf("", "14:45", "UTC")).toEqual([]);
  expect(zoneNames()).toContain("UTC");
});
