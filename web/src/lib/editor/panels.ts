import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const focus = { outline: "2px solid var(--accent)", outlineOffset: "1px" };

/** What opens in and over an editor, as the same things look elsewhere: see ui/button.tsx and ui/input.tsx. */
const looks = EditorView.theme({
  ".cm-panels": { backgroundColor: "var(--bg-2)", color: "var(--fg)", zIndex: "20" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "6px",
    padding: "8px 44px 8px 8px",
    fontFamily: "var(--font-sans)",
    fontSize: "13px",
  },
  // A line break makes no new row of boxes: what replaces comes after one that does.
  ".cm-panel.cm-search:has(br)::after": { content: '""', order: "1", flexBasis: "100%" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search br ~ *": { order: "2" },
  ".cm-panel.cm-search .cm-textfield": {
    flex: "1 1 140px",
    maxWidth: "220px",
    minWidth: "0",
    height: "28px",
    margin: "0",
    padding: "0 8px",
    border: "1px solid color-mix(in srgb, var(--line-2) 70%, transparent)",
    borderRadius: "6px",
    backgroundColor: "var(--bg)",
    color: "var(--fg)",
    fontSize: "13px",
  },
  ".cm-panel.cm-search .cm-textfield:focus-visible": {
    borderColor: "var(--accent)",
    outline: "2px solid color-mix(in srgb, var(--accent) 40%, transparent)",
  },
  ".cm-panel.cm-search .cm-textfield::placeholder": { color: "var(--fg-3)" },
  ".cm-panel.cm-search .cm-button": {
    height: "28px",
    margin: "0",
    padding: "0 8px",
    border: "1px solid color-mix(in srgb, var(--line-2) 60%, transparent)",
    borderRadius: "6px",
    background: "var(--bg)",
    color: "var(--fg)",
    fontSize: "12px",
    fontWeight: "500",
  },
  ".cm-panel.cm-search .cm-button:hover": { background: "var(--bg-3)" },
  ".cm-panel.cm-search .cm-button:active": { background: "var(--bg-3)" },
  ".cm-panel.cm-search button:focus-visible": focus,
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    alignItems: "center",
    gap: "6px",
    margin: "0 4px 0 0",
    fontSize: "12px",
    whiteSpace: "nowrap",
  },
  ".cm-panel.cm-search input[type=checkbox]": {
    width: "16px",
    height: "16px",
    margin: "0",
    accentColor: "var(--accent)",
  },
  ".cm-panel.cm-search button[name=close]": {
    top: "8px",
    right: "8px",
    width: "28px",
    height: "28px",
    borderRadius: "6px",
    color: "var(--fg-2)",
    fontSize: "18px",
    lineHeight: "1",
  },
  ".cm-panel.cm-search button[name=close]:hover": { backgroundColor: "var(--bg-3)", color: "var(--fg)" },
  ".cm-vim-panel": {
    minHeight: "24px",
    padding: "2px 12px",
    fontFamily: "var(--font-mono)",
    fontSize: "12px",
    color: "var(--fg-2)",
  },
  ".cm-vim-panel input": { backgroundColor: "transparent", color: "var(--fg)", outline: "none" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch.cm-searchMatch-selected": {
    backgroundColor: "color-mix(in srgb, var(--warn) 35%, transparent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--bg)",
    color: "var(--fg)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    maxHeight: "240px",
    padding: "4px",
    fontFamily: "var(--font-mono)",
    fontSize: "13px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "3px 8px",
    borderRadius: "4px",
    lineHeight: "20px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--fg)",
  },
  ".cm-completionIcon": { width: "16px", paddingRight: "8px", color: "var(--fg-2)", opacity: "1" },
  ".cm-completionDetail": { color: "var(--fg-2)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600", color: "var(--accent)" },
  "@media (pointer: coarse)": {
    ".cm-panel.cm-search .cm-button": { height: "40px" },
    ".cm-panel.cm-search .cm-textfield": { height: "44px", fontSize: "16px" },
    ".cm-panel.cm-search label": { minHeight: "44px" },
    ".cm-panel.cm-search button[name=close]": { width: "40px", height: "40px" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "10px 8px" },
  },
});

const words = EditorState.phrases.of({
  next: "Next",
  previous: "Previous",
  all: "Select all",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
  close: "Close the search",
});

export const panels: Extension = [looks, words];
