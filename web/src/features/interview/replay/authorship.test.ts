// @vitest-environment happy-dom
import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import { authorship, differenceOf, painted } from "./authorship";
import { toText } from "./log";

test("two texts differ in one stretch, which is empty when they are the same", () => {
  expect(differenceOf("abcd", "abXcd")).toEqual({ from: 2, to: 2, insert: "X" });
  expect(differenceOf("abcd", "ad")).toEqual({ from: 1, to: 3, insert: "" });
  expect(differenceOf("aaa", "aa")).toEqual({ from: 2, to: 3, insert: "" });
  expect(differenceOf("same", "same")).toEqual({ from: 4, to: 4, insert: "" });
  expect(differenceOf("", "new")).toEqual({ from: 0, to: 0, insert: "new" });
});

test("what everybody typed is underlined in their colour, and who typed last has a caret there", () => {
  const whoOf = (id: string) => ({ kim: { name: "Kim", colour: 0 }, ada: { name: "Ada", colour: 1 } })[id];
  const view = new EditorView({ extensions: authorship() });
  const spans = [
    { length: 2, author: "" },
    { length: 3, author: "kim" },
    { length: 4, author: "ada" },
  ];
  // A line break of another system counts as the two letters that it is in the log.
  view.dispatch({
    changes: { from: 0, insert: toText("# abc\r\nxy") },
    effects: painted.of({ version: 7, spans, last: { ms: 0, author: "ada", position: 9 }, whoOf }),
  });
  const marks = [...view.dom.querySelectorAll(".cm-by")].map((it) => [it.className, it.textContent?.trim()]);
  expect(marks).toEqual([
    ["cm-by cm-who-0", "abc"],
    ["cm-by cm-who-1", ""],
    ["cm-by cm-who-1", "xy"],
  ]);
  expect(view.dom.querySelector(".cm-other.cm-who-1")?.textContent).toBe("Ada");
  view.destroy();
});
