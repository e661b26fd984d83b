import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, SearchX, Video } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useCan } from "@/api/session";
import { useCommands } from "@/lib/commands";
import { useNow } from "@/lib/use-now";
import { useSearchText } from "@/lib/use-search-text";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { SearchInput, Select } from "@/ui/input";
import { Delayed, EmptyState, FailedState, SkeletonRows } from "@/ui/states";
import { groupInterviews } from "./groups";
import { InterviewTable } from "./interview-table";
import { interviewStates } from "./labels";
import { type InterviewFilter, openInterviewsQuery, pastInterviewsQuery } from "./queries";

export function InterviewsPage() {
  const filter = useSearch({ from: "/staff/interviews" });
  const navigate = useNavigate({ from: "/interviews" });
  const mayWrite = useCan("interviews:write");
  useCommands([
    {
      id: "new-interview",
      label: "Schedule an interview",
      group: "Interviews",
      icon: Plus,
      keys: "c",
      when: () => mayWrite,
      perform: () => void navigate({ to: "/interviews/new" }),
    },
  ]);
  const button = (label: string) =>
    mayWrite && (
      <Button asChild variant="primary">
        <Link to="/interviews/new">
          <Plus aria-hidden /> {label}
        </Link>
      </Button>
    );
  return (
    <Page title="Interviews" width="full" actions={button("Schedule an interview")}>
      <Filters
        filter={filter}
        onChange={(part) => void navigate({ search: (now) => ({ ...now, ...part }), replace: true })}
      />
      <Lists
        filter={filter}
        none={
          filter.q || filter.state ? (
            <EmptyState
              icon={SearchX}
              title="No interview fits"
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>
                  Show all interviews
                </Button>
              }
            />
          ) : (
            <EmptyState icon={Video} title="No interviews yet" action={button("Schedule the first one")}>
              In an interview people see and hear each other, and write and run code together. Each gets a
              link by mail.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** What comes is asked for whole, what was in pages; each stands under its own heading. */
function Lists({ filter, none }: { filter: InterviewFilter; none: ReactNode }) {
  const now = useNow(30_000);
  const open = useQuery({ ...openInterviewsQuery(filter), refetchInterval: 30_000 });
  const past = useInfiniteQuery(pastInterviewsQuery(filter));
  const wantsOpen = !filter.state || filter.state === "scheduled" || filter.state === "live";
  const wantsPast = !filter.state || filter.state === "ended" || filter.state === "cancelled";
  const wanted = [...(wantsOpen ? [open] : []), ...(wantsPast ? [past] : [])];
  const failed = wanted.find(({ error }) => error);
  if (failed?.error && !failed.data) {
    const retry = () => wanted.forEach((query) => void query.refetch());
    return <FailedState error={failed.error} onRetry={retry} />;
  }
  if (wanted.some(({ isPending }) => isPending)) {
    return (
      <Delayed>
        <SkeletonRows />
      </Delayed>
    );
  }
  const interviews = [
    ...(wantsOpen ? (open.data ?? []) : []),
    ...(wantsPast ? (past.data?.pages.flatMap((page) => page.items) ?? []) : []),
  ];
  if (interviews.length === 0) return none;
  const groups = groupInterviews(interviews, now);
  return (
    <div className="flex flex-col gap-6">
      <InterviewTable title="Live" interviews={groups.live} now={now} />
      <InterviewTable title="Upcoming" interviews={groups.upcoming} now={now} />
      <InterviewTable title="Past" interviews={groups.past} now={now} />
      {wantsPast && past.hasNextPage && (
        <div>
          <Button pending={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

interface FiltersProps {
  filter: InterviewFilter;
  onChange: (part: InterviewFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const search = useSearchText(filter.q, (q) => onChange({ q }));
  const searchBox = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: "search-interviews",
      label: "Search interviews",
      group: "Interviews",
      keys: "/",
      perform: () => searchBox.current?.focus(),
    },
  ]);
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <SearchInput
        ref={searchBox}
        className="w-full sm:w-64"
        aria-label="Search interviews by title"
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
        {Object.entries(interviewStates).map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </Select>
    </div>
  );
}
