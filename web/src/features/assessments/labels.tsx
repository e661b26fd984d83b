import { Archive, CircleCheck, CircleDashed, Clock, Mail, MailOpen, PenLine, Send } from "lucide-react";
import type { AssessmentAttributes, AttemptAttributes, InvitationAttributes } from "@/api/types";
import { Badge } from "@/ui/badge";

export const assessmentStates: Record<AssessmentAttributes["state"], string> = {
  draft: "Draft",
  published: "Published",
  closed: "Closed",
};

export function AssessmentState({ state }: { state: AssessmentAttributes["state"] }) {
  const Icon = { draft: CircleDashed, published: CircleCheck, closed: Archive }[state];
  return (
    <Badge tone={state === "published" ? "ok" : "neutral"}>
      <Icon aria-hidden /> {assessmentStates[state]}
    </Badge>
  );
}

const invitationLooks = {
  sent: { word: "Sent", icon: Mail, tone: "neutral" },
  opened: { word: "Opened", icon: MailOpen, tone: "accent" },
  started: { word: "Started", icon: PenLine, tone: "accent" },
  finished: { word: "Finished", icon: CircleCheck, tone: "ok" },
  revoked: { word: "Revoked", icon: Archive, tone: "neutral" },
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
  ready: { word: "Not started", icon: Clock, tone: "neutral" },
  started: { word: "Working", icon: PenLine, tone: "accent" },
  finished: { word: "Finished", icon: Send, tone: "ok" },
} as const;

export function AttemptState({ state }: { state: AttemptAttributes["state"] }) {
  const look = attemptLooks[state];
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden /> {look.word}
    </Badge>
  );
}
