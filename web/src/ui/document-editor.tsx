import type { SharedDocument } from "@codecraft/collab/document";
import { useEffect, useRef } from "react";
import type { DocumentPool } from "@/lib/editor/pool";

interface DocumentEditorProps {
  document: SharedDocument;
  pool: DocumentPool;
  label: string;
}

/** Shows the document's own editor: it is moved, never made anew, so that cursor and undo stay. */
export function DocumentEditor({ document, pool, label }: DocumentEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { editor } = document;
    const { dom, scrollDOM } = editor;
    const top = Number(dom.dataset.top ?? 0);
    place.current?.append(dom);
    pool.name(document, label);
    editor.requestMeasure();
    scrollDOM.scrollTop = top;
    const remember = () => {
      dom.dataset.top = String(scrollDOM.scrollTop);
    };
    scrollDOM.addEventListener("scroll", remember);
    return () => {
      scrollDOM.removeEventListener("scroll", remember);
      dom.remove();
    };
  }, [document, pool, label]);
  return <div ref={place} className="absolute inset-0" />;
}
