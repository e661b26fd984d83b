import { type Extension, type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { caretOf, type WhoOf, whoLooks } from "../workspace/cursors";
import type { FileState } from "./log";

type Painted = Pick<FileState, "version" | "spans" | "last"> & { whoOf: WhoOf };

/** Whose the letters are, and where the last of them was typed. */
export const painted = StateEffect.define<Painted>();

function decorate(text: Text, { version, spans, last, whoOf }: Painted): DecorationSet {
  const marks: Range<Decoration>[] = [];
  let from = 0;
  for (const { length, author } of spans) {
    const who = whoOf(author);
    const to = from + length;
    if (who) marks.push(Decoration.mark({ class: `cm-by cm-who-${who.colour}` }).range(from, to));
    from = to;
  }
  const who = last && whoOf(last.author);
  if (who && last.position <= text.length) marks.push(caretOf(who, version, text, last.position));
  return Decoration.set(marks, true);
}

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { effects, changes, newDoc }) {
    const told = effects.find((effect) => effect.is(painted));
    return told ? decorate(newDoc, told.value) : before.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

// A line below the letters leaves their contrast as it is.
const looks = EditorView.baseTheme({
  ".cm-by": { boxShadow: "inset 0 -2px color-mix(in srgb, var(--who) 70%, transparent)" },
});

/** Underlines what everybody typed in their colours. */
export function authorship(): Extension {
  return [whoLooks, looks, shown];
}

/** The one stretch in which two texts differ: an editor that is told of it alone stays where it is scrolled to. */
export function differenceOf(before: string, after: string) {
  const shortest = Math.min(before.length, after.length);
  let from = 0;
  while (from < shortest && before[from] === after[from]) from++;
  let rest = 0;
  while (rest < shortest - from && before.at(-1 - rest) === after.at(-1 - rest)) rest++;
  return { from, to: before.length - rest, insert: after.slice(from, after.length - rest) };
}
