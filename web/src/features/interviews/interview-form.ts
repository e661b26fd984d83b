import type { InterviewAttributes } from "@codecraft/api/types";
import type { UseFormReturn } from "react-hook-form";
import type { Person } from "./queries";
import { momentsOf, ownZone, shownAt } from "./zones";

export interface InterviewValues {
  title: string;
  agenda: string;
  recorded: boolean;
  date: string;
  time: string;
  timeZone: string;
  /** One of the usual ones in minutes, or "own". */
  duration: string;
  durationMinutes: number;
  people: Person[];
}

export type InterviewForm = UseFormReturn<InterviewValues>;

export const usualDurations = [30, 45, 60, 90];

const dayMs = 86_400_000;

/** A new interview is tomorrow at ten, where its author is. */
export function newValues(now = Date.now()): InterviewValues {
  const timeZone = ownZone();
  return {
    title: "",
    agenda: "",
    recorded: false,
    date: shownAt(new Date(now + dayMs).toISOString(), timeZone).date,
    time: "10:00",
    timeZone,
    duration: "60",
    durationMinutes: 60,
    people: [
      { role: "candidate", name: "", email: "" },
      { role: "interviewer", name: "", email: "" },
    ],
  };
}

export function valuesOf(interview: InterviewAttributes): InterviewValues {
  const { title, agenda, recorded, startsAt, timeZone, durationMinutes } = interview;
  const duration = usualDurations.includes(durationMinutes) ? String(durationMinutes) : "own";
  return {
    title,
    agenda,
    recorded,
    ...shownAt(startsAt, timeZone),
    timeZone,
    duration,
    durationMinutes,
    people: [],
  };
}

export function whenOf(values: InterviewValues) {
  const { date, time, timeZone, duration, durationMinutes } = values;
  return {
    startsAt: momentsOf(date, time, timeZone)[0],
    timeZone,
    durationMinutes: duration === "own" ? durationMinutes : Number(duration),
  };
}

export function aboutOf({ title, agenda, recorded }: InterviewValues) {
  return { title, agenda, recorded };
}

/** The rows in which somebody is written. */
export function peopleOf({ people }: InterviewValues): Person[] {
  return people.filter(({ email, name }) => email.trim() || name.trim());
}
