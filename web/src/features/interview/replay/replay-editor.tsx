import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { loadLanguage } from "@/lib/editor/languages";
import { readingSetup } from "@/lib/editor/setup";
import { editorTheme } from "@/lib/editor/theme";
import { useDark } from "@/lib/theme";
import type { WhoOf } from "../workspace/cursors";
import { authorship, differenceOf, painted } from "./authorship";
import { type FileState, toText } from "./log";

interface ReplayEditorProps {
  state: FileState;
  whoOf: WhoOf;
  /** The editor mode of the language table. */
  mode: string;
  label: string;
  /** Ctrl+F searches the whole interview, not this text. */
  onFind: () => void;
}

/** Scrolls the editor, and nothing around it. */
function keepInSight(editor: EditorView, position: number) {
  const { top, bottom } = editor.lineBlockAt(Math.min(position, editor.state.doc.length));
  const box = editor.scrollDOM;
  if (top >= box.scrollTop && bottom <= box.scrollTop + box.clientHeight) return;
  box.scrollTop = top - box.clientHeight / 2;
}

/** A file as it was, to be read. Another moment changes the text that is there, and keeps what is typed last in sight. */
export function ReplayEditor({ state, whoOf, mode, label, onFind }: ReplayEditorProps) {
  const isDark = useDark();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({ language: new Compartment(), theme: new Compartment(), label: new Compartment() });
  const find = useRef(onFind);
  find.current = onFind;

  useEffect(() => {
    if (!place.current) return;
    const search = () => {
      find.current();
      return true;
    };
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-f", run: search }])),
          readingSetup(),
          // Not to be typed in by the browser either: space and arrows are the clock's, here too.
          EditorView.editable.of(false),
          authorship(),
          parts.current.language.of([]),
          parts.current.theme.of([]),
          parts.current.label.of([]),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    let isWanted = true;
    void loadLanguage(mode).then((language) => {
      if (isWanted) view.current?.dispatch({ effects: parts.current.language.reconfigure(language) });
    });
    return () => {
      isWanted = false;
    };
  }, [mode]);

  useEffect(() => {
    const attributes = EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });
    view.current?.dispatch({ effects: parts.current.label.reconfigure(attributes) });
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.theme.reconfigure(editorTheme(isDark)) });
  }, [isDark]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { version, spans, last, text } = state;
    const { insert, ...where } = differenceOf(editor.state.doc.toString(), text.toString());
    // As a text, it keeps line breaks of other systems as the letters that they are in the log.
    const changes = { ...where, insert: toText(insert) };
    const look = painted.of({ version, spans, last, whoOf });
    editor.dispatch({ changes, effects: look });
    if (last) keepInSight(editor, last.position);
  }, [state, whoOf]);

  return <div ref={place} className="h-full" />;
}
