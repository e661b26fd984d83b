import type { Item } from "@codecraft/api/resources";
import { expect, it } from "vitest";
import { groupInterviews, isMissed, isOpen } from "./groups";

type State = Item<"interviews">["attributes"]["state"];
const now = Date.parse("2026-03-02T12:00:00Z");
const at = (hours: number, state: State = "scheduled") =>
  ({
    id: `${state} ${hours}`,
    attributes: { startsAt: new Date(now + hours * 3_600_000).toISOString(), durationMinutes: 60, state },
  }) as Item<"interviews">;

it("lists what runs first, then what comes next, then what was last", () => {
  const all = [at(-50, "ended"), at(26), at(2), at(-0.5, "live"), at(-2), at(3, "cancelled"), at(-0.5)];
  const { live, upcoming, past } = groupInterviews(all, now);
  expect(live.map((i) => i.id)).toEqual(["live -0.5"]);
  expect(upcoming.map((i) => i.id)).toEqual(["scheduled -0.5", "scheduled 2", "scheduled 26"]);
  expect(past.map((i) => i.id)).toEqual(["cancelled 3", "scheduled -2", "ended -50"]);
  expect(isMissed(at(-2), now)).toBe(true);
  expect(isMissed(at(-0.5), now)).toBe(false);
});

it("opens the door an hour before", () => {
  expect(isOpen(at(1), now)).toBe(true);
  expect(isOpen(at(1.1), now)).toBe(false);
  expect(isOpen(at(30, "live"), now)).toBe(true);
  expect(isOpen(at(0, "cancelled"), now)).toBe(false);
});
