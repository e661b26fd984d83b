/** Where an output leaves the answer; lines and columns count from 1. */
export interface Place {
  line: number;
  column: number;
  length: number;
}

/** Where two outputs part; absent where one has ended. */
interface Parting {
  expected?: Place;
  got?: Place;
}

/** Where the words of a text are. */
function tokens(text: string): Place[] {
  const found: Place[] = [];
  text.split("\n").forEach((line, i) => {
    for (const match of line.matchAll(/\S+/g)) {
      found.push({ line: i + 1, column: match.index + 1, length: match[0].length });
    }
  });
  return found;
}

/**
 * Where to mark an output that the judge has found wrong, and the expected one: at the words that it names. Whether an
 * output is right is never said here: only the judge knows the problem's comparison.
 */
export function partingOf(expected: string, got: string, at?: { line: number; column: number }): Parting {
  const line = at === undefined ? undefined : got.split("\n")[at.line - 1];
  if (at === undefined || line === undefined) return {}; // nobody has said where, or what is shown of it is cut before
  const column = letters(line, at.column - 1) + 1;
  const have = tokens(got);
  const found = have.findIndex(
    (one) => one.line > at.line || (one.line === at.line && one.column + one.length > column),
  );
  const i = found < 0 ? have.length : found;
  return { expected: tokens(expected)[i], got: have[i] };
}

/** How many letters of a text its first bytes are: the judge counts in those. */
function letters(text: string, bytes: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes)).length;
}
