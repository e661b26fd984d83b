import { listen } from "@codecraft/api/events";
import type { Run } from "@codecraft/api/types";
import { useEffect, useMemo, useState } from "react";
import { transport } from "@/api/client";
import { afterEvent, isUnderWay, noOutcome, type RunView } from "@/lib/run";
import { type Entry, useEntries } from "./store";

/** A run of somebody in the room, as far as the timeline tells. */
export interface RoomRun {
  id: string;
  participantId: string;
  name: string;
  at: string;
  language: string;
  view: RunView;
}

/** Newest first. The end may have come before the beginning did. */
export function runsOf(began: Entry<"run">[], ended: Entry<"run-ended">[]): RoomRun[] {
  const ends = new Map(ended.map((entry) => [entry.data.runId, entry.data]));
  return began
    .map(({ data, participantId, name, at }) => ({
      id: data.runId,
      participantId,
      name,
      at,
      language: data.language,
      view: { ...noOutcome, status: "running", ...(ends.get(data.runId) as Partial<Run>) } as RunView,
    }))
    .reverse();
}

export function useRuns(): RoomRun[] {
  const began = useEntries("run");
  const ended = useEntries("run-ended");
  return useMemo(() => runsOf(began, ended), [began, ended]);
}

/** A run as its own stream shows it to everybody in the room; when that is gone, as the timeline does. */
export function useLiveRun(run: RoomRun | undefined): RunView | undefined {
  const id = run?.id;
  const [live, setLive] = useState<RunView & { of: string }>();
  useEffect(() => {
    if (!id) return;
    setLive({ ...noOutcome, status: "queued", of: id });
    return listen(transport, `/v1/runs/${id}/events`, {
      onEvent: (event) => setLive((now) => now && afterEvent(now, event)),
      isLast: ({ name }) => name === "end",
    });
  }, [id]);
  if (!run || !live || live.of !== id) return run?.view;
  return isUnderWay(live) && !isUnderWay(run.view) && live.output.length === 0 ? run.view : live;
}

/** What came by the run's own stream in its order; of the timeline one stream after the other. */
export function chunksOf({ output, stdout, stderr }: RunView) {
  if (output.length > 0) return output;
  const both = [
    { stream: "stdout" as const, text: stdout, atMs: 0 },
    { stream: "stderr" as const, text: stderr, atMs: 0 },
  ];
  return both.filter(({ text }) => text !== "");
}
