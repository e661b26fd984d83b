import type { Item } from "@codecraft/api/resources";
import type { AttemptAttributes } from "@codecraft/api/types";
import { useQuery } from "@tanstack/react-query";
import { Download, Radio } from "lucide-react";
import { useMemo, useState } from "react";
import { useEvents } from "@/api/use-events";
import { count } from "@/lib/format";
import { Button } from "@/ui/button";
import { Connection } from "@/ui/connection";
import { Rejudge } from "@/ui/rejudge";
import { Delayed, EmptyState, SkeletonRows } from "@/ui/states";
import { BoardTable } from "./board-table";
import { invitationsQuery } from "./queries";
import { attemptRow, type BoardRow, boardRows, countStates, sortRows } from "./rows";

/** The stream tells of attempts; who was invited meanwhile is asked for. */
const lookAgainMs = 15_000;

/** Everybody's progress as it happens. */
export function Board({ assessment }: { assessment: Item<"assessments"> }) {
  const [rows, setRows] = useState<Record<string, BoardRow>>({});
  const [isComplete, setComplete] = useState(false);
  const [sort, setSort] = useState("name");
  const { state, why } = useEvents(`/v1/assessments/${assessment.id}/events`, (event) => {
    if (event.name === "ready") setComplete(true);
    if (event.name !== "attempt") return;
    const { id, attributes } = event.data as { id: string; attributes: AttemptAttributes };
    setRows((now) => ({ ...now, [id]: attemptRow(id, attributes, Date.now()) }));
  });
  const invitations = useQuery({ ...invitationsQuery(assessment.id), refetchInterval: lookAgainMs });
  const list = useMemo(() => {
    return sortRows(boardRows(invitations.data ?? [], Object.values(rows)), sort);
  }, [rows, invitations.data, sort]);
  const counts = useMemo(() => countStates(list), [list]);
  // Both have answered, or will not: nobody is shown as missing who is about to appear.
  const isWhole = (isComplete || state === "ended") && !invitations.isPending;
  const titles = assessment.attributes.sections.flatMap((section) =>
    section.items.map((item) => item.title ?? ""),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Connection state={state} why={why} />
        <p className="text-fg2 text-sm tabular-nums">
          {[
            count(list.length, "candidate"),
            `${counts.unopened} not opened`,
            `${counts.ready} opened`,
            `${counts.started} started`,
            `${counts.finished} finished`,
          ]
            // A line never ends between a number and its word.
            .map((part) => part.replaceAll(" ", "\u00a0"))
            .join(" · ")}
        </p>
        <span className="flex-1" />
        <Rejudge
          subject={{ assessmentId: assessment.id }}
          what="all submissions of this assessment"
          label="Judge all again"
        />
        <Button asChild>
          <a href={`/v1/assessments/${assessment.id}/results.csv`} download>
            <Download aria-hidden /> Export CSV
          </a>
        </Button>
      </div>
      {isWhole && list.length > 0 ? (
        <BoardTable rows={list} titles={titles} sort={sort} onSort={setSort} />
      ) : isWhole ? (
        <EmptyState icon={Radio} title="Nobody is invited yet">
          Candidates appear here as soon as they are.
        </EmptyState>
      ) : (
        <Delayed>
          <SkeletonRows />
        </Delayed>
      )}
    </div>
  );
}
