// @vitest-environment happy-dom
import { presences, seen } from "@codecraft/collab/presence";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import { colourOf, cursors, marksOf } from "./cursors";

const who = (participant: string) => ({ name: `Name of ${participant}`, colour: participant.length });
const anna = { client: "a", actor: "participant:anna", top: 0, turn: 1 };

test("everybody has the same colour for the same person, and twins only from the ninth on", () => {
  const ids = ["c", "a", "b"];
  expect(ids.map((id) => colourOf(ids, id))).toEqual([2, 0, 1]);
  expect(colourOf([...ids].reverse(), "c")).toBe(2);
  expect(colourOf("abcdefghi".split(""), "i")).toBe(0);
});

test("a selection is marked, with the name at its moving end, and a place behind the text's end at its end", () => {
  const state = EditorState.create({ doc: "one\ntwo", extensions: presences });
  const at = (anchor: number, head: number) =>
    marksOf(state.update({ effects: seen.of({ ...anna, anchor, head }) }).state, who).map(({ from, to }) => [
      from,
      to,
    ]);
  expect(at(6, 2)).toEqual([
    [2, 6],
    [2, 2],
  ]);
  expect(at(99, 99)).toEqual([[7, 7]]);
  const own = state.update({ effects: seen.of({ ...anna, anchor: 1, head: 1 }) }).state;
  expect(marksOf(own, () => undefined)).toEqual([]);
});

test("the name stands in the text, and not among its letters", () => {
  const view = new EditorView({ doc: "one\ntwo", extensions: [presences, cursors(who)] });
  view.dispatch({ effects: seen.of({ ...anna, anchor: 5, head: 5 }) });
  expect(view.dom.querySelector(".cm-other.cm-who-4")?.textContent).toBe("Name of anna");
  view.dispatch({ changes: { from: 0, insert: "x" } });
  expect(view.state.field(presences)).toMatchObject([{ head: 6 }]);
  view.destroy();
});
