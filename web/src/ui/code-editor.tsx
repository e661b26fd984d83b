import { lazy, Suspense } from "react";
import { cn } from "@/lib/cn";
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
        "min-h-24 overflow-hidden rounded-md border border-line2/70 bg-bg focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/40",
        props.className,
      )}
    >
      <Suspense
        fallback={
          <div className="flex flex-col gap-2 p-3">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-1/2" />
          </div>
        }
      >
        <Body {...props} />
      </Suspense>
    </div>
  );
}
