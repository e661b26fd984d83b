import type { Item } from "@codecraft/api/resources";
import type { SharedDocument } from "@codecraft/collab/document";
import { FileCode, RotateCcw } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { type DocumentPool, useDocumentView } from "@/lib/editor/pool";
import { Button } from "@/ui/button";
import { DocumentEditor } from "@/ui/document-editor";
import { EditorSettings } from "@/ui/editor-settings";
import { Select } from "@/ui/input";
import { OtherText } from "@/ui/other-text";
import { FailedState, Skeleton } from "@/ui/states";

interface CodePaneProps {
  answer: Item<"answers">;
  languages: Item<"languages">[];
  language: string;
  onLanguage: (id: string) => void;
  document: SharedDocument | undefined;
  editorMode: string;
  pool: DocumentPool;
  failure: unknown;
  onRetry: () => void;
}

/** The language, and the text in it. */
export function CodePane(props: CodePaneProps) {
  const { answer, languages, language, onLanguage, document, editorMode, pool, failure, onRetry } = props;
  const view = useDocumentView(document);
  const isWritable = document !== undefined && view.state !== "readOnly" && view.state !== "failed";
  const starter = answer.attributes.starters.find((one) => one.language === language)?.source ?? "";
  const hello = languages.find((one) => one.id === language)?.attributes.hello ?? "";
  useEffect(() => {
    if (document) void pool.setMode(document, editorMode);
  }, [document, editorMode, pool]);
  const reset = () => {
    if (!document) return;
    const before = document.text;
    document.replace(starter);
    document.editor.focus();
    toast("The starter code is back", {
      action: { label: "Undo", onClick: () => document.replace(before) },
    });
  };
  return (
    <section aria-label="Code" className="flex h-full min-h-0 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-2 pointer-coarse:h-12">
        <Select
          aria-label="Language"
          id="language"
          value={language}
          disabled={!isWritable && document !== undefined}
          onChange={(event) => onLanguage(event.target.value)}
          className="w-auto min-w-32 max-w-56"
        >
          {languages.map((one) => (
            <option key={one.id} value={one.id}>
              {one.attributes.name}
            </option>
          ))}
        </Select>
        <span className="hidden flex-1 truncate text-fg2 text-xs @lg:block">
          Esc, then Tab leaves the editor
        </span>
        <span className="flex-1 @lg:hidden" />
        <Button size="sm" variant="ghost" disabled={!isWritable} onClick={reset}>
          <RotateCcw aria-hidden /> {starter ? "Reset to starter" : "Clear"}
        </Button>
        <EditorSettings />
      </div>
      {document && <OtherText document={document} view={view} />}
      {view.state === "failed" && (
        <p role="alert" className="border-bad/50 border-b bg-badsoft px-3 py-2">
          {view.detail}
        </p>
      )}
      <div className="relative min-h-0 flex-1">
        {failure && !document ? (
          <div className="p-4">
            <FailedState error={failure} onRetry={onRetry} />
          </div>
        ) : document ? (
          <>
            <DocumentEditor
              document={document}
              pool={pool}
              label={`Solution of ${answer.attributes.title}`}
            />
            {isWritable && hello && <Boilerplate document={document} source={hello} />}
          </>
        ) : (
          <div className="flex flex-col gap-2 p-4">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-1/2" />
            <Skeleton className="w-2/5" />
          </div>
        )}
      </div>
    </section>
  );
}

/** An empty editor offers a first program of the language, which reads and writes; it is gone with the first letter. */
function Boilerplate({ document, source }: { document: SharedDocument; source: string }) {
  const isEmpty = useSyncExternalStore(document.subscribe, () => document.text.trim() === "");
  if (!isEmpty) return null;
  return (
    <div className="absolute bottom-3 left-12 flex max-w-[calc(100%-60px)] flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="sm"
        onClick={() => {
          document.replace(source);
          document.editor.focus();
        }}
      >
        <FileCode aria-hidden /> Insert boilerplate
      </Button>
      <span className="text-fg2 text-xs">A first program that reads input and writes output</span>
    </div>
  );
}
