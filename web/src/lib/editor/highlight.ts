import type { EditorState, Extension } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const marked = Decoration.mark({ tagName: "mark", class: "bg-warnsoft" });

/** Where the texts stand, in order; what overlaps is one range. */
export function rangesOf(document: string, texts: string[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const text of texts.filter((one) => one !== "")) {
    for (let at = document.indexOf(text); at >= 0; at = document.indexOf(text, at + text.length)) {
      found.push([at, at + text.length]);
    }
  }
  const joined: [number, number][] = [];
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Highlights the texts wherever they stand. */
export function highlight(texts: string[]): Extension {
  const decorate = (state: EditorState) =>
    Decoration.set(rangesOf(state.doc.toString(), texts).map(([from, to]) => marked.range(from, to)));
  return EditorView.decorations.compute(["doc"], decorate);
}
