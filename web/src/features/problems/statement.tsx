import { ImagePlus } from "lucide-react";
import { useRef, useState } from "react";
import { messageWithin } from "@/lib/draft";
import { Button } from "@/ui/button";
import { CodeEditor } from "@/ui/code-editor";
import { difficultyWord } from "@/ui/difficulty";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { Markdown } from "@/ui/markdown";
import { Pane, PaneHandle, Panes } from "@/ui/panes";
import { difficulties } from "./labels";
import type { ProblemDraft } from "./ProblemPage";
import { pictureTypes, usePictures } from "./pictures";
import { TagsField } from "./tags-input";

/** Title, difficulty, tags; and the statement beside how candidates will read it. */
export function Statement({ draft }: { draft: ProblemDraft }) {
  const { value, messages, set, mayEdit } = draft;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_140px_minmax(0,1fr)]">
        <Field label="Title" error={messages.title} required>
          <Input
            value={value.title}
            readOnly={!mayEdit}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
        <Field label="Difficulty" error={messages.difficulty}>
          <Select
            value={value.difficulty}
            disabled={!mayEdit}
            onChange={(event) => set({ difficulty: event.target.value as (typeof difficulties)[number] })}
          >
            {difficulties.map((difficulty) => (
              <option key={difficulty} value={difficulty}>
                {difficultyWord(difficulty)}
              </option>
            ))}
          </Select>
        </Field>
        <TagsField
          value={value.tags}
          disabled={!mayEdit}
          error={messageWithin(messages, "tags")}
          onChange={(tags) => set({ tags })}
        />
      </div>
      <StatementEditor draft={draft} />
    </div>
  );
}

function StatementEditor({ draft: { value, item, messages, set, mayEdit } }: { draft: ProblemDraft }) {
  const pictures = usePictures(item.id);
  const chooser = useRef<HTMLInputElement>(null);
  // The text may go on while a picture is on its way.
  const latest = useRef(value.statement);
  latest.current = value.statement;
  const [side, setSide] = useState<"write" | "read">("write");
  const editor = (
    <CodeEditor
      mode="markdown"
      label="Statement in Markdown"
      readOnly={!mayEdit}
      value={value.statement}
      onChange={(statement) => set({ statement })}
      onPicture={mayEdit ? pictures.keep : undefined}
      className="h-full rounded-none border-0 focus-within:outline-0"
    />
  );
  const preview = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Preview" tabIndex={0} className="h-full overflow-y-auto p-4">
      {value.statement ? (
        <Markdown text={value.statement} pictures={`/v1/problems/${item.id}`} />
      ) : (
        <p className="text-fg2">What candidates read appears here.</p>
      )}
    </section>
  );
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-medium text-sm">Statement</h2>
        <p className="min-w-0 flex-1 basis-52 text-fg2 text-xs">
          Markdown; maths between <code className="font-mono">$…$</code> or{" "}
          <code className="font-mono">$$…$$</code>
          {mayEdit && "; drop or paste pictures into the text"}
        </p>
        {mayEdit && (
          <>
            <Button
              variant="ghost"
              size="sm"
              pending={pictures.isKeeping}
              onClick={() => chooser.current?.click()}
            >
              <ImagePlus aria-hidden /> Add a picture
            </Button>
            <input
              ref={chooser}
              type="file"
              aria-label="Picture"
              accept={pictureTypes}
              className="hidden"
              onChange={async (event) => {
                const box = event.target;
                const file = box.files?.[0];
                const written = file && (await pictures.keep(file));
                box.value = "";
                if (written) set({ statement: `${latest.current.trimEnd()}\n\n${written}\n` });
              }}
            />
          </>
        )}
        <div className="flex gap-3 md:hidden">
          {(["write", "read"] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={side === name}
              onClick={() => setSide(name)}
              className="min-h-7 text-fg2 aria-pressed:font-medium aria-pressed:text-fg aria-pressed:underline"
            >
              {name === "write" ? "Write" : "Preview"}
            </button>
          ))}
        </div>
      </div>
      {pictures.failure && (
        <p role="alert" className="mb-1.5 text-bad text-xs">
          {pictures.failure}
        </p>
      )}
      {messages.statement && (
        <p role="alert" className="mb-1.5 text-bad text-xs">
          {messages.statement}
        </p>
      )}
      <div className="h-[calc(100vh-290px)] min-h-96 overflow-hidden rounded-lg border border-line2/60">
        <div className="h-full md:hidden">{side === "write" ? editor : preview}</div>
        <div className="hidden h-full md:block">
          <Panes id="statement" orientation="horizontal" className="h-full">
            <Pane id="write" minSize="25%">
              {editor}
            </Pane>
            <PaneHandle aria-label="Width of the preview" />
            <Pane id="read" minSize="25%">
              {preview}
            </Pane>
          </Panes>
        </div>
      </div>
    </div>
  );
}
