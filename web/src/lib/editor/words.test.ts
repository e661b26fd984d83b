// @vitest-environment happy-dom
import { currentCompletions, startCompletion } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { EditorView } from "@codemirror/view";
import { expect, test, vi } from "vitest";
import { codeSetup } from "./setup";

const offered = (doc: string) => {
  const editor = new EditorView({
    doc,
    selection: { anchor: doc.length },
    extensions: [codeSetup(), python()],
    parent: document.body,
  });
  startCompletion(editor);
  return () => currentCompletions(editor.state).map(({ label, type }) => [label, type]);
};

test("a name that the language completes is offered once, and any other word, too", async () => {
  const list = offered("seconds = 2\n# secluded\nsec");
  // What completes answers each in its own time: all have when both are there.
  await vi.waitFor(() => {
    expect(list()).toContainEqual(["seconds", "variable"]);
    expect(list()).toContainEqual(["secluded", undefined]);
  }, 10_000);
  expect(list().filter(([label]) => label === "seconds")).toHaveLength(1);
});
