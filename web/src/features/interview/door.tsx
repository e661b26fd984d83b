import { ApiError } from "@codecraft/api/errors";
import type { InterviewAttributes } from "@codecraft/api/types";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { useTitle } from "@/lib/title";
import { AfterEnd } from "./after-end";
import { DeviceCheck } from "./check";
import { ConsentPage } from "./consent";
import { useChoice } from "./devices";
import { Ending, Refused } from "./ending";
import { Heading } from "./heading";
import { Early, Lobby } from "./lobby";
import { rememberedMe } from "./me";
import { InterviewLink, LeftPage, TakeOverPage, VideoAwayPage } from "./outside";
import { Preparing } from "./preparing";
import { interviewQuery, isElsewhere, isVideoAway, type News } from "./queries";
import { Room } from "./room";
import { useOneTab } from "./tab";
import { useEntry } from "./use-entry";
import { useInterview } from "./use-interview";
import { WorkspaceContext } from "./workspace/store";

type Stage = "check" | "consent" | "entered" | "left";

interface DoorProps {
  interviewId: string;
  isMember: boolean;
}

/**
 * The way into an interview, and out again:
 *
 *	check → consent (where it is recorded) → lobby (who was not admitted yet) → room → left → consent ...
 *
 * An end of the interview, a removal, or one's own other tab lead out of each.
 */
export function Door({ interviewId, isMember }: DoorProps) {
  const place = useOneTab(interviewId);
  const interview = useQuery(interviewQuery(interviewId));
  const link = isMember && <InterviewLink id={interviewId} />;
  useTitle(interview.data?.attributes.title ?? "Interview");
  if (interview.error && !interview.data) {
    return <Refused error={interview.error} onRetry={() => void interview.refetch()} action={link} />;
  }
  if (!interview.data || place.hold === "asking") return <Preparing />;
  return (
    <Inside
      // Another name is another tab to the server: it comes in by its own way.
      key={place.tab}
      interviewId={interviewId}
      interview={interview.data.attributes}
      link={link}
      place={place}
    />
  );
}

interface InsideProps {
  interviewId: string;
  interview: InterviewAttributes;
  link: ReactNode;
  place: ReturnType<typeof useOneTab>;
}

function Inside({ interviewId, interview: first, link, place }: InsideProps) {
  const [stage, setStage] = useState<Stage>("check");
  const entry = useEntry(interviewId, place.tab);
  const isIn = stage === "entered" && place.hold === "free" && entry.session !== undefined;
  const { news, stream, store } = useInterview(interviewId, isIn ? place.tab : undefined);
  const [choice, change] = useChoice();
  const me = useMe(interviewId);
  const interview = news?.attributes ?? first;
  const own = news?.participants.find(({ id }) => id === entry.session?.participantId);
  const { session, enter } = entry;
  const isAdmitted = session?.state === "waiting" && own?.attributes.state === "admitted";
  useEffect(() => {
    if (isAdmitted) void enter();
  }, [isAdmitted, enter]);

  const heading = <Heading interview={interview} />;
  const proceed = () => {
    entry.reset();
    if (interview.recorded) return setStage("consent");
    setStage("entered");
    void enter();
  };

  if (interview.state === "ended" || interview.state === "cancelled") {
    // Who comes back after the end has never been in with this tab.
    const came = session ?? (me && { ...me.attributes, participantId: me.id });
    const wasIn = came?.state === "admitted" && came.role === "interviewer" && interview.startedAt;
    return (
      <Ending kind={interview.state} action={link}>
        {wasIn && <AfterEnd interviewId={interviewId} ownId={came.participantId} />}
      </Ending>
    );
  }
  if (place.hold === "taken") {
    return (
      <TakeOverPage
        onTake={() => {
          place.take();
          entry.takeOver();
          if (stage === "entered") proceed();
        }}
      />
    );
  }
  if (stage === "left") return <LeftPage onReturn={proceed} action={link} />;
  if (own?.attributes.state === "removed") return <Ending kind="removed" />;
  if (entry.refusal) {
    const isEarly = entry.refusal instanceof ApiError && entry.refusal.code === "interview_not_yet";
    if (isEarly) return <Early interview={interview} onOpen={() => void enter()} />;
    if (isVideoAway(entry.refusal)) return <VideoAwayPage onRetry={() => void enter()} />;
    if (isElsewhere(entry.refusal)) {
      return (
        <TakeOverPage
          onTake={() => {
            entry.takeOver();
            void enter();
          }}
        />
      );
    }
    return <Refused error={entry.refusal} onRetry={() => void enter()} action={link} />;
  }
  if (stage === "check") {
    return (
      <DeviceCheck
        heading={heading}
        choice={choice}
        onChange={change}
        // A guest's role says whether one is to be seen and heard; a member who comes holds the interview.
        isSending={me?.attributes.role !== "observer"}
        onDone={proceed}
      />
    );
  }
  if (stage === "consent") {
    return (
      <ConsentPage
        heading={heading}
        onAnswer={(consent) => {
          setStage("entered");
          entry.answer(consent);
        }}
      />
    );
  }
  if (!session) return <Preparing />;
  if (session.state !== "admitted") {
    return <Lobby interview={interview} participants={news?.participants ?? []} stream={stream} />;
  }
  return (
    <WorkspaceContext value={store}>
      <Room
        session={session}
        news={news ?? ({ id: interviewId, attributes: interview, participants: [] } satisfies News)}
        holds={session.holds}
        join={entry.rejoin}
        onRefused={entry.setRefusal}
        onReplaced={place.yieldTo}
        onLeave={() => setStage("left")}
      />
    </WorkspaceContext>
  );
}

/** Who came by a link, also after the tab was closed and opened anew. */
function useMe(interviewId: string) {
  const me = rememberedMe(interviewId);
  const participant = useQuery({
    queryKey: keys.interview.me(interviewId, me),
    enabled: me !== null,
    queryFn: ({ signal }) => api.get("interview-participants", me ?? "", { signal }),
  });
  return participant.data;
}
