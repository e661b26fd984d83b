import { Language, LanguageSupport } from "@codemirror/language";
import { highlightTree, tags as t, tagHighlighter } from "@lezer/highlight";
import { loadLanguage } from "./languages";

export interface Piece {
  text: string;
  classes: string;
}

// The classes are in markdown.css, in the colours of the editor.
const highlighter = tagHighlighter([
  {
    tag: [t.keyword, t.modifier, t.controlKeyword, t.operatorKeyword, t.definitionKeyword],
    class: "tok-keyword",
  },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], class: "tok-string" },
  { tag: [t.number, t.integer, t.float, t.bool, t.null, t.atom], class: "tok-number" },
  { tag: [t.comment, t.lineComment, t.blockComment, t.docComment], class: "tok-comment" },
  { tag: [t.function(t.variableName), t.function(t.propertyName)], class: "tok-name" },
  { tag: [t.typeName, t.className, t.namespace, t.tagName], class: "tok-type" },
]);

/** The code in pieces, each with the classes that colour it; of an unknown language there is one piece. */
export async function highlightCode(mode: string, text: string): Promise<Piece[]> {
  const loaded = await loadLanguage(mode);
  const language =
    loaded instanceof LanguageSupport ? loaded.language : loaded instanceof Language ? loaded : undefined;
  if (!language) return [{ text, classes: "" }];
  const pieces: Piece[] = [];
  let done = 0;
  highlightTree(language.parser.parse(text), highlighter, (from, to, classes) => {
    if (from > done) pieces.push({ text: text.slice(done, from), classes: "" });
    pieces.push({ text: text.slice(from, to), classes });
    done = to;
  });
  if (done < text.length) pieces.push({ text: text.slice(done), classes: "" });
  return pieces;
}
