import { ChangeSet, Text } from "@codemirror/state";
import { type Span, spansAfter } from "./spans";

export interface Edit {
  /** Since the interview's beginning. */
  ms: number;
  author: string;
  /** As CodeMirror writes a change set. */
  changes: unknown;
}

/** Where the last edit was, and whose. */
export interface LastEdit {
  ms: number;
  author: string;
  position: number;
}

export interface FileState {
  /** How many edits made it. */
  version: number;
  text: Text;
  spans: readonly Span[];
  last?: LastEdit;
}

export const toText = (text: string) => Text.of(text.split("\n"));

/** The place behind what a change has written, or where it has taken away. */
function endOf(changes: ChangeSet): number {
  let end = 0;
  changes.iterChanges((_from, _to, _fromAfter, toAfter) => {
    end = toAfter;
  });
  return end;
}

function after(state: FileState, edit: Edit): FileState {
  const changes = ChangeSet.fromJSON(edit.changes);
  const version = state.version + 1;
  if (changes.empty) return { ...state, version };
  return {
    version,
    text: changes.apply(state.text),
    spans: spansAfter(state.spans, changes, edit.author),
    last: { ms: edit.ms, author: edit.author, position: endOf(changes) },
  };
}

/** After so many edits a state is kept: no seek applies more. */
export const keptEvery = 200;

/**
 * All that was typed into a file. What it was at a moment follows from the states that are kept, the edits and the moment
 * alone, so that a jump finds what playing would.
 */
export class FileLog {
  /** How many edits seeks have applied. */
  applied = 0;
  readonly edits: readonly Edit[];
  #kept: FileState[];
  #shown: FileState;

  private constructor(text: string, edits: readonly Edit[]) {
    const begins = toText(text);
    const spans = begins.length > 0 ? [{ length: begins.length, author: "" }] : [];
    this.edits = edits;
    this.#shown = { version: 0, text: begins, spans };
    this.#kept = [this.#shown];
  }

  /** Goes through the log once, and lets the page breathe meanwhile. */
  static async of(text: string, edits: readonly Edit[], breathe: () => Promise<void>): Promise<FileLog> {
    const log = new FileLog(text, edits);
    let state = log.#shown;
    for (const edit of edits) {
      state = after(state, edit);
      if (state.version % keptEvery === 0) log.#kept.push(state);
      if (state.version % 1000 === 0) await breathe();
    }
    return log;
  }

  /** How many edits there were until a moment. */
  versionAt(ms: number): number {
    let low = 0;
    let high = this.edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.edits[middle]?.ms ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(ms: number): FileState {
    const version = this.versionAt(ms);
    const kept = this.#kept[Math.floor(version / keptEvery)] ?? this.#shown;
    const isNear = this.#shown.version <= version && this.#shown.version > kept.version;
    let state = isNear ? this.#shown : kept;
    for (const edit of this.edits.slice(state.version, version)) {
      state = after(state, edit);
      this.applied++;
    }
    this.#shown = state;
    return state;
  }

  /** The edits with which the words came to stand in the file, with the line they stand in; the text it began with counts as one. */
  appearances(words: string, most: number): { ms?: number; line: string }[] {
    const wanted = words.toLowerCase();
    const reach = words.length - 1;
    const first = this.#kept[0]?.text ?? Text.empty;
    let text = first;
    const found: { ms?: number; line: string }[] = [];
    const begins = first.toString().toLowerCase().indexOf(wanted);
    if (begins >= 0) found.push({ line: first.lineAt(begins).text });
    for (const edit of this.edits) {
      if (found.length >= most) break;
      const before = text;
      const changes = ChangeSet.fromJSON(edit.changes);
      text = changes.apply(before);
      changes.iterChanges((fromA, toA, fromB, toB) => {
        const now = around(text, fromB - reach, toB + reach);
        const at = now.text.indexOf(wanted);
        if (at < 0 || around(before, fromA - reach, toA + reach).text.includes(wanted)) return;
        found.push({ ms: edit.ms, line: text.lineAt(now.from + at).text });
      });
    }
    return found.slice(0, most);
  }
}

function around(text: Text, from: number, to: number) {
  const start = Math.max(0, from);
  return { from: start, text: text.sliceString(start, Math.min(text.length, to)).toLowerCase() };
}
