import { ApiError } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Link2Off, UserRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { sessionQuery } from "@/api/query";
import { useTitle } from "@/lib/title";
import { PlainPage } from "@/shell/plain-page";
import { EmptyState, FailedState, Loaded } from "@/ui/states";
import { attemptQuery } from "./queries";
import { Rules } from "./rules";
import { Summary } from "./summary";
import { Workspace, WorkspaceSkeleton } from "./workspace";

/** The candidate's attempt, whatever its state: the rules, the work, or the thanks. */
export function WorkspacePage() {
  const session = useQuery(sessionQuery);
  return (
    <Loaded query={session} skeleton={<WorkspaceSkeleton />}>
      {(current) => {
        if (current?.attributes.attemptId) return <Attempt id={current.attributes.attemptId} />;
        return current ? <ForCandidates /> : <LinkNeeded />;
      }}
    </Loaded>
  );
}

export function Attempt({ id }: { id: string }) {
  const [isOver, setOver] = useState(false);
  const attempt = useQuery({
    ...attemptQuery(id),
    // The server ends the attempt a little after the clock; what it says last must not be missed.
    refetchInterval: (query) => (isOver && query.state.data?.attributes.state === "started" ? 2000 : false),
  });
  useTitle(attempt.data?.attributes.assessmentTitle);
  if (attempt.error && !attempt.data) {
    const { error } = attempt;
    if (error instanceof ApiError && error.status === 401) return <LinkNeeded />;
    return (
      <Alone>
        <FailedState error={error} onRetry={() => void attempt.refetch()} />
      </Alone>
    );
  }
  if (!attempt.data) return <WorkspaceSkeleton />;
  const { state } = attempt.data.attributes;
  if (state === "ready") return <Rules attempt={attempt.data} onStarted={() => {}} />;
  if (state === "finished" && !isOver) return <Summary attempt={attempt.data} />;
  return (
    <Workspace
      attempt={attempt.data}
      isOver={isOver}
      onOver={() => setOver(true)}
      onLeave={() => setOver(false)}
    />
  );
}

function Alone({ children }: { children: ReactNode }) {
  return <PlainPage>{children}</PlainPage>;
}

function LinkNeeded() {
  return (
    <Alone>
      <EmptyState icon={Link2Off} title="Open your invitation link" className="border-none">
        This browser does not know which assessment is yours, or has forgotten it. Open the link of your
        invitation again: you go on where you were, and nothing is lost.
      </EmptyState>
    </Alone>
  );
}

function ForCandidates() {
  return (
    <Alone>
      <EmptyState icon={UserRound} title="This page is for candidates" className="border-none">
        You are signed in as a member of an organization. To see what candidates see, open an invitation link
        in a private window.
      </EmptyState>
    </Alone>
  );
}
