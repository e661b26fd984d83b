import { ApiError, explain } from "@codecraft/api/errors";
import { Ban, CalendarX, DoorClosed, Flag, Link2Off, type LucideIcon, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTitle } from "@/lib/title";
import { PlainPage } from "@/shell/plain-page";
import { EmptyState, FailedState } from "@/ui/states";

export type EndingKind = "unknown" | "cancelled" | "ended" | "removed" | "uninvited" | "unsigned";

const endings: Record<EndingKind, { icon: LucideIcon; title: string; what: string; next: string }> = {
  unknown: {
    icon: Link2Off,
    title: "This link does not work",
    what: "This link is not valid, or a newer one has taken its place.",
    next: "Open the newest mail you have of this interview, and the link in it.",
  },
  cancelled: {
    icon: CalendarX,
    title: "This interview was cancelled",
    what: "It does not take place.",
    next: "Ask whoever invited you whether there is another time.",
  },
  ended: {
    icon: Flag,
    title: "This interview has ended",
    what: "Thank you for taking part.",
    next: "You can close this page. Whoever invited you tells how things go on.",
  },
  removed: {
    icon: Ban,
    title: "You are not in this interview any more",
    what: "You were removed from it by an interviewer.",
    next: "If that was a mistake, tell whoever invited you: they can let you in again.",
  },
  uninvited: {
    icon: UserRound,
    title: "This interview is not open to you",
    what: "You are not among those who take part.",
    next: "Open the link of your own invitation.",
  },
  unsigned: {
    icon: DoorClosed,
    title: "Open the link of your invitation",
    what: "This page needs to know who you are.",
    next: "The link in your invitation's mail leads here; who works in the organization signs in.",
  },
};

const kindOfCode: Record<string, EndingKind> = {
  invitation_unknown: "unknown",
  interview_cancelled: "cancelled",
  interview_ended: "ended",
  removed_from_interview: "removed",
  not_invited: "uninvited",
  interview_not_found: "uninvited",
};

function kindOf(error: unknown): EndingKind | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 401) return "unsigned";
  const known = kindOfCode[error.code];
  if (known) return known;
  if (error.status === 403 || error.status === 404) return "uninvited";
  return error.status === 400 || error.status === 422 ? "unknown" : undefined;
}

interface EndingProps {
  kind: EndingKind;
  said?: string;
  action?: ReactNode;
  /** What is to be done still. */
  children?: ReactNode;
}

/** A page on which nothing more happens: what is so, and what there is to do. */
export function Ending({ kind, said, action, children }: EndingProps) {
  const { icon, title, what, next } = endings[kind];
  useTitle(title);
  return (
    <PlainPage>
      <EmptyState icon={icon} title={title} className="border-none" action={action}>
        <p>{said ?? what}</p>
        <p className="mt-1">{next}</p>
      </EmptyState>
      {children}
    </PlainPage>
  );
}

/** Why one is not let in, in the server's own sentence. What may pass is tried again. */
export function Refused({
  error,
  onRetry,
  action,
}: {
  error: unknown;
  onRetry: () => void;
  action?: ReactNode;
}) {
  const kind = kindOf(error);
  if (kind) return <Ending kind={kind} said={explain(error)} action={action} />;
  return (
    <PlainPage>
      <FailedState error={error} onRetry={onRetry} />
    </PlainPage>
  );
}
