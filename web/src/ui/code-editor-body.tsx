import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { highlight } from "@/lib/editor/highlight";
import { loadLanguage } from "@/lib/editor/languages";
import { codeSetup, proseSetup, readingSetup } from "@/lib/editor/setup";
import { editorTheme } from "@/lib/editor/theme";
import { useDark } from "@/lib/theme";
import type { CodeEditorProps } from "./code-editor";

function setup(isProse: boolean, readOnly: boolean) {
  if (readOnly) return readingSetup();
  return isProse ? proseSetup() : codeSetup();
}

/** In place of the selection, as a paragraph of its own: pictures side by side run into each other and the text. */
function asParagraph(state: EditorState, text: string) {
  const { from, to } = state.selection.main;
  const before = state.sliceDoc(state.doc.lineAt(from).from, from).trim() && "\n\n";
  const after = state.sliceDoc(to, state.doc.lineAt(to).to).trim() && "\n\n";
  return state.replaceSelection(before + text + after);
}

/** Pictures that are dropped or pasted are handed over; any other thing the editor takes as it always does. */
function pictureDrops(taken: () => CodeEditorProps["onPicture"]) {
  const take = (view: EditorView, data: DataTransfer | null, at?: number | null) => {
    const keep = taken();
    const pictures = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!keep || pictures.length === 0) return false;
    if (typeof at === "number") view.dispatch({ selection: { anchor: at } });
    for (const file of pictures) {
      void keep(file).then((text) => text && view.dispatch(asParagraph(view.state, text)));
    }
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event, view) => take(view, event.clipboardData),
    drop: (event, view) =>
      take(view, event.dataTransfer, view.posAtCoords({ x: event.clientX, y: event.clientY })),
  });
}

export default function CodeEditorBody(props: CodeEditorProps) {
  const { value, onChange, onPicture, mode, label, readOnly = false, highlights } = props;
  const isDark = useDark();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({
    language: new Compartment(),
    theme: new Compartment(),
    label: new Compartment(),
    marks: new Compartment(),
  });
  const latest = useRef({ value, onChange, onPicture, isDark });
  latest.current = { value, onChange, onPicture, isDark };
  const isProse = mode === "markdown";

  // Another name or language changes the editor there is: a new one would lose the focus, and what is being typed.
  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          setup(isProse, readOnly),
          parts.current.language.of([]),
          parts.current.theme.of(editorTheme(latest.current.isDark)),
          parts.current.label.of([]),
          pictureDrops(() => latest.current.onPicture),
          parts.current.marks.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [isProse, readOnly]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor needs its language, too
  useEffect(() => {
    let isWanted = true;
    loadLanguage(mode).then((language) => {
      if (isWanted) view.current?.dispatch({ effects: parts.current.language.reconfigure(language) });
    });
    return () => {
      isWanted = false;
    };
  }, [mode, readOnly]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor needs its name, too
  useEffect(() => {
    const attributes = EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });
    view.current?.dispatch({ effects: parts.current.label.reconfigure(attributes) });
  }, [label, isProse, readOnly]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new editor needs its highlights, too
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.marks.reconfigure(highlight(highlights ?? [])) });
  }, [highlights, isProse, readOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.theme.reconfigure(editorTheme(isDark)) });
  }, [isDark]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    }
  }, [value]);

  return <div ref={place} className="h-full" />;
}
