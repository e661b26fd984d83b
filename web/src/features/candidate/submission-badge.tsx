import type { Item } from "@codecraft/api/resources";
import { Ban, LoaderCircle } from "lucide-react";
import { queuedAt } from "@/lib/place";
import { Badge } from "@/ui/badge";
import { VerdictBadge } from "@/ui/verdict";

/** The verdict, or how far it is. */
export function SubmissionBadge({ submission }: { submission: Item<"submissions"> }) {
  const { state, verdict, position } = submission.attributes;
  if (state === "judged") return <VerdictBadge verdict={verdict} />;
  if (state === "cancelled") {
    return (
      <Badge>
        <Ban aria-hidden /> Not judged
      </Badge>
    );
  }
  return (
    <Badge tone="accent">
      <LoaderCircle aria-hidden className="animate-spin" />{" "}
      {state === "queued" ? queuedAt(position) : "Judging"}
    </Badge>
  );
}
