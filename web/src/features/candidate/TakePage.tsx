import { ApiError, explain } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { Ban, Link2Off } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient, sessionQuery } from "@/api/query";
import { useTitle } from "@/lib/title";
import { MemberWarning } from "@/shell/member-warning";
import { PlainPage } from "@/shell/plain-page";
import { Delayed, EmptyState, FailedState, Loaded, Skeleton } from "@/ui/states";
import { attemptQuery, tookAttempt } from "./queries";
import { Rules } from "./rules";
import { Summary } from "./summary";

/** Where an invitation link leads: the rules, or straight on to an attempt that is started already. */
export function TakePage() {
  const { token } = useParams({ from: "/take/$token" });
  const session = useQuery(sessionQuery);
  const [isSure, setSure] = useState(false);
  const isMember = session.data?.attributes.kind === "member";
  useTitle("Invitation");
  return (
    <Loaded query={session} skeleton={<Waiting />}>
      {() =>
        isMember && !isSure ? (
          <MemberWarning
            what="This is a candidate's invitation."
            action="Continue as the candidate"
            onSure={() => setSure(true)}
          />
        ) : (
          <Enter key={token} token={token} />
        )
      }
    </Loaded>
  );
}

function Enter({ token }: { token: string }) {
  const entered = useQuery({
    queryKey: keys.candidate.enter(token),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => failures < 2 && error instanceof ApiError && error.unreachable,
    queryFn: async () => {
      const attributes = { invitationToken: token, useCookies: true };
      const attempt = await api.create("attempts", attributes, undefined, { anonymous: true });
      tookAttempt(attempt);
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      return attempt.id;
    },
  });
  if (entered.error) return <Refused error={entered.error} onRetry={() => void entered.refetch()} />;
  return entered.data ? <Entered attemptId={entered.data} /> : <Waiting />;
}

function Entered({ attemptId }: { attemptId: string }) {
  const attempt = useQuery({ ...attemptQuery(attemptId), staleTime: 15_000 });
  const navigate = useNavigate();
  return (
    <Loaded query={attempt} skeleton={<Waiting />}>
      {(item) => {
        if (item.attributes.state === "started") return <Navigate to="/attempt" replace />;
        if (item.attributes.state === "finished") return <Summary attempt={item} />;
        return <Rules attempt={item} onStarted={() => void navigate({ to: "/attempt", replace: true })} />;
      }}
    </Loaded>
  );
}

function Waiting() {
  return (
    <PlainPage>
      <Delayed>
        <div className="flex flex-col gap-4">
          <Skeleton className="w-1/4" />
          <Skeleton className="h-7 w-2/3" />
          <Skeleton className="h-16" />
          <Skeleton />
          <Skeleton className="w-4/5" />
        </div>
      </Delayed>
    </PlainPage>
  );
}

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const code = error instanceof ApiError ? error.code : "";
  const isFinal = error instanceof ApiError && [400, 404, 410, 422].includes(error.status);
  if (!isFinal) {
    return (
      <PlainPage>
        <FailedState error={error} onRetry={onRetry} />
      </PlainPage>
    );
  }
  const isRevoked = code === "invitation_revoked";
  return (
    <PlainPage>
      <EmptyState
        icon={isRevoked ? Ban : Link2Off}
        title={isRevoked ? "This invitation was withdrawn" : "This link does not work"}
        className="border-none"
      >
        {explain(error)}
      </EmptyState>
    </PlainPage>
  );
}
