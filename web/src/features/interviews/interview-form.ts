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
  rubric: Criterion[];
}

/** What scorecards rate. */
export interface Criterion {
  name: string;
  description: string;
}

/** What an interview begins with; the server has the same for those that have no rubric of their own. */
export const standardRubric: Criterion[] = [
  {
    name: "Problem solving",
    description: "Understands the problem, weighs ways to solve it, and finds one that works",
  },
  { name: "Code", description: "Writes code that is right, easy to read, and tested" },
  { name: "Knowledge", description: "Knows the language, its tools, and what a solution costs" },
  { name: "Communication", description: "Says what they think, asks, and takes up what others say" },
];

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
    rubric: standardRubric,
  };
}

export function valuesOf(interview: InterviewAttributes): InterviewValues {
  const { title, agenda, recorded, startsAt, timeZone, durationMinutes, rubric = [] } = interview;
  return {
    title,
    agenda,
    recorded,
    ...shownAt(startsAt, timeZone),
    timeZone,
    ...durationOf(durationMinutes),
    people: [],
    rubric: criteriaOf(rubric),
  };
}

/** What is made of again and again, and what an interview of it begins with. */
export type Pattern = Pick<InterviewAttributes, "agenda" | "recorded" | "durationMinutes" | "rubric">;

/** The form as it is, with what a template has in the place of what was there; what it is called, and when and with whom, stays. */
export function filledFrom(values: InterviewValues, name: string, pattern: Pattern): InterviewValues {
  const { agenda, recorded, durationMinutes, rubric = [] } = pattern;
  return {
    ...values,
    ...durationOf(durationMinutes),
    title: values.title.trim() ? values.title : name,
    agenda: agenda ?? "",
    recorded: recorded ?? false,
    rubric: rubric.length > 0 ? criteriaOf(rubric) : standardRubric,
  };
}

const durationOf = (durationMinutes: number) => ({
  duration: usualDurations.includes(durationMinutes) ? String(durationMinutes) : "own",
  durationMinutes,
});

const criteriaOf = (rubric: NonNullable<Pattern["rubric"]>): Criterion[] =>
  rubric.map(({ name, description = "" }) => ({ name, description }));

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

/** The criteria, without rows in which nothing is written; none are the standard ones. */
export function rubricOf(values: Pick<InterviewValues, "rubric">): { rubric: Criterion[] } {
  const rubric = values.rubric
    .map(({ name, description }) => ({ name: name.trim(), description: description.trim() }))
    .filter(({ name, description }) => name || description);
  return { rubric: isStandard(rubric) ? [] : rubric };
}

export function isStandard(rubric: Criterion[]): boolean {
  return (
    rubric.length === standardRubric.length &&
    standardRubric.every(
      ({ name, description }, i) => name === rubric[i]?.name && description === rubric[i]?.description,
    )
  );
}

/** What is wrong with the name of a criterion among all of them, or nothing. */
export function faultOfCriterion(rubric: Criterion[], at: number): string | undefined {
  const plain = (criterion: Criterion | undefined) => criterion?.name.trim().toLowerCase() ?? "";
  const name = plain(rubric[at]);
  if (name === "") return rubric[at]?.description.trim() ? "Give it a name." : undefined;
  const isRepeated = rubric.some((other, i) => i < at && plain(other) === name);
  return isRepeated ? "There is a criterion of this name already." : undefined;
}

/** The rows in which somebody is written. */
export function peopleOf({ people }: InterviewValues): Person[] {
  return people.filter(({ email, name }) => email.trim() || name.trim());
}
