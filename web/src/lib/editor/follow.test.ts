// @vitest-environment happy-dom
import { EditorState } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { getCM } from "@replit/codemirror-vim";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { preferences, setPreferences } from "./preferences";
import { codeSetup, readingSetup } from "./setup";

const open: EditorView[] = [];

function editor(doc: string, setup = codeSetup()) {
  const parent = document.createElement("div");
  document.body.append(parent);
  const view = new EditorView({ parent, state: EditorState.create({ doc, extensions: setup }) });
  open.push(view);
  return view;
}

const key = (name: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });

function press(view: EditorView, name: string, more?: KeyboardEventInit) {
  const event = key(name, more);
  view.contentDOM.dispatchEvent(event);
  return event;
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  for (const view of open.splice(0)) view.destroy();
  setPreferences({ size: 14, tabWidth: 4, indentWith: "spaces", wrap: false, keys: "standard" });
});

it("applies a choice at once to all open editors, those for reading too, and keeps it in this browser", () => {
  const [writing, reading] = [editor("a"), editor("b", readingSetup())];
  setPreferences({ size: 18, tabWidth: 2, indentWith: "tabs", wrap: true });
  for (const view of [writing, reading]) {
    expect(view.dom.style.getPropertyValue("--editor-size")).toBe("18px");
    expect(view.state.tabSize).toBe(2);
    expect(view.contentDOM.classList.contains("cm-lineWrapping")).toBe(true);
  }
  runScopeHandlers(writing, key("Tab"), "editor");
  expect(writing.state.doc.toString()).toBe("\ta");
  expect(JSON.parse(localStorage.getItem("codecraft.editor") ?? "")).toMatchObject({ size: 18, wrap: true });
});

it("takes over what another tab has chosen, and nothing it does not know", () => {
  const newValue = JSON.stringify({ size: 20, tabWidth: 3, keys: "nano" });
  window.dispatchEvent(new StorageEvent("storage", { key: "codecraft.editor", newValue }));
  expect(preferences()).toMatchObject({ size: 20, tabWidth: 4, keys: "standard" });
  window.dispatchEvent(new StorageEvent("storage", { key: "codecraft.editor", newValue: "no JSON" }));
  expect(preferences()).toMatchObject({ size: 14 });
});

it("has Vim's keys as soon as they are chosen, and a way out by Escape and Tab all the same", async () => {
  const view = editor("one\ntwo");
  setPreferences({ keys: "vim" });
  await vi.waitFor(() => expect(getCM(view)).toBeTruthy(), { timeout: 5000 });
  press(view, "d");
  press(view, "d");
  expect(view.state.doc.toString()).toBe("two");
  press(view, "i");
  expect(press(view, "Escape", { keyCode: 27 }).defaultPrevented).toBe(true);
  expect(press(view, "Tab", { keyCode: 9 }).defaultPrevented).toBe(false);
  setPreferences({ keys: "standard" });
  expect(getCM(view)).toBeFalsy();
});

it("marks as a paste what Vim puts from the clipboard, and not what it has deleted itself", async () => {
  const view = editor("one\ntwo");
  const events: string[] = [];
  const listen = EditorView.updateListener.of(({ transactions }) => {
    for (const one of transactions)
      if (one.docChanged) events.push(one.isUserEvent("input.paste") ? "paste" : "edit");
  });
  const { StateEffect } = await import("@codemirror/state");
  view.dispatch({ effects: StateEffect.appendConfig.of(listen) });
  setPreferences({ keys: "vim" });
  await vi.waitFor(() => expect(getCM(view)).toBeTruthy(), { timeout: 5000 });
  vi.stubGlobal("navigator", { ...navigator, clipboard: { readText: async () => "from elsewhere" } });
  for (const name of ["d", "d", "p"]) press(view, name);
  expect(events).toEqual(["edit", "edit"]);
  press(view, '"');
  press(view, "+");
  press(view, "p");
  await vi.waitFor(() => expect(events).toContain("paste"));
  expect(view.state.doc.toString()).toContain("from elsewhere");
  vi.unstubAllGlobals();
});

it("has Emacs' keys", async () => {
  const view = editor("one\ntwo");
  setPreferences({ keys: "emacs" });
  await vi.waitFor(() => {
    press(view, "k", { ctrlKey: true, code: "KeyK", keyCode: 75 });
    expect(view.state.doc.line(1).text).toBe("");
  });
});

it("moves the line with Alt and an arrow, and takes the keys for itself at the edges, too", () => {
  const view = editor("one\ntwo");
  expect(press(view, "ArrowDown", { altKey: true, keyCode: 40 }).defaultPrevented).toBe(true);
  expect(view.state.doc.toString()).toBe("two\none");
  expect(press(view, "ArrowDown", { altKey: true, keyCode: 40 }).defaultPrevented).toBe(true);
  expect(view.state.doc.toString()).toBe("two\none");
});
