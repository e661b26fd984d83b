import type { InterviewAttributes, ParticipantAttributes } from "@codecraft/api/types";
import {
  Ban,
  CalendarClock,
  CalendarX,
  Check,
  CircleCheck,
  Hourglass,
  LogOut,
  Mail,
  Pause,
  Radio,
  ThumbsDown,
  ThumbsUp,
  UserX,
  X,
} from "lucide-react";
import { Badge } from "@/ui/badge";

export const interviewStates: Record<InterviewAttributes["state"], string> = {
  scheduled: "Scheduled",
  live: "Live",
  ended: "Ended",
  cancelled: "Cancelled",
};

const looks = {
  scheduled: { icon: CalendarClock, tone: "accent" },
  live: { icon: Radio, tone: "ok" },
  ended: { icon: CircleCheck, tone: "neutral" },
  cancelled: { icon: Ban, tone: "neutral" },
} as const;

export function InterviewState({ state, missed }: { state: InterviewAttributes["state"]; missed: boolean }) {
  if (missed)
    return (
      <Badge tone="warn" title="Its time is over, and no interviewer has entered it">
        <CalendarX aria-hidden /> Not held
      </Badge>
    );
  const look = looks[state];
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {interviewStates[state]}
    </Badge>
  );
}

export const roles: Record<ParticipantAttributes["role"], string> = {
  candidate: "Candidate",
  interviewer: "Interviewer",
  observer: "Observer",
};

/** How far somebody has come, and whether they are there at this moment; or, of one that is over, came. */
function lookOf({ state, here }: ParticipantAttributes, over: boolean) {
  if (state === "removed") return { word: "Removed", icon: UserX, tone: "neutral" } as const;
  if (over && state === "invited") return { word: "Did not come", icon: Mail, tone: "neutral" } as const;
  if (over && state !== "waiting") return { word: "Was there", icon: Check, tone: "neutral" } as const;
  if (state === "invited")
    return here
      ? ({ word: "At the door", icon: Hourglass, tone: "accent" } as const)
      : ({ word: "Invited", icon: Mail, tone: "neutral" } as const);
  if (state === "waiting")
    return here
      ? ({ word: "Waits to be let in", icon: Hourglass, tone: "warn" } as const)
      : ({ word: "Waited, and left", icon: LogOut, tone: "neutral" } as const);
  return here
    ? ({ word: "In the room", icon: Radio, tone: "ok" } as const)
    : ({ word: "Let in, not there", icon: LogOut, tone: "neutral" } as const);
}

export function ParticipantState({
  participant,
  over,
}: {
  participant: ParticipantAttributes;
  over: boolean;
}) {
  const look = lookOf(participant, over);
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {look.word}
    </Badge>
  );
}

export function Consent({ consent }: { consent: ParticipantAttributes["consent"] }) {
  if (consent === "") return <span className="text-fg2">Not asked yet</span>;
  const given = consent === "given";
  const Icon = given ? Check : X;
  return (
    <Badge tone={given ? "ok" : "warn"}>
      <Icon aria-hidden /> {given ? "Agrees" : "Refuses"}
    </Badge>
  );
}

type Decision = Exclude<InterviewAttributes["decision"], "" | undefined>;

export const decisions: Record<Decision, string> = { advance: "Advance", hold: "Hold", reject: "Reject" };

const decisionLooks = {
  advance: { icon: ThumbsUp, tone: "ok" },
  hold: { icon: Pause, tone: "warn" },
  reject: { icon: ThumbsDown, tone: "bad" },
} as const;

export function DecisionBadge({ decision }: { decision: Decision }) {
  const look = decisionLooks[decision];
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {decisions[decision]}
    </Badge>
  );
}
