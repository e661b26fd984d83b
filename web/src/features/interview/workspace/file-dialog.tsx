import { explain } from "@codecraft/api/errors";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useStored } from "@/lib/stored";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Checkbox, Input } from "@/ui/input";
import { LanguageSelect, useLanguage } from "@/ui/language-select";
import { changeFile, type InterviewProblem, makeFile } from "./queries";
import type { FileName } from "./store";

/** "main.py", and "main-2.py" where that is taken. */
export function freePath(wanted: string, taken: string[]): string {
  const dot = wanted.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
  let path = wanted;
  for (let n = 2; taken.includes(path); n++) path = `${stem}-${n}${end}`;
  return path;
}

interface NewFileProps {
  interviewId: string;
  files: FileName[];
  /** A problem that is shown, whose starter may be taken. */
  problem?: InterviewProblem;
  onMade: (id: string) => void;
  onClose: () => void;
}

export function NewFile({ interviewId, files, problem, onMade, onClose }: NewFileProps) {
  const starters = problem?.attributes.starters.map((one) => one.language) ?? [];
  const [remembered, remember] = useStored("language", "python");
  const first = starters.includes(remembered) ? remembered : (starters[0] ?? remembered);
  const [language, setLanguage] = useState(first);
  const [typed, setTyped] = useState<string>();
  const [isStarted, setStarted] = useState(true);
  const fileName = useLanguage(language)?.fileName ?? "";
  const path =
    typed ??
    freePath(
      fileName,
      files.map(({ attributes }) => attributes.path),
    );
  const hasStarter = problem !== undefined && starters.includes(language);
  const make = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      makeFile(interviewId, { path, language }, hasStarter && isStarted ? problem.id : undefined),
    onSuccess: (file) => {
      remember(language);
      onMade(file.id);
      onClose();
    },
  });
  return (
    <FileForm
      title="New file"
      action="Make the file"
      pending={make.isPending}
      error={make.error}
      path={path}
      onPath={setTyped}
      language={language}
      onLanguage={setLanguage}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      {hasStarter && (
        <Checkbox checked={isStarted} onChange={(event) => setStarted(event.target.checked)}>
          Begin with the starter of “{problem.attributes.title}”
        </Checkbox>
      )}
    </FileForm>
  );
}

export function EditFile({ file, onClose }: { file: FileName; onClose: () => void }) {
  const [path, setPath] = useState(file.attributes.path);
  const [language, setLanguage] = useState(file.attributes.language);
  const change = useMutation({
    meta: { shown: true },
    mutationFn: () => changeFile(file.id, { path, language }),
    onSuccess: onClose,
  });
  return (
    <FileForm
      title="Name and language"
      action="Save"
      pending={change.isPending}
      error={change.error}
      path={path}
      onPath={setPath}
      language={language}
      onLanguage={setLanguage}
      onSubmit={() => change.mutate()}
      onClose={onClose}
      hint="What is in the file stays as it is"
    />
  );
}

interface FormProps {
  title: string;
  action: string;
  pending: boolean;
  error: unknown;
  path: string;
  onPath: (path: string) => void;
  language: string;
  onLanguage: (language: string) => void;
  hint?: string;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

function FileForm(props: FormProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()} title={props.title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <Field label="Language" hint={props.hint}>
          <LanguageSelect value={props.language} onChange={(event) => props.onLanguage(event.target.value)} />
        </Field>
        <Field label="Name" error={props.error ? explain(props.error) : undefined}>
          <Input
            required
            maxLength={200}
            spellCheck={false}
            value={props.path}
            onChange={(event) => props.onPath(event.target.value)}
          />
        </Field>
        {props.children}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={props.pending}>
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
