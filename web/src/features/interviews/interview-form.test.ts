import type { InterviewAttributes } from "@codecraft/api/types";
import { expect, it } from "vitest";
import { newValues, peopleOf, valuesOf, whenOf } from "./interview-form";

const interview = (attributes: Partial<InterviewAttributes>) =>
  ({
    title: "Systems",
    agenda: "",
    recorded: false,
    timeZone: "UTC",
    durationMinutes: 60,
    ...attributes,
  }) as InterviewAttributes;

it("shows an interview in its own zone, and stores what it shows", () => {
  const values = valuesOf(
    interview({ startsAt: "2026-03-02T19:00:00Z", timeZone: "Asia/Kathmandu", durationMinutes: 50 }),
  );
  expect(values).toMatchObject({ date: "2026-03-03", time: "00:45", duration: "own" });
  const when = { startsAt: "2026-03-02T19:00:00.000Z", timeZone: "Asia/Kathmandu", durationMinutes: 50 };
  expect(whenOf(values)).toEqual(when);
  expect(whenOf({ ...values, duration: "90" }).durationMinutes).toBe(90);
});

it("keeps the time on clocks when an interview is moved over their change", () => {
  const values = valuesOf(interview({ startsAt: "2026-03-28T09:00:00Z", timeZone: "Europe/Berlin" }));
  expect(values.time).toBe("10:00");
  expect(whenOf({ ...values, date: "2026-03-29" }).startsAt).toBe("2026-03-29T08:00:00.000Z");
});

it("begins tomorrow, and leaves out rows in which nobody is written", () => {
  const values = newValues(Date.parse("2026-12-31T12:00:00Z"));
  expect(values.date).toBe("2027-01-01");
  const [kim, nobody] = values.people;
  if (!kim || !nobody) throw new Error("no rows to begin with");
  kim.email = "kim@candidates.example";
  expect(peopleOf(values)).toEqual([kim]);
});
