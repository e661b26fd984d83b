import { indentUnit } from "@codemirror/language";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import { keysNow, loadKeys } from "./keys";
import { onPreferences, preferences } from "./preferences";

export type EditorKind = "code" | "prose" | "reading";

/** How long after Escape the next Tab leaves the editor. */
const leaveMs = 2000;

/** In every key set, also where Escape has a meaning of its own. */
const wayOut = EditorView.domEventObservers({
  keydown: (event, view) => {
    if (event.key === "Escape") view.setTabFocusMode(leaveMs);
  },
});

function extensionsOf(kind: EditorKind): Extension {
  const { size, tabWidth, indentWith, wrap, keys } = preferences();
  const looks = [
    EditorView.editorAttributes.of({ style: `--editor-size: ${size}px` }),
    EditorState.tabSize.of(tabWidth),
    indentUnit.of(indentWith === "tabs" ? "\t" : " ".repeat(tabWidth)),
    wrap || kind === "prose" ? EditorView.lineWrapping : [],
  ];
  return kind === "reading" ? looks : [Prec.high(keysNow(keys) ?? []), looks];
}

/** An editor that is as its user likes it, and becomes so at once when that is changed. */
export function followPreferences(kind: EditorKind): Extension {
  const part = new Compartment();
  const follower = ViewPlugin.define((view) => {
    let isGone = false;
    const apply = () => {
      if (!isGone) view.dispatch({ effects: part.reconfigure(extensionsOf(kind)) });
    };
    const follow = async () => {
      const { keys } = preferences();
      if (kind !== "reading" && !keysNow(keys)) await loadKeys(keys).catch(() => {}); // then the keys stay as they are
      apply();
    };
    const stop = onPreferences(() => void follow());
    // Chosen on an earlier visit: the code of the keys comes a moment after the editor.
    if (kind !== "reading" && !keysNow(preferences().keys)) void follow();
    return {
      destroy: () => {
        isGone = true;
        stop();
      },
    };
  });
  return [part.of(extensionsOf(kind)), follower, kind === "reading" ? [] : wayOut];
}
