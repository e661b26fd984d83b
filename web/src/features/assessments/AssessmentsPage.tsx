import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ClipboardList, Plus, SearchX } from "lucide-react";
import { useRef, useState } from "react";
import { useCan } from "@/api/session";
import { useCommands } from "@/lib/commands";
import { count } from "@/lib/format";
import { useSearchText } from "@/lib/use-search-text";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { SearchInput, Select } from "@/ui/input";
import { EmptyState, Loaded } from "@/ui/states";
import { AssessmentTable } from "./assessment-table";
import { assessmentStates } from "./labels";
import { NewAssessment } from "./new-assessment";
import { type AssessmentFilter, assessmentsQuery } from "./queries";

export function AssessmentsPage() {
  const filter = useSearch({ from: "/staff/assessments" });
  const navigate = useNavigate({ from: "/assessments" });
  const mayWrite = useCan("assessments:write");
  const [creating, setCreating] = useState(false);
  const query = useInfiniteQuery(assessmentsQuery(filter));
  const change = (part: AssessmentFilter) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  useCommands([
    {
      id: "new-assessment",
      label: "New assessment",
      group: "Assessments",
      icon: Plus,
      keys: "c",
      when: () => mayWrite,
      perform: () => setCreating(true),
    },
  ]);
  const button = (label: string) =>
    mayWrite && (
      <Button variant="primary" onClick={() => setCreating(true)}>
        <Plus aria-hidden /> {label}
      </Button>
    );
  return (
    <Page title="Assessments" width="full" actions={button("New assessment")}>
      <Filters filter={filter} onChange={change} />
      <Loaded query={query}>
        {(data) => {
          const assessments = data.pages.flatMap((page) => page.items);
          if (assessments.length === 0) {
            return filter.q || filter.state ? (
              <EmptyState
                icon={SearchX}
                title={filter.state === "archived" ? "No archived assessment fits" : "No assessment fits"}
                action={
                  <Button onClick={() => void navigate({ search: {}, replace: true })}>
                    Show all assessments
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={ClipboardList}
                title="No assessments yet"
                action={button("Build the first one")}
              >
                An assessment puts published problems in order, sets the time, and invites candidates.
              </EmptyState>
            );
          }
          return (
            <>
              <AssessmentTable
                assessments={assessments}
                sort={filter.sort ?? "-updatedAt"}
                onSort={(sort) => change({ sort })}
              />
              <div className="mt-3 flex items-center justify-between text-fg2 text-sm">
                {query.hasNextPage
                  ? `The first ${assessments.length} assessments`
                  : count(assessments.length, "assessment")}
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
      {creating && <NewAssessment open onOpenChange={setCreating} />}
    </Page>
  );
}

function Filters({
  filter,
  onChange,
}: {
  filter: AssessmentFilter;
  onChange: (part: AssessmentFilter) => void;
}) {
  const search = useSearchText(filter.q, (q) => onChange({ q }));
  const searchBox = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: "search-assessments",
      label: "Search assessments",
      group: "Assessments",
      keys: "/",
      perform: () => searchBox.current?.focus(),
    },
  ]);
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <SearchInput
        ref={searchBox}
        className="w-full sm:w-64"
        aria-label="Search assessments by title"
        placeholder="Search by title"
        value={search.text}
        onChange={(event) => search.type(event.target.value)}
      />
      <Select
        aria-label="State"
        className="w-32"
        value={filter.state ?? ""}
        onChange={(event) => onChange({ state: event.target.value || undefined })}
      >
        <option value="">Any state</option>
        {Object.entries(assessmentStates).map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
        <option value="archived">Archived</option>
      </Select>
    </div>
  );
}
