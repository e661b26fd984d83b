import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Code, FileArchive, Plus, SearchX, X } from "lucide-react";
import { useRef, useState } from "react";
import { useCan } from "@/api/session";
import { useCommands } from "@/lib/commands";
import { count } from "@/lib/format";
import { useSearchText } from "@/lib/use-search-text";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { difficultyWord } from "@/ui/difficulty";
import { SearchInput, Select } from "@/ui/input";
import { EmptyState, Loaded } from "@/ui/states";
import { ImportProblem } from "./import-problem";
import { difficulties, stateWords } from "./labels";
import { NewProblem } from "./new-problem";
import { ProblemTable } from "./problem-table";
import { type ProblemFilter, problemsQuery } from "./queries";

export function ProblemsPage() {
  const filter = useSearch({ from: "/staff/problems" });
  const navigate = useNavigate({ from: "/problems" });
  const mayWrite = useCan("problems:write");
  const [creating, setCreating] = useState(false);
  const [importing, setImporting] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const query = useInfiniteQuery(problemsQuery(filter));
  const search = useSearchText(filter.q, (q) => change({ q }));
  const change = (part: ProblemFilter) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const isFiltered = Boolean(filter.q || filter.difficulty || filter.state || filter.tag);
  useCommands([
    {
      id: "new-problem",
      label: "New problem",
      group: "Problems",
      icon: Plus,
      keys: "c",
      when: () => mayWrite,
      perform: () => setCreating(true),
    },
    {
      id: "import-problem",
      label: "Import a problem package",
      group: "Problems",
      icon: FileArchive,
      words: "icpc kattis polygon zip",
      when: () => mayWrite,
      perform: () => setImporting(true),
    },
    {
      id: "search-problems",
      label: "Search problems",
      group: "Problems",
      keys: "/",
      perform: () => searchBox.current?.focus(),
    },
  ]);

  return (
    <Page
      title="Problems"
      width="full"
      actions={
        mayWrite && (
          <>
            <Button onClick={() => setImporting(true)}>
              <FileArchive aria-hidden /> Import
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New problem
            </Button>
          </>
        )
      }
    >
      <Filters filter={filter} onChange={change} search={search} searchBox={searchBox} />
      <Loaded query={query}>
        {(data) => {
          const problems = data.pages.flatMap((page) => page.items);
          if (problems.length === 0 && isFiltered) {
            return (
              <EmptyState
                icon={SearchX}
                title={filter.state === "archived" ? "No archived problem fits" : "No problem fits"}
                action={
                  <Button
                    onClick={() => {
                      search.forget();
                      void navigate({ search: {}, replace: true });
                    }}
                  >
                    Show all problems
                  </Button>
                }
              />
            );
          }
          if (problems.length === 0) {
            return (
              <EmptyState
                icon={Code}
                title="No problems yet"
                action={
                  mayWrite && (
                    <Button variant="primary" onClick={() => setCreating(true)}>
                      <Plus aria-hidden /> Write the first problem
                    </Button>
                  )
                }
              >
                A problem has a statement, tests that judge answers, and solutions that prove the tests right.
              </EmptyState>
            );
          }
          return (
            <>
              <ProblemTable
                problems={problems}
                sort={filter.sort ?? "-updatedAt"}
                onSort={(sort) => change({ sort })}
                onTag={(tag) => change({ tag })}
              />
              <div className="mt-3 flex items-center justify-between text-fg2 text-sm">
                <span>
                  {query.hasNextPage
                    ? `The first ${problems.length} problems`
                    : count(problems.length, "problem")}
                </span>
                {query.hasNextPage && (
                  <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Load more
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
      {importing && <ImportProblem onClose={() => setImporting(false)} />}
      {creating && <NewProblem open onOpenChange={setCreating} />}
    </Page>
  );
}

interface FiltersProps {
  filter: ProblemFilter;
  onChange: (part: ProblemFilter) => void;
  search: ReturnType<typeof useSearchText>;
  searchBox: React.RefObject<HTMLInputElement | null>;
}

function Filters({ filter, onChange, search, searchBox }: FiltersProps) {
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <SearchInput
        ref={searchBox}
        className="w-full sm:w-64"
        aria-label="Search problems by title"
        placeholder="Search by title"
        value={search.text}
        onChange={(event) => search.type(event.target.value)}
      />
      <Select
        aria-label="Difficulty"
        className="w-36"
        value={filter.difficulty ?? ""}
        onChange={(event) => onChange({ difficulty: event.target.value || undefined })}
      >
        <option value="">Any difficulty</option>
        {difficulties.map((difficulty) => (
          <option key={difficulty} value={difficulty}>
            {difficultyWord(difficulty)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="State"
        className="w-32"
        value={filter.state ?? ""}
        onChange={(event) => onChange({ state: event.target.value || undefined })}
      >
        <option value="">Any state</option>
        {Object.entries(stateWords).map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
        <option value="archived">Archived</option>
      </Select>
      {filter.tag && (
        <Button
          onClick={() => onChange({ tag: undefined })}
          aria-label={`Remove the filter by the tag ${filter.tag}`}
        >
          {filter.tag} <X aria-hidden />
        </Button>
      )}
    </div>
  );
}
