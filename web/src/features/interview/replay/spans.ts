import type { ChangeSet } from "@codemirror/state";

/** So many letters in a row, by whom; nobody's are those that the file began with. Neighbours are of different authors. */
export interface Span {
  length: number;
  author: string;
}

/** What was, gone through from the beginning; what of it is kept goes over as it is. */
class Rest {
  after: Span[] = [];
  #before: readonly Span[];
  #next = 0;
  /** Letters of the next span that are behind. */
  #used = 0;

  constructor(before: readonly Span[]) {
    this.#before = before;
  }

  add(length: number, author: string) {
    const last = this.after.at(-1);
    if (length === 0) return;
    if (last?.author === author) this.after[this.after.length - 1] = { length: last.length + length, author };
    else this.after.push({ length, author });
  }

  pass(length: number, isKept: boolean) {
    let left = length;
    while (left > 0) {
      const span = this.#before[this.#next];
      if (!span) return;
      const part = Math.min(left, span.length - this.#used);
      if (isKept) this.add(part, span.author);
      left -= part;
      this.#used += part;
      if (this.#used < span.length) return;
      this.#next++;
      this.#used = 0;
      if (isKept) left = this.#passWhole(left);
    }
  }

  /** Behind a span that is kept to its end the next ones are others': nothing is to be joined. This is where the time goes. */
  #passWhole(length: number): number {
    let left = length;
    let end = this.#next;
    for (; end < this.#before.length; end++) {
      const whole = (this.#before[end] as Span).length;
      if (whole > left) break;
      left -= whole;
    }
    this.after = this.after.concat(this.#before.slice(this.#next, end));
    this.#next = end;
    return left;
  }
}

/** Whose each letter is after somebody's change. */
export function spansAfter(spans: readonly Span[], changes: ChangeSet, author: string): Span[] {
  const rest = new Rest(spans);
  let done = 0;
  changes.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
    rest.pass(from - done, true);
    rest.pass(to - from, false);
    rest.add(inserted.length, author);
    done = to;
  }, true);
  rest.pass(Number.MAX_SAFE_INTEGER, true);
  return rest.after;
}
