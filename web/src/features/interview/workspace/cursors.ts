import { type Presence, presences } from "@codecraft/collab/presence";
import type { EditorState, Extension, Range, Text } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** Somebody in a document: their name, and which of the colours is theirs. */
export interface Who {
  name: string;
  colour: number;
}

// Each keeps 4.5:1 on its theme's background, and on it the letters of the name.
const light = ["#0b6877", "#9a3a00", "#7c2d9c", "#12703b", "#a3195b", "#1f4fb4", "#5c5a00", "#6b4423"];
const dark = ["#7fd8e4", "#f5b57f", "#d2a8ff", "#8fd6a5", "#ff9ec7", "#9cc7ff", "#dcd36a", "#d9b08c"];

/** A colour for each, in the order in which they were invited: the same for all who look. */
export function colourOf(ids: string[], id: string): number {
  const at = [...ids].sort().indexOf(id);
  return at < 0 ? 0 : at % light.length;
}

export function colourValue(colour: number, isDark: boolean): string {
  return (isDark ? dark : light)[colour] ?? "inherit";
}

/** The server names people in documents "participant:id". */
export const participantOf = ({ actor }: Presence) => actor.replace(/^participant:/, "");

class Caret extends WidgetType {
  #who: Who;
  #turn: number;
  #isBelow: boolean;

  constructor(who: Who, turn: number, isBelow: boolean) {
    super();
    this.#who = who;
    this.#turn = turn;
    this.#isBelow = isBelow;
  }

  /** Drawn anew with each move, so that the name shows again. */
  override eq(other: Caret) {
    return (
      other.#turn === this.#turn && other.#who.name === this.#who.name && other.#isBelow === this.#isBelow
    );
  }

  override toDOM() {
    const caret = document.createElement("span");
    caret.className = `cm-other cm-who-${this.#who.colour}${this.#isBelow ? " cm-other-below" : ""}`;
    const name = document.createElement("span");
    name.className = "cm-other-name";
    name.textContent = this.#who.name;
    caret.append(name);
    return caret;
  }
}

/** Somebody's caret; drawn anew with another turn. */
export function caretOf(who: Who, turn: number, text: Text, position: number): Range<Decoration> {
  const widget = new Caret(who, turn, text.lineAt(position).number === 1);
  return Decoration.widget({ widget, side: 1 }).range(position);
}

/** Whom a participant's id names; nobody is oneself, of whom another connection may still be there. */
export type WhoOf = (participantId: string) => Who | undefined;

/** The others' selections and carets, as they are drawn. */
export function marksOf(state: EditorState, whoOf: WhoOf): Range<Decoration>[] {
  return state.field(presences).flatMap((presence) => {
    const who = whoOf(participantOf(presence));
    if (!who) return [];
    const within = (position: number) => Math.min(position, state.doc.length);
    const [anchor, head] = [within(presence.anchor), within(presence.head)];
    const caret = caretOf(who, presence.turn, state.doc, head);
    if (anchor === head) return [caret];
    const selection = Decoration.mark({ class: `cm-other-selection cm-who-${who.colour}` });
    return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), caret];
  });
}

const colours = Object.fromEntries(
  light.flatMap((colour, i) => [
    [`&light .cm-who-${i}`, { "--who": colour, "--on-who": "#ffffff" }],
    [`&dark .cm-who-${i}`, { "--who": dark[i] ?? colour, "--on-who": "#0f1115" }],
  ]),
);

/** How carets look, and the colours of each of the classes cm-who-N. */
export const whoLooks = EditorView.baseTheme({
  ...colours,
  ".cm-other": {
    position: "relative",
    borderLeft: "2px solid var(--who)",
    margin: "0 -1px",
  },
  // Over the line above, where it hides no letter of the line that is written; it goes when its owner rests.
  ".cm-other-name": {
    position: "absolute",
    left: "-2px",
    bottom: "100%",
    zIndex: 5,
    padding: "0 4px",
    borderRadius: "4px 4px 4px 0",
    font: "500 12px/16px var(--font-sans)",
    whiteSpace: "nowrap",
    color: "var(--on-who)",
    backgroundColor: "var(--who)",
    pointerEvents: "none",
    userSelect: "none",
    animation: "cm-name 3s forwards",
  },
  ".cm-other-below .cm-other-name": { bottom: "auto", top: "100%", borderRadius: "0 4px 4px 4px" },
  ".cm-other:hover .cm-other-name": { animation: "none" },
  ".cm-other-selection": { backgroundColor: "color-mix(in srgb, var(--who) 24%, transparent)" },
  "@keyframes cm-name": { "0%, 90%": { opacity: 1 }, "100%": { opacity: 0 } },
});

/** Shows where the others are. */
export function cursors(whoOf: WhoOf): Extension {
  return [
    whoLooks,
    EditorView.decorations.compute([presences, "doc"], (state) =>
      Decoration.set(marksOf(state, whoOf), true),
    ),
  ];
}
