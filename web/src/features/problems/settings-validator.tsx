import type { ProblemAttributes } from "@codecraft/api/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { languagesQuery } from "@/api/query";
import { joinWords, splitWords } from "@/lib/run-options";
import { CodeEditor } from "@/ui/code-editor";
import { Field } from "@/ui/field";
import { Checkbox, Input, Select } from "@/ui/input";
import { LanguageSelect, useLanguage } from "@/ui/language-select";
import { NumberInput } from "@/ui/number-input";
import type { ProblemDraft } from "./ProblemPage";

type Validator = NonNullable<ProblemAttributes["validator"]>;
type Program = Validator["program"];
type Way = "compare" | "own" | "interactive" | "passes";

const ways: Record<Way, string> = {
  compare: "By comparing outputs",
  own: "By a validator of your own",
  interactive: "Interactively: the program talks to a validator",
  passes: "In several passes: a validator makes the next input",
};

const template = `import sys

# python validator.py INPUT ANSWER FEEDBACK_DIRECTORY < OUTPUT
# Ends with 42 when the output is right, with 43 when it is wrong.
with open(sys.argv[1]) as given, open(sys.argv[2]) as answer:
    sys.exit(42 if sys.stdin.read().split() == answer.read().split() else 43)
`;

function wayOf(validator: Validator | null | undefined): Way {
  if (!validator) return "compare";
  if (validator.interactive) return "interactive";
  return (validator.passes ?? 0) > 1 ? "passes" : "own";
}

/** Who decides whether an output is right: a comparison, or a program. */
export function Deciding({ draft, comparing }: { draft: ProblemDraft; comparing: React.ReactNode }) {
  const { value, set, messages } = draft;
  const languages = useQuery(languagesQuery);
  const { validator } = value;
  const way = wayOf(validator);
  const choose = (next: Way) => {
    if (next === "compare") return set({ validator: null });
    const language =
      languages.data?.find((one) => one.id === "python")?.id ?? languages.data?.[0]?.id ?? "python";
    const fresh: Program = {
      protocol: "kattis",
      language,
      files: [{ path: "validator.py", source: template }],
    };
    set({
      validator: {
        program: validator?.program ?? fresh,
        interactive: next === "interactive",
        passes: next === "passes" ? 2 : 0,
        scores: validator?.scores ?? false,
        ...(next === "interactive" && validator?.checker && { checker: validator.checker }),
      },
    });
  };
  return (
    <section>
      <h2 className="mb-3 font-semibold">Deciding whether an output is right</h2>
      <Field label="Outputs are judged" error={messages.validator} className="mb-4 max-w-lg">
        <Select value={way} onChange={(event) => choose(event.target.value as Way)}>
          {Object.entries(ways).map(([name, word]) => (
            <option key={name} value={name}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      {validator ? <ValidatorFields draft={draft} validator={validator} way={way} /> : comparing}
    </section>
  );
}

interface ValidatorFieldsProps {
  draft: ProblemDraft;
  validator: Validator;
  way: Way;
}

function ValidatorFields({ draft: { messages, set, mayEdit }, validator, way }: ValidatorFieldsProps) {
  const change = (part: Partial<Validator>) => set({ validator: { ...validator, ...part } });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-4">
        {way === "passes" && (
          <Field label="Passes, at most" error={messages["validator/passes"]} className="w-32">
            <NumberInput
              value={validator.passes ?? 2}
              min={2}
              max={100}
              onChange={(passes) => passes >= 2 && change({ passes })}
            />
          </Field>
        )}
        <Checkbox
          checked={validator.scores ?? false}
          onChange={(event) => change({ scores: event.target.checked })}
        >
          The validator says how much an accepted test earns
        </Checkbox>
      </div>
      <ProgramFields
        at="validator/program"
        label="validator"
        program={validator.program}
        messages={messages}
        readOnly={!mayEdit}
        onChange={(program) => change({ program })}
      />
      {validator.checker && (
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-3 font-medium">Checker of what the interactor has written down</legend>
          <ProgramFields
            at="validator/checker"
            label="checker"
            program={validator.checker}
            messages={messages}
            readOnly={!mayEdit}
            onChange={(checker) => change({ checker })}
          />
        </fieldset>
      )}
    </div>
  );
}

interface ProgramFieldsProps {
  at: string;
  label: string;
  program: Program;
  messages: Record<string, string>;
  readOnly: boolean;
  onChange: (program: Program) => void;
}

function ProgramFields({ at, label, program, messages, readOnly, onChange }: ProgramFieldsProps) {
  const [chosen, setChosen] = useState(0);
  const [args, setArgs] = useState(joinWords(program.args ?? []));
  const language = useLanguage(program.language);
  const file = program.files[chosen] ?? program.files[0];
  const index = program.files[chosen] ? chosen : 0;
  const message = Object.entries(messages).find(([name]) => name.startsWith(`${at}/files`))?.[1];
  const change = (part: Partial<Program>) => onChange({ ...program, ...part });
  const setFile = (part: Partial<Program["files"][number]>) =>
    change({ files: program.files.map((one, i) => (i === index ? { ...one, ...part } : one)) });
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Called as" error={messages[`${at}/protocol`]}>
          <Select
            value={program.protocol}
            onChange={(event) => change({ protocol: event.target.value as Program["protocol"] })}
          >
            <option value="kattis">ICPC and Kattis: ends with 42 or 43</option>
            <option value="testlib">Polygon: testlib</option>
          </Select>
        </Field>
        <Field label="Language" error={messages[`${at}/language`]}>
          <LanguageSelect
            value={program.language}
            onChange={(event) => change({ language: event.target.value })}
          />
        </Field>
        <Field label="Arguments" error={messages[`${at}/args`]}>
          <Input
            value={args}
            spellCheck={false}
            className="font-mono"
            onChange={(event) => {
              setArgs(event.target.value);
              change({ args: splitWords(event.target.value) });
            }}
          />
        </Field>
        {program.files.length > 1 ? (
          <Field label="File">
            <Select value={index} onChange={(event) => setChosen(Number(event.target.value))}>
              {program.files.map((one, i) => (
                <option key={one.path} value={i}>
                  {one.path}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          <Field label="File name">
            <Input
              value={file?.path ?? ""}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => setFile({ path: event.target.value })}
            />
          </Field>
        )}
      </div>
      {message && (
        <p role="alert" className="text-bad text-xs">
          {message}
        </p>
      )}
      <CodeEditor
        key={`${file?.path} ${index}`}
        mode={language?.editor ?? "text"}
        label={`Source of the ${label}`}
        readOnly={readOnly}
        value={file?.source ?? ""}
        onChange={(source) => setFile({ source })}
        className="h-80"
      />
    </>
  );
}
