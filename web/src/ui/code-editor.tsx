import { lazy, Suspense } from "react";
import { cn } from "@/lib/cn";
import { EditorSettings } from "./editor-settings";
import { Skeleton } from "./states";

export interface CodeEditorProps {
  value: string;
  onChange?: (value: string) => void;
  /** The editor mode of the language table; "markdown" wraps lines and numbers none. */
  mode: string;
  label: string;
  readOnly?: boolean;
  /** A picture was dropped or pasted: what is written in its place, once it is kept; undefined writes nothing. */
  onPicture?: (file: File) => Promise<string | undefined>;
  /** Texts to highlight wherever they stand. */
  highlights?: string[];
  className?: string;
}

const Body = lazy(() => import("./code-editor-body"));

/** CodeMirror in a frame. Its code, and that of the language, is loaded when first shown. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <div
      className={cn(
        "flex min-h-24 flex-col overflow-hidden rounded-md border border-line2/70 bg-bg focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/40",
        props.className,
      )}
    >
      <Suspense
        fallback={
          <div className="flex min-h-0 flex-1 flex-col gap-2 p-3">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-1/2" />
          </div>
        }
      >
        <div className={cn("min-h-0 flex-1", props.mode === "markdown" && "px-2")}>
          <Body {...props} />
        </div>
      </Suspense>
      {!props.readOnly && (
        <div className="flex shrink-0 items-center gap-2 border-line border-t bg-bg2 pr-1 pl-3">
          <span className="min-w-0 flex-1 truncate text-fg2 text-xs">Esc, then Tab leaves the editor</span>
          <EditorSettings />
        </div>
      )}
    </div>
  );
}
