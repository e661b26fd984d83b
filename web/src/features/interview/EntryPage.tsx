import { ApiError } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient, sessionQuery } from "@/api/query";
import { useTitle } from "@/lib/title";
import { MemberWarning } from "@/shell/member-warning";
import { Loaded } from "@/ui/states";
import { Refused } from "./ending";
import { rememberMe } from "./me";
import { Preparing } from "./preparing";

/** Where the link of an invitation leads: it opens a session, and gives way to an address without a secret. */
export function EntryPage() {
  const { token } = useParams({ from: "/interview/$token" });
  const session = useQuery(sessionQuery);
  const [isSure, setSure] = useState(false);
  const isMember = session.data?.attributes.kind === "member";
  useTitle("Interview");
  return (
    <Loaded query={session} skeleton={<Preparing />}>
      {() =>
        isMember && !isSure ? (
          <MemberWarning
            what="This is a guest's invitation to an interview; as a member you join from the interview's own page."
            action="Continue as the guest"
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
    queryKey: keys.interview.enter(token),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => failures < 2 && error instanceof ApiError && error.unreachable,
    queryFn: async () => {
      const attributes = { invitationToken: token, useCookies: true };
      const entry = await api.create("interview-entries", attributes, undefined, { anonymous: true });
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
      rememberMe(entry.attributes.interviewId, entry.attributes.participantId);
      return entry.attributes.interviewId;
    },
  });
  if (entered.error) return <Refused error={entered.error} onRetry={() => void entered.refetch()} />;
  if (!entered.data) return <Preparing />;
  return <Navigate to="/room/$interviewId" params={{ interviewId: entered.data }} replace />;
}
