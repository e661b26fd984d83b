// @vitest-environment happy-dom
import { currentCompletions, startCompletion } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { EditorView } from "@codemirror/view";
import { expect, test, vi } from "vitest";
import { codeSetup } from "./setup";

const offered = async (doc: string) => {
  const editor = new EditorView({
    doc,
    selection: { anchor: doc.length },
    extensions: [codeSetup(), python()],
    parent: document.body,
  });
  startCompletion(editor);
  await vi.waitFor(() => expect(currentCompletions(editor.state)).not.toHaveLength(0));
  return currentCompletions(editor.state).map(({ label, type }) => [label, type]);
};

test("a name that the language completes is offered once, and any other word, too", async () => {
  const list = await offered("seconds = 2\n# secluded\nsec");
  expect(list.filter(([label]) => label === "seconds")).toEqual([["seconds", "variable"]]);
  expect(list).toContainEqual(["secluded", undefined]);
});
