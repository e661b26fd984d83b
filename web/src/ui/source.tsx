import { Fence } from "./fence";
import "./markdown.css";

/** A file's text in its colours, whole. On paper its long lines go on below. */
export function Source({ mode, text }: { mode: string; text: string }) {
  return (
    <div className="markdown">
      <pre className="print:whitespace-pre-wrap">
        <Fence mode={mode} text={text} />
      </pre>
    </div>
  );
}
