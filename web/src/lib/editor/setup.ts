import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  moveLineDown,
  moveLineUp,
} from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { followPreferences } from "./follow";
import { completeWord } from "./words";

/** Inside an editor these keys are the editor's, also where there is no line to change places with. */
const moveLines: KeyBinding[] = [
  { key: "Alt-ArrowUp", run: moveLineUp, preventDefault: true },
  { key: "Alt-ArrowDown", run: moveLineDown, preventDefault: true },
];

/** Without what the page has a command of its own for. */
const standardKeymap = defaultKeymap.filter((binding) => binding.key !== "Mod-Enter");

/** What every editor of code has. Tab indents; Escape and then Tab leaves the editor. */
export function codeSetup(): Extension {
  return [
    followPreferences("code"), // first, as the keys of another editor must see each key before ours
    lineNumbers(),
    foldGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    rectangularSelection(),
    EditorState.allowMultipleSelections.of(true),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    EditorState.languageData.of(() => [{ autocomplete: completeWord }]),
    highlightSelectionMatches(),
    keymap.of([
      ...closeBracketsKeymap,
      ...moveLines,
      ...standardKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      indentWithTab,
    ]),
  ];
}

/** For reading only: numbered, searchable, selectable. */
export function readingSetup(): Extension {
  return [
    followPreferences("reading"),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    drawSelection(),
    highlightSelectionMatches(),
    EditorState.readOnly.of(true),
    keymap.of([...searchKeymap, ...foldKeymap]),
  ];
}

/** For prose: lines are wrapped, nothing is numbered. */
export function proseSetup(): Extension {
  return [
    followPreferences("prose"),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    keymap.of([...moveLines, ...standardKeymap, ...searchKeymap, ...historyKeymap]),
  ];
}
