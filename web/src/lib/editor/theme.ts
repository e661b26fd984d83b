import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";
import { dark, light, type Palette } from "./palette";
import { panels } from "./panels";

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
