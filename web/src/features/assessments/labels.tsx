import type { AssessmentAttributes, AttemptAttributes, InvitationAttributes } from "@codecraft/api/types";
import { Archive, Ban, CircleCheck, CircleDashed, Lock, Mail, MailOpen, PenLine, Send } from "lucide-react";
import { Badge } from "@/ui/badge";

export const assessmentStates: Record<AssessmentAttributes["state"], string> = {
  draft: "Draft",
  published: "Published",
  closed: "Closed",
};

export function AssessmentState({ state }: { state: AssessmentAttributes["state"] }) {
  const Icon = { draft: CircleDashed, published: CircleCheck, closed: Lock }[state];
  return (
    <Badge tone={state === "published" ? "ok" : "neutral"}>
      <Icon aria-hidden /> {assessmentStates[state]}
    </Badge>
  );
}

export function ArchivedBadge() {
  return (
    <Badge title="Left out of the list of assessments">
      <Archive aria-hidden /> Archived
    </Badge>
  );
}

const invitationLooks = {
  sent: { word: "Sent", icon: Mail, tone: "neutral" },
  opened: { word: "Opened", icon: MailOpen, tone: "accent" },
  started: { word: "Started", icon: PenLine, tone: "accent" },
  finished: { word: "Finished", icon: CircleCheck, tone: "ok" },
  revoked: { word: "Revoked", icon: Ban, tone: "neutral" },
} as const;

export function InvitationState({ state }: { state: InvitationAttributes["state"] }) {
  const look = invitationLooks[state];
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {look.word}
    </Badge>
  );
}

const attemptLooks = {
  unopened: { word: "Not opened", icon: Mail, tone: "neutral" },
  ready: { word: "Opened", icon: MailOpen, tone: "neutral" },
  started: { word: "Started", icon: PenLine, tone: "accent" },
  finished: { word: "Finished", icon: Send, tone: "ok" },
} as const;

/** How far somebody is; who has not opened their link has no attempt yet. */
export function AttemptState({ state }: { state: AttemptAttributes["state"] | "unopened" }) {
  const look = attemptLooks[state];
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {look.word}
    </Badge>
  );
}
