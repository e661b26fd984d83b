import type { Difficulty, ProblemAttributes } from "@codecraft/api/types";
import { Archive, CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import { Badge } from "@/ui/badge";

export const difficulties: Difficulty[] = ["easy", "medium", "hard"];

export const stateWords: Record<ProblemAttributes["state"], string> = {
  draft: "Draft",
  published: "Published",
  changed: "Changed",
};

export function ProblemState({ state }: { state: ProblemAttributes["state"] }) {
  if (state === "published") {
    return (
      <Badge tone="ok">
        <CircleCheck aria-hidden /> Published
      </Badge>
    );
  }
  if (state === "changed") {
    return (
      <Badge tone="warn" title="The draft differs from the last published version">
        <CircleDot aria-hidden /> Changed
      </Badge>
    );
  }
  return (
    <Badge>
      <CircleDashed aria-hidden /> Draft
    </Badge>
  );
}

export function ArchivedBadge() {
  return (
    <Badge title="Left out of the list of problems, and not offered to assessments">
      <Archive aria-hidden /> Archived
    </Badge>
  );
}
