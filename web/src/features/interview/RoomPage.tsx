import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { sessionQuery } from "@/api/query";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/states";
import { Door } from "./door";
import { Ending } from "./ending";
import { Preparing } from "./preparing";

/** An interview for whoever takes part in it, from the check of devices to the end. */
export function RoomPage() {
  const { interviewId } = useParams({ from: "/room/$interviewId" });
  const session = useQuery(sessionQuery);
  return (
    <Loaded query={session} skeleton={<Preparing />}>
      {(current) => {
        if (!current) return <Unsigned />;
        const { permissions, kind } = current.attributes;
        if (!permissions.includes("interviews:hold") && !permissions.includes("interview:take")) {
          return <Ending kind="uninvited" said="Your role in the organization holds no interviews." />;
        }
        return <Door key={interviewId} interviewId={interviewId} isMember={kind === "member"} />;
      }}
    </Loaded>
  );
}

function Unsigned() {
  const here = encodeURIComponent(window.location.pathname);
  return (
    <Ending
      kind="unsigned"
      action={
        <Button asChild>
          <a href={`/signin?return=${here}`}>Sign in</a>
        </Button>
      }
    />
  );
}
