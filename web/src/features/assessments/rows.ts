import type { AttemptAttributes, InvitationAttributes } from "@codecraft/api/types";

/** Somebody on the board. Who has not opened their link yet has no attempt. */
export interface BoardRow {
  /** The attempt's, or the invitation's. */
  id: string;
  name: string;
  email: string;
  attempt?: AttemptAttributes;
  /** When this state came, on this machine's clock: from then on the time left is counted down here. */
  seenAt: number;
}

export type RowState = AttemptAttributes["state"] | "unopened";

export const stateOf = (row: BoardRow): RowState => row.attempt?.state ?? "unopened";

export function attemptRow(id: string, attempt: AttemptAttributes, seenAt: number): BoardRow {
  return { id, name: attempt.candidateName, email: attempt.candidateEmail ?? "", attempt, seenAt };
}

/**
 * Everybody who is invited, once: by their attempt, or by the invitation while its link was not opened. Who was revoked
 * before they began is not, though they may have opened it; each address is invited once.
 */
export function boardRows(
  invitations: { id: string; attributes: InvitationAttributes }[],
  attempts: BoardRow[],
): BoardRow[] {
  const arrived = new Set(attempts.map((row) => row.email));
  const revoked = new Set(
    invitations.filter((one) => one.attributes.state === "revoked").map((one) => one.attributes.email),
  );
  const unopened = invitations
    .filter(({ attributes: { state, email } }) => state === "sent" && !arrived.has(email))
    .map(({ id, attributes: { name, email } }) => ({ id, name: name || email, email, seenAt: 0 }));
  return [...attempts.filter((row) => stateOf(row) !== "ready" || !revoked.has(row.email)), ...unopened];
}

/** How many stand where, for the head of the board. */
export function countStates(rows: BoardRow[]): Record<RowState, number> {
  const counts = { unopened: 0, ready: 0, started: 0, finished: 0 };
  for (const row of rows) counts[stateOf(row)]++;
  return counts;
}

const stateOrder = { started: 0, finished: 1, ready: 2, unopened: 3 };

type Key = (row: BoardRow) => string | number;

const keys: Record<string, Key> = {
  name: ({ name, email }) => (name || email).toLowerCase(),
  state: (row) => stateOrder[stateOf(row)],
  score: ({ attempt }) => attempt?.score ?? -1,
  left: ({ attempt }) => (attempt?.state === "started" ? attempt.secondsLeft : Number.MAX_SAFE_INTEGER),
  pastes: ({ attempt }) => attempt?.pastes ?? 0,
  absences: ({ attempt }) => attempt?.absences ?? 0,
  activity: ({ attempt }) => attempt?.lastActivityAt ?? "",
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
