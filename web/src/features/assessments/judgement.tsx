import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { count, formatDateTime, formatKilobytes, formatMs, formatNumber, formatScore } from "@/lib/format";
import { queuedAt } from "@/lib/place";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Select } from "@/ui/input";
import { Progress } from "@/ui/progress";
import { Rejudge } from "@/ui/rejudge";
import { Loaded } from "@/ui/states";
import { VerdictBadge, verdictWord } from "@/ui/verdict";
import { JudgedGroups } from "./judged-groups";
import { measured } from "./measured";
import { isJudged, judgementQuery, roundsQuery } from "./queries";

/** The rounds in which a submission was judged, and everything about one of them, hidden tests too. */
export function Judgements({ submission }: { submission: Item<"submissions"> }) {
  const submissionId = submission.id;
  const rounds = useQuery(roundsQuery(submissionId));
  const [chosenId, setChosenId] = useState("");
  return (
    <Loaded query={rounds}>
      {(list) => {
        const newest = list[0];
        const chosen = list.find((one) => one.id === chosenId) ?? newest;
        if (!chosen || !newest) return <p className="text-fg2">It is about to be queued for judging.</p>;
        return (
          <section aria-label="Judging" className="flex flex-col gap-3">
            <div className="flex flex-wrap items-center gap-2">
              <h2 className="font-semibold">Judging</h2>
              {list.length > 1 && (
                <Select
                  aria-label="Round"
                  className="w-auto"
                  value={chosen.id}
                  onChange={(event) => setChosenId(event.target.value)}
                >
                  {list.map((one) => (
                    <option key={one.id} value={one.id}>
                      {nameOfRound(one, one.id === newest.id)}
                    </option>
                  ))}
                </Select>
              )}
              <span className="flex-1" />
              <Rejudge
                size="sm"
                disabled={!isJudged(newest)}
                subject={{ judgementId: newest.id }}
                what="this submission"
              />
            </div>
            <Judgement key={chosen.id} id={chosen.id} points={submission.attributes.points} />
          </section>
        );
      }}
    </Loaded>
  );
}

function nameOfRound({ attributes }: Item<"judgements">, isNewest: boolean): string {
  const result = attributes.state === "finished" ? verdictWord(attributes.verdict) : attributes.state;
  return `Round ${attributes.round}${isNewest ? " (newest)" : ""}: ${result}`;
}

function Judgement({ id, points }: { id: string; points: number }) {
  const judgement = useQuery(judgementQuery(id));
  const isOver = judgement.data !== undefined && isJudged(judgement.data);
  useEffect(() => {
    if (!isOver) return;
    void queryClient.invalidateQueries({ queryKey: ["judgements", "rounds"] });
    void queryClient.invalidateQueries({ queryKey: ["attempts"] });
  }, [isOver]);
  return (
    <Loaded query={judgement}>
      {(item) =>
        item.attributes.state === "cancelled" ? (
          <p>
            <Badge>
              <Ban aria-hidden /> Cancelled
            </Badge>{" "}
            This round was cancelled before it had a result.
          </p>
        ) : item.attributes.state === "finished" ? (
          <>
            <Facts judgement={item} points={points} />
            <JudgedGroups groups={item.attributes.groups} />
          </>
        ) : (
          <UnderWay judgement={item} />
        )
      }
    </Loaded>
  );
}

/** Its place in the queue, then how many tests are decided. */
function UnderWay({ judgement: { id, attributes } }: { judgement: Item<"judgements"> }) {
  const mayManage = useCan("judgements:manage");
  const cancel = useMutation({
    mutationFn: () => api.remove({ type: "judgements", id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["judgements"] }),
  });
  const { position, progress } = attributes;
  const told =
    attributes.state === "queued"
      ? queuedAt(position)
      : progress
        ? `Judging: ${progress.done} of ${progress.total} tests${progress.group ? `, now ${progress.group}` : ""}`
        : "Judging";
  return (
    <div className="flex min-h-16 flex-wrap items-center gap-3 rounded-md border border-line p-3">
      <div className="min-w-0 flex-1 basis-56">
        <p role="status" className="tabular-nums">
          {told}
        </p>
        <Progress
          className="mt-2"
          label="Tests judged"
          value={progress?.done ?? 0}
          max={Math.max(1, progress?.total ?? 1)}
        />
      </div>
      {mayManage && (
        <Button size="sm" pending={cancel.isPending} onClick={() => cancel.mutate()}>
          <Ban aria-hidden /> Cancel
        </Button>
      )}
    </div>
  );
}

/** The judge counts in the problem's own points, whatever it gives in this assessment. */
function Facts({ judgement: { attributes }, points }: { judgement: Item<"judgements">; points: number }) {
  const { limits } = attributes;
  const took = measured(attributes);
  const facts = [
    ["Decided by", [attributes.group, attributes.test].filter(Boolean).join(", test ")],
    ["Judge's score", formatScore(attributes.score, attributes.maxScore)],
    ["CPU, slowest test", took.cpu],
    [
      "Time limit",
      limits.cpuTimeMs ? `${formatMs(limits.cpuTimeMs)} CPU, ${formatMs(limits.wallTimeMs)} wall` : "",
    ],
    ["Wall time", took.wall],
    ["Peak memory", took.memory],
    ["Memory limit", limits.memoryKb ? formatKilobytes(limits.memoryKb) : ""],
    ["Compiler or interpreter", attributes.compiler],
    ["Judged", formatDateTime(attributes.finishedAt)],
  ].filter(([, value]) => value);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <VerdictBadge verdict={attributes.verdict} />
        <dl className="flex flex-wrap gap-x-6 gap-y-2">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="text-fg2 text-xs">{name}</dt>
              <dd className="tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {points !== attributes.maxScore && (
        <p className="text-fg2 text-sm">
          {`The judge counts in the problem's own ${count(attributes.maxScore, "point")}; in this assessment the problem gives ${formatNumber(points)}, and scores are scaled to that.`}
        </p>
      )}
      {attributes.detail && <p className="rounded-md bg-warnsoft px-3 py-2 text-sm">{attributes.detail}</p>}
    </div>
  );
}
