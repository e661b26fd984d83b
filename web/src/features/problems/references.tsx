import type { Item } from "@codecraft/api/resources";
import type { ExpectedVerdict } from "@codecraft/api/types";
import { useMutation, useQuery } from "@tanstack/react-query";
import { FlaskConical, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { languagesQuery, overtake, queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { cn } from "@/lib/cn";
import { useDraft } from "@/lib/draft";
import { Button } from "@/ui/button";
import { CodeEditor } from "@/ui/code-editor";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { LanguageName, LanguageSelect, useLanguage } from "@/ui/language-select";
import { SaveNotice, SaveState } from "@/ui/save-state";
import { EmptyState, Loaded } from "@/ui/states";
import { VerdictBadge, verdictWord } from "@/ui/verdict";
import { referencesQuery } from "./queries";
import { TryOut } from "./try-out";

const expectable: ExpectedVerdict[] = ["AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE"];

/** Solutions that prove the tests: good ones must pass, and each bad one must fail the way it says. */
export function References({ problemId, mayEdit }: { problemId: string; mayEdit: boolean }) {
  const references = useQuery(referencesQuery(problemId));
  const languages = useQuery(languagesQuery);
  const [chosenId, setChosenId] = useState<string>();
  const add = useMutation({
    mutationFn: (list: Item<"reference-solutions">[]) => {
      const available = languages.data?.find((language) => language.attributes.available);
      return api.create(
        "reference-solutions",
        {
          name: `Solution ${list.length + 1}`,
          language: list.at(-1)?.attributes.language ?? available?.id ?? "python",
          source: available?.attributes.hello || "# solution\n",
          expectedVerdict: "AC",
        },
        { problem: { type: "problems", id: problemId } },
      );
    },
    onSuccess: async (created) => {
      await queryClient.invalidateQueries(referencesQuery(problemId));
      setChosenId(created.id);
    },
  });
  return (
    <Loaded query={references}>
      {(list) => {
        const button = mayEdit && (
          <Button pending={add.isPending} onClick={() => add.mutate(list)}>
            <Plus aria-hidden /> Add a solution
          </Button>
        );
        const chosen = list.find((reference) => reference.id === chosenId) ?? list[0];
        if (!chosen) {
          return (
            <EmptyState icon={FlaskConical} title="No reference solutions" action={button}>
              At least two accepted ones are needed to publish; wrong and slow ones prove that the tests catch
              them.
            </EmptyState>
          );
        }
        return (
          <div className="grid gap-4 md:grid-cols-[240px_minmax(0,1fr)]">
            <div className="flex flex-col gap-2">
              <ul className="flex flex-col gap-0.5">
                {list.map((reference) => (
                  <li key={reference.id}>
                    <button
                      type="button"
                      aria-pressed={reference.id === chosen.id}
                      onClick={() => setChosenId(reference.id)}
                      className={cn(
                        "flex min-h-11 w-full items-center justify-between gap-2 rounded-md px-2.5 py-1 text-left hover:bg-bg3",
                        reference.id === chosen.id && "bg-bg3",
                      )}
                    >
                      <span className="min-w-0">
                        <span className="block truncate font-medium">{reference.attributes.name}</span>
                        <span className="block text-fg2 text-xs">
                          <LanguageName id={reference.attributes.language} />
                        </span>
                      </span>
                      <VerdictBadge short verdict={reference.attributes.expectedVerdict} />
                    </button>
                  </li>
                ))}
              </ul>
              {button}
            </div>
            <ReferenceEditor key={chosen.id} reference={chosen} problemId={problemId} mayEdit={mayEdit} />
          </div>
        );
      }}
    </Loaded>
  );
}

interface ReferenceEditorProps {
  reference: Item<"reference-solutions">;
  problemId: string;
  mayEdit: boolean;
}

function ReferenceEditor({ reference, problemId, mayEdit }: ReferenceEditorProps) {
  const key = referencesQuery(problemId).queryKey;
  const draft = useDraft(reference, (saved) => {
    overtake(key, () =>
      queryClient.setQueryData(key, (list) => list?.map((other) => (other.id === saved.id ? saved : other))),
    );
    void queryClient.invalidateQueries({ queryKey: ["problems", "one", problemId] });
  });
  const { value, messages, set } = draft;
  const language = useLanguage(value.language);
  const mayRun = useCan("runs:create");
  const [removing, setRemoving] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.remove(draft.item),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <SaveNotice draft={draft} noun="solution" />
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Name" error={messages.name}>
          <Input
            value={value.name}
            readOnly={!mayEdit}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field label="Language" error={messages.language}>
          <LanguageSelect
            value={value.language}
            disabled={!mayEdit}
            onChange={(event) => set({ language: event.target.value })}
          />
        </Field>
        <Field label="Must end in" error={messages.expectedVerdict}>
          <Select
            value={value.expectedVerdict}
            disabled={!mayEdit}
            onChange={(event) => set({ expectedVerdict: event.target.value as ExpectedVerdict })}
          >
            {expectable.map((verdict) => (
              <option key={verdict} value={verdict}>
                {verdictWord(verdict)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {messages.source && (
        <p role="alert" className="text-bad text-xs">
          {messages.source}
        </p>
      )}
      <CodeEditor
        mode={language?.editor ?? "text"}
        label={`Source of ${value.name}`}
        readOnly={!mayEdit}
        value={value.source}
        onChange={(source) => set({ source })}
        className="h-[calc(100vh-330px)] min-h-80"
      />
      {mayRun && <TryOut language={value.language} source={value.source} />}
      {mayEdit && (
        <div className="flex items-center justify-between">
          <Button variant="ghost" onClick={() => setRemoving(true)}>
            <Trash2 aria-hidden /> Delete
          </Button>
          <SaveState state={draft.state} />
        </div>
      )}
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        danger
        title={`Delete “${value.name}”?`}
        description="Its source is gone for good. Published versions are not touched."
        action="Delete"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </div>
  );
}
