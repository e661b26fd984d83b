/** How fast a replay goes. */
export const rates = [0.5, 1, 2, 4, 16, 32];

/** Longer than this nothing happens: that is a silence. */
const silenceMs = 10_000;
/** So much of it is left at both ends, that one sees what was before, and what comes. */
const edgeMs = 1000;

export interface Silence {
  from: number;
  to: number;
}

/** The stretches that can be skipped. Moments are in order. */
export function silencesOf(moments: readonly number[], lengthMs: number): Silence[] {
  const silences: Silence[] = [];
  let before: number | undefined;
  for (const moment of [...moments, undefined]) {
    const next = moment ?? lengthMs;
    if (next - (before ?? 0) > silenceMs) {
      const from = before === undefined ? 0 : before + edgeMs;
      silences.push({ from, to: moment === undefined ? lengthMs : next - edgeMs });
    }
    before = next;
  }
  return silences;
}

interface Pace {
  rate: number;
  lengthMs: number;
  /** Those that are skipped. */
  silences: readonly Silence[];
}

/** Where the clock stands after so much of real time. */
export function advance(ms: number, elapsedMs: number, { rate, lengthMs, silences }: Pace): number {
  const target = ms + elapsedMs * rate;
  // One that was entered, and one that a quick step would have passed over alike.
  const silence = silences.find(({ from, to }) => from <= target && ms < to);
  return Math.min(lengthMs, silence ? Math.max(target, silence.to) : target);
}

/** The mark before or after a moment; that it stands on does not count, nor one that was passed just now. */
export function nextMark(marks: readonly number[], ms: number, direction: 1 | -1): number | undefined {
  if (direction > 0) return marks.find((mark) => mark > ms + 1);
  return marks.findLast((mark) => mark < ms - 1000);
}

/** The moment that an address names in seconds. */
export function momentOf(seconds: number | undefined, lengthMs: number): number {
  return Math.min(Math.max(0, (seconds ?? 0) * 1000), lengthMs);
}
