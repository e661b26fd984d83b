import { useState } from "react";
import { zoneName } from "@/lib/format";
import { Field } from "@/ui/field";
import { Input, Select, Textarea } from "@/ui/input";
import { LanguageChoice } from "@/ui/language-choice";
import { Markdown } from "@/ui/markdown";
import { NumberInput } from "@/ui/number-input";
import type { AssessmentDraft } from "./AssessmentPage";
import { Sections } from "./sections";

export function Builder({ draft }: { draft: AssessmentDraft }) {
  return (
    <div className="grid max-w-6xl gap-8 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-6">
        <TitleAndInstructions draft={draft} />
        <Sections draft={draft} />
        <Languages draft={draft} />
      </div>
      <Rules draft={draft} />
    </div>
  );
}

function TitleAndInstructions({ draft: { value, messages, set, mayEdit } }: { draft: AssessmentDraft }) {
  const [preview, setPreview] = useState(false);
  return (
    <fieldset disabled={!mayEdit} className="flex flex-col gap-4">
      <Field label="Title" error={messages.title} required>
        <Input value={value.title} onChange={(event) => set({ title: event.target.value })} />
      </Field>
      <Field
        label="Instructions"
        hint="Markdown. Candidates read them before they start."
        error={messages.instructions}
        action={
          <button
            type="button"
            aria-pressed={preview}
            onClick={() => setPreview(!preview)}
            className="text-accent text-sm hover:underline"
          >
            {preview ? "Write" : "Preview"}
          </button>
        }
      >
        {preview ? (
          <section
            aria-label="Preview of the instructions"
            className="min-h-32 rounded-md border border-line p-3"
          >
            <Markdown text={value.instructions || "*Nothing written yet.*"} />
          </section>
        ) : (
          <Textarea
            className="min-h-32 resize-y"
            value={value.instructions}
            onChange={(event) => set({ instructions: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

/** Time, window and scoring. */
function Rules({ draft: { value, messages, set, mayEdit } }: { draft: AssessmentDraft }) {
  return (
    <fieldset disabled={!mayEdit} className="flex h-fit flex-col gap-4 rounded-lg border border-line p-4">
      <h2 className="font-semibold">Rules</h2>
      <Field
        label="Time limit, minutes"
        hint="Counted from the candidate's start."
        error={messages.timeLimitMinutes}
      >
        <NumberInput
          min={1}
          value={value.timeLimitMinutes}
          onChange={(timeLimitMinutes) => set({ timeLimitMinutes: Math.round(timeLimitMinutes) })}
        />
      </Field>
      <Field label="Opens" hint={`Empty: at once. ${zoneName(value.opensAt)}.`} error={messages.opensAt}>
        <TimeInput value={value.opensAt} onChange={(opensAt) => set({ opensAt })} />
      </Field>
      <Field
        label="Closes"
        hint={`The last moment to start; who has started keeps the full time. Empty: never. ${zoneName(value.closesAt)}.`}
        error={messages.closesAt}
      >
        <TimeInput value={value.closesAt} onChange={(closesAt) => set({ closesAt })} />
      </Field>
      <Field label="What counts" error={messages.scoring}>
        <Select
          value={value.scoring}
          onChange={(event) => set({ scoring: event.target.value as "best" | "last" })}
        >
          <option value="best">Best submission of each problem</option>
          <option value="last">Last submission of each problem</option>
        </Select>
      </Field>
    </fieldset>
  );
}

/** What candidates may write in, within what each problem allows. */
function Languages({ draft: { value, set, mayEdit, isFrozen } }: { draft: AssessmentDraft }) {
  return (
    <fieldset disabled={!mayEdit}>
      <h2 className="mb-1 font-semibold">Languages</h2>
      <p className="mb-3 text-fg2">
        {value.languages.length === 0
          ? "Candidates may use every language that a problem allows."
          : "Candidates may use the chosen ones, where the problem allows them; one that allows none of them keeps its own."}
        {isFrozen && " A change reaches candidates at work, too."}
      </p>
      <LanguageChoice value={value.languages} onChange={(languages) => set({ languages })} />
    </fieldset>
  );
}

interface TimeInputProps {
  value: string | null | undefined;
  onChange: (time: string | null) => void;
}

/** A date and time of this machine's zone; the server keeps UTC. */
function TimeInput({ value, onChange }: TimeInputProps) {
  const shown = value ? localTime(new Date(value)) : "";
  return (
    <Input
      type="datetime-local"
      value={shown}
      onChange={(event) => onChange(event.target.value ? new Date(event.target.value).toISOString() : null)}
    />
  );
}

function localTime(time: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
