import type { AttemptAttributes } from "@/api/types";

export interface BoardRow {
  id: string;
  attributes: AttemptAttributes;
  /** When this state came, on this machine's clock: from then on the time left is counted down here. */
  seenAt: number;
}

const stateOrder = { started: 0, finished: 1, ready: 2 };

type Key = (row: BoardRow) => string | number;

const keys: Record<string, Key> = {
  name: ({ attributes: a }) => (a.candidateName || a.candidateEmail || "").toLowerCase(),
  state: ({ attributes: a }) => stateOrder[a.state],
  score: ({ attributes: a }) => a.score ?? -1,
  left: ({ attributes: a }) => (a.state === "started" ? a.secondsLeft : Number.MAX_SAFE_INTEGER),
  pastes: ({ attributes: a }) => a.pastes ?? 0,
  absences: ({ attributes: a }) => a.absences ?? 0,
  activity: ({ attributes: a }) => a.lastActivityAt ?? "",
};

/** Sorts by a column ("-" before it turns the order round); equals stand by their ids, so that they never swap. */
export function sortRows(rows: BoardRow[], sort: string): BoardRow[] {
  const descending = sort.startsWith("-");
  const key = keys[descending ? sort.slice(1) : sort] ?? (keys.name as Key);
  return [...rows].sort((a, b) => {
    const x = key(a);
    const y = key(b);
    if (x !== y) return (x < y ? -1 : 1) * (descending ? -1 : 1);
    return a.id < b.id ? -1 : 1;
  });
}
