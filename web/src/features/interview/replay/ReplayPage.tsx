import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { History } from "lucide-react";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { EmptyState, Loaded, Skeleton } from "@/ui/states";
import { interviewQuery } from "../queries";
import { replayQuery } from "./queries";
import { ReplayView } from "./replay-view";

/** An interview that is over, gone through again on its own clock. */
export function ReplayPage() {
  const { interviewId } = useParams({ from: "/staff/interviews/$interviewId/replay" });
  const query = useQuery(interviewQuery(interviewId));
  return (
    <Loaded page query={query} skeleton={<ReplaySkeleton />}>
      {(interview) => <Framed key={interview.id} interview={interview} />}
    </Loaded>
  );
}

function Framed({ interview }: { interview: Item<"interviews"> }) {
  const { title, state, startedAt } = interview.attributes;
  return (
    <Page
      title={`Replay: ${title}`}
      back={{
        to: "/interviews/$interviewId",
        params: { interviewId: interview.id },
        label: "The interview",
      }}
      width="full"
    >
      {state === "ended" && startedAt ? (
        <Recall interview={interview} />
      ) : (
        <EmptyState
          icon={History}
          title={state === "live" ? "It is still going on" : "It was not held"}
          action={
            <Button asChild>
              <Link to="/interviews/$interviewId" params={{ interviewId: interview.id }}>
                To the interview
              </Link>
            </Button>
          }
        >
          {state === "live"
            ? "Once it has ended, everything that was written, run and said in it can be gone through here."
            : "There is nothing to go through of an interview that has not taken place."}
        </EmptyState>
      )}
    </Page>
  );
}

function Recall({ interview }: { interview: Item<"interviews"> }) {
  const { t } = useSearch({ from: "/staff/interviews/$interviewId/replay" });
  const query = useQuery(replayQuery(interview));
  return (
    <Loaded query={query} skeleton={<ReplaySkeleton />}>
      {(recalled) => <ReplayView recalled={recalled} t={t} />}
    </Loaded>
  );
}

function ReplaySkeleton() {
  return (
    <div className="flex flex-col gap-3 p-4">
      <Skeleton className="h-80" />
      <Skeleton className="h-16" />
    </div>
  );
}
