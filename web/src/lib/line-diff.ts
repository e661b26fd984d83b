export interface DiffLine {
  /** "skipped" stands for several lines that are in both. */
  kind: "same" | "removed" | "added" | "skipped";
  text: string;
}

/** Above this many cells the middle is told as wholly replaced: the table would be too large. */
const mostCells = 4_000_000;

/** What to take away from one text and to add, line by line, to have the other. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

const linesOf = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

/** By the longest common subsequence. */
function middle(a: string[], b: string[]): DiffLine[] {
  const width = b.length + 1;
  const isHuge = (a.length + 1) * width > mostCells;
  const common = new Uint32Array(isHuge ? 0 : (a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  if (!isHuge) {
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (!isHuge && i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: "same", text: a[i++] as string });
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      out.push({ kind: "removed", text: a[i++] as string });
    } else {
      out.push({ kind: "added", text: b[j++] as string });
    }
  }
  return out;
}

/** The differences with so many equal lines around each; what is between is told by its number of lines. */
export function withoutSame(lines: DiffLine[], around: number): DiffLine[] {
  const near = lines.map(() => false);
  lines.forEach(({ kind }, i) => {
    if (kind !== "same") near.fill(true, Math.max(0, i - around), i + around + 1);
  });
  const out: DiffLine[] = [];
  for (let i = 0; i < lines.length; ) {
    const from = i;
    while (i < lines.length && !near[i]) i++;
    const skipped = i - from;
    if (skipped > 1) out.push({ kind: "skipped", text: `${skipped} lines that are in both` });
    else out.push(...lines.slice(from, i));
    while (i < lines.length && near[i]) out.push(lines[i++] as DiffLine);
  }
  return out;
}
