import { FileCode, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { CodeEditor } from "@/ui/code-editor";
import { LanguageName, LanguageSelect, useLanguage } from "@/ui/language-select";
import { EmptyState } from "@/ui/states";
import type { ProblemDraft } from "./ProblemPage";

/** The code an editor begins with, by language. */
export function Starters({ draft }: { draft: ProblemDraft }) {
  const { value, set, mayEdit } = draft;
  const [chosen, setChosen] = useState(value.starters[0]?.language ?? "");
  const current = value.starters.find((starter) => starter.language === chosen);
  const language = useLanguage(chosen);
  const add = (id: string) => {
    if (!id) return;
    set({ starters: [...value.starters, { language: id, source: "" }] });
    setChosen(id);
  };
  const write = (source: string) =>
    set({
      starters: value.starters.map((other) => (other.language === chosen ? { ...other, source } : other)),
    });
  const picker = mayEdit && (
    <LanguageSelect
      aria-label="Add starter code for a language"
      className="w-48"
      value=""
      without={value.starters.map((starter) => starter.language)}
      onChange={(event) => add(event.target.value)}
    >
      <option value="">Add a language…</option>
    </LanguageSelect>
  );
  if (value.starters.length === 0) {
    return (
      <EmptyState icon={FileCode} title="No starter code" action={picker}>
        Without it, candidates begin with an empty file.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {value.starters.map((starter) => (
          <Button
            key={starter.language}
            aria-pressed={starter.language === chosen}
            variant={starter.language === chosen ? "secondary" : "ghost"}
            onClick={() => setChosen(starter.language)}
          >
            <LanguageName id={starter.language} />
          </Button>
        ))}
        {picker}
      </div>
      {current ? (
        <>
          <CodeEditor
            key={chosen}
            mode={language?.editor ?? "text"}
            label={`Starter code in ${language?.name ?? chosen}`}
            readOnly={!mayEdit}
            value={current.source}
            className="h-[calc(100vh-280px)] min-h-80"
            onChange={write}
          />
          {mayEdit && (
            <div className="flex flex-wrap gap-2">
              {language?.hello && current.source.trim() === "" && (
                <Button onClick={() => write(language.hello)}>
                  <FileCode aria-hidden /> Insert boilerplate
                </Button>
              )}
              <Button
                variant="ghost"
                onClick={() => {
                  const left = value.starters.filter((other) => other.language !== chosen);
                  set({ starters: left });
                  setChosen(left[0]?.language ?? "");
                }}
              >
                <Trash2 aria-hidden /> Remove this starter code
              </Button>
            </div>
          )}
        </>
      ) : (
        <p className="flex items-center gap-1.5 text-fg2">
          <Plus aria-hidden className="size-4" /> Choose a language.
        </p>
      )}
    </div>
  );
}
