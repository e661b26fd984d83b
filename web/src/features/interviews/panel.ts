import type { Item } from "@codecraft/api/resources";
import type { Scorecard } from "@/lib/evaluation";

type Participant = Item<"interview-participants">;

interface Known {
  people: Participant[];
  /** Those that one may see. */
  cards: Scorecard[];
  /** Of whom the timeline tells that they have submitted theirs. */
  submitted: string[];
}

/** The interviewers who were there, and have not submitted their scorecard yet. */
export function missingOf({ people, cards, submitted }: Known): Participant[] {
  const done = new Set(submitted);
  for (const { attributes } of cards)
    if (attributes.state === "submitted") done.add(attributes.participantId);
  return people.filter(
    ({ id, attributes }) =>
      attributes.role === "interviewer" && attributes.state === "admitted" && !done.has(id),
  );
}

interface View {
  missing: Participant[];
  /** Who looks, where they take part in it. */
  self?: Participant;
  /** Whether who looks has a card of their own. */
  hasOwn: boolean;
  isDecided: boolean;
}

/** Whose scorecards are missing, and why those that are there may be hidden; nothing once all are in. */
export function aboutCards({ missing, self, hasOwn, isDecided }: View): string | undefined {
  if (missing.length === 0) return undefined;
  const names = missing.map(({ id, attributes }) =>
    id === self?.id ? "yours" : attributes.name || "a member’s",
  );
  const still = `Still missing: ${names.join(", ")}.`;
  if (isDecided && !hasOwn) return still;
  if (missing.some(({ id }) => id === self?.id)) {
    return `Those of the others are hidden until you have submitted yours, so that each judges for themselves. ${still}`;
  }
  if (hasOwn) return still;
  return `They are hidden until every interviewer who was there has submitted theirs, or it is decided. ${still}`;
}
