import type { Item } from "@codecraft/api/resources";

type Interview = Item<"interviews">;

const start = ({ attributes }: Interview) => Date.parse(attributes.startsAt);
const end = (interview: Interview) => start(interview) + interview.attributes.durationMinutes * 60_000;

/** Nobody held it: its time is over, and it never became live. */
export function isMissed(interview: Interview, now: number): boolean {
  return interview.attributes.state === "scheduled" && end(interview) <= now;
}

/** What runs now, then what comes, the nearest first, then what is over, the last first. */
export function groupInterviews(interviews: Interview[], now: number) {
  const live = interviews.filter(({ attributes }) => attributes.state === "live");
  const upcoming = interviews.filter((i) => i.attributes.state === "scheduled" && !isMissed(i, now));
  const past = interviews.filter((i) => !live.includes(i) && !upcoming.includes(i));
  return {
    live: live.sort((a, b) => start(a) - start(b)),
    upcoming: upcoming.sort((a, b) => start(a) - start(b)),
    past: past.sort((a, b) => start(b) - start(a)),
  };
}

const doorMs = 60 * 60_000;

/** When people can enter it first. */
export function doorOpens(interview: Interview): string {
  return new Date(start(interview) - doorMs).toISOString();
}

export function isOpen(interview: Interview, now: number): boolean {
  const { state } = interview.attributes;
  return state === "live" || (state === "scheduled" && now >= start(interview) - doorMs);
}
