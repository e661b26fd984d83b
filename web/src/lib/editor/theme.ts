import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";
import { panels } from "./panels";

interface Palette {
  keyword: string;
  string: string;
  number: string;
  comment: string;
  name: string;
  type: string;
  constant: string;
  operator: string;
  invalid: string;
}

// Every colour keeps 4.5:1 on its theme's background and on the line of the cursor.
const light: Palette = {
  keyword: "#7c2d9c",
  string: "#12703b",
  number: "#9a3a00",
  comment: "#5f6673",
  name: "#1f4fb4",
  type: "#0b6877",
  constant: "#9a3a00",
  operator: "#454b57",
  invalid: "#b3261e",
};
const dark: Palette = {
  keyword: "#d2a8ff",
  string: "#8fd6a5",
  number: "#f5b57f",
  comment: "#949dab",
  name: "#9cc7ff",
  type: "#7fd8e4",
  constant: "#f5b57f",
  operator: "#c3cad6",
  invalid: "#ff8a80",
};

function highlight(p: Palette): Extension {
  return syntaxHighlighting(
    HighlightStyle.define([
      {
        tag: [t.keyword, t.modifier, t.controlKeyword, t.operatorKeyword, t.definitionKeyword],
        color: p.keyword,
      },
      { tag: [t.string, t.special(t.string), t.regexp, t.character], color: p.string },
      { tag: [t.number, t.integer, t.float], color: p.number },
      {
        tag: [t.comment, t.lineComment, t.blockComment, t.docComment],
        color: p.comment,
        fontStyle: "italic",
      },
      {
        tag: [
          t.function(t.variableName),
          t.function(t.propertyName),
          t.definition(t.function(t.variableName)),
        ],
        color: p.name,
      },
      { tag: [t.typeName, t.className, t.namespace, t.tagName], color: p.type },
      { tag: [t.bool, t.null, t.atom, t.constant(t.variableName), t.self], color: p.constant },
      { tag: [t.operator, t.punctuation, t.bracket, t.meta, t.processingInstruction], color: p.operator },
      { tag: t.heading, fontWeight: "600" },
      { tag: t.strong, fontWeight: "600" },
      { tag: t.emphasis, fontStyle: "italic" },
      { tag: [t.link, t.url], color: p.name, textDecoration: "underline" },
      { tag: t.invalid, color: p.invalid },
    ]),
  );
}

/** The frame takes its colours from the tokens, so it follows the theme; only the highlighting has two sets. */
const frame = EditorView.theme({
  "&": {
    backgroundColor: "var(--bg)",
    color: "var(--fg)",
    fontSize: "var(--editor-size, 14px)",
    height: "100%",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--accent)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--fg-3)", border: "none", paddingLeft: "4px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--bg-3) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--fg)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent) !important",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-soft)",
    outline: "1px solid color-mix(in srgb, var(--accent) 60%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
  ".cm-placeholder": { color: "var(--fg-3)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--bg-3)", border: "none", color: "var(--fg-2)" },
});

export function editorTheme(isDark: boolean): Extension {
  return [frame, panels, highlight(isDark ? dark : light), EditorView.darkTheme.of(isDark)];
}
