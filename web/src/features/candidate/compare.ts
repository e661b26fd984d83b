/** Where an output leaves the answer; lines and columns count from 1. */
export interface Place {
  line: number;
  column: number;
  length: number;
}

/** close: the words agree but for numbers that are nearly the same; whether that is enough the judge knows. */
export type Comparison =
  | { same: "yes" }
  | { same: "close" }
  | { same: "no"; expected?: Place; got?: Place; reason: string };

interface Token extends Place {
  text: string;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  text.split("\n").forEach((line, i) => {
    for (const match of line.matchAll(/\S+/g)) {
      found.push({ text: match[0], line: i + 1, column: match.index + 1, length: match[0].length });
    }
  });
  return found;
}

function near(a: string, b: string): boolean {
  if (!/[.eE]/.test(a + b)) return false; // whole numbers are right or wrong
  const x = Number(a);
  const y = Number(b);
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  return Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x));
}

/** Compares as judges of contests do: words in order, whatever the space between them and the case of letters. */
export function compareOutputs(expected: string, got: string): Comparison {
  const want = tokens(expected);
  const have = tokens(got);
  let isClose = false;
  for (let i = 0; i < Math.max(want.length, have.length); i++) {
    const a = want[i];
    const b = have[i];
    if (a === undefined) return { same: "no", got: b, reason: "There is more output than expected." };
    if (b === undefined) return { same: "no", expected: a, reason: "The output ends too early." };
    if (a.text.toLowerCase() === b.text.toLowerCase()) continue;
    if (near(a.text, b.text)) isClose = true;
    else return { same: "no", expected: a, got: b, reason: "The outputs differ here." };
  }
  return { same: isClose ? "close" : "yes" };
}
