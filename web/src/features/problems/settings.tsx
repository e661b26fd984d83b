import type { Comparison } from "@codecraft/api/types";
import { Field } from "@/ui/field";
import { Checkbox, Input, Select } from "@/ui/input";
import { LanguageChoice } from "@/ui/language-choice";
import { NumberInput } from "@/ui/number-input";
import type { ProblemDraft } from "./ProblemPage";
import { Deciding } from "./settings-validator";

const modes: Record<Comparison["mode"], string> = {
  tokens: "Word by word: spaces and line ends do not matter",
  exact: "Exactly, byte by byte",
  float: "Numbers within a tolerance",
};

/** Limits of one test, how outputs are compared, which languages are allowed, and the address. */
export function Settings({ draft }: { draft: ProblemDraft }) {
  const { value, messages, set, mayEdit } = draft;
  return (
    <fieldset disabled={!mayEdit} className="flex max-w-3xl flex-col gap-8">
      <section>
        <h2 className="mb-3 font-semibold">Limits of one test</h2>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="CPU time, ms" error={messages.cpuTimeMs}>
            <NumberInput value={value.cpuTimeMs} min={10} onChange={(cpuTimeMs) => set({ cpuTimeMs })} />
          </Field>
          <Field label="Memory, MiB" error={messages.memoryKb}>
            <NumberInput
              value={Math.round(value.memoryKb / 1024)}
              min={4}
              onChange={(mebibytes) => set({ memoryKb: mebibytes * 1024 })}
            />
          </Field>
          <Field label="Output, KiB" error={messages.outputKb}>
            <NumberInput value={value.outputKb} min={1} onChange={(outputKb) => set({ outputKb })} />
          </Field>
        </div>
        <Checkbox
          className="mt-3"
          checked={value.languageFactors}
          onChange={(event) => set({ languageFactors: event.target.checked })}
        >
          Give slower languages more time, by the factor of each
        </Checkbox>
      </section>
      <Deciding draft={draft} comparing={<Comparing draft={draft} />} />
      <Languages draft={draft} />
      <section>
        <h2 className="mb-3 font-semibold">Name in addresses</h2>
        <Field label="Slug" error={messages.slug} className="max-w-sm">
          <Input
            value={value.slug}
            className="font-mono"
            onChange={(event) => set({ slug: event.target.value })}
          />
        </Field>
      </section>
    </fieldset>
  );
}

function Comparing({ draft: { value, messages, set } }: { draft: ProblemDraft }) {
  const { comparison } = value;
  const change = (part: Partial<Comparison>) => set({ comparison: { ...comparison, ...part } });
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      <Field
        label="Outputs are compared"
        error={messages["comparison/mode"] ?? messages.comparison}
        className="sm:col-span-2"
      >
        <Select
          value={comparison.mode}
          onChange={(event) => change({ mode: event.target.value as Comparison["mode"] })}
        >
          {Object.entries(modes).map(([mode, word]) => (
            <option key={mode} value={mode}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      {comparison.mode === "tokens" && (
        <Checkbox
          className="sm:mt-7"
          checked={comparison.caseSensitive ?? false}
          onChange={(event) => change({ caseSensitive: event.target.checked })}
        >
          Upper and lower case differ
        </Checkbox>
      )}
      {comparison.mode === "float" && (
        <>
          <Field label="Absolute tolerance" error={messages["comparison/absoluteTolerance"]}>
            <NumberInput
              value={comparison.absoluteTolerance ?? 0}
              min={0}
              step="any"
              onChange={(absoluteTolerance) => change({ absoluteTolerance })}
            />
          </Field>
          <Field label="Relative tolerance" error={messages["comparison/relativeTolerance"]}>
            <NumberInput
              value={comparison.relativeTolerance ?? 0}
              min={0}
              step="any"
              onChange={(relativeTolerance) => change({ relativeTolerance })}
            />
          </Field>
        </>
      )}
    </div>
  );
}

function Languages({ draft: { value, set } }: { draft: ProblemDraft }) {
  return (
    <section>
      <h2 className="mb-1 font-semibold">Languages</h2>
      <p className="mb-3 text-fg2">
        {value.languages.length === 0
          ? "All installed languages are allowed."
          : "Only the chosen ones are allowed."}
      </p>
      <LanguageChoice value={value.languages} onChange={(languages) => set({ languages })} />
    </section>
  );
}
