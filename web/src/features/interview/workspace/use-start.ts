import { busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";

export interface RunRequest {
  language: string;
  source: string;
  input: string;
  /** A sample of a shown problem, from 1: it is judged as a submission is. */
  sample?: { problemId: string; number: number };
}

/** Starts runs in a room. What becomes of them is told to all by its timeline. */
export function useStart(interviewId: string, isMember: boolean) {
  const start = useMutation({
    meta: { shown: true },
    mutationFn: ({ language, source, input, sample }: RunRequest) =>
      api.create("runs", {
        language,
        source,
        ...(isMember && { interviewId }), // that of guests goes without saying
        ...(sample ? { answerId: sample.problemId, sample: sample.number } : { stdin: input }),
      }),
  });
  const stop = useMutation({ mutationFn: (id: string) => api.remove({ type: "runs", id }) });
  const busy = useMemo(() => busyOf(start.error), [start.error]);
  return {
    start: start.mutate,
    stop: stop.mutate,
    isPending: start.isPending,
    busy,
    failure: start.error && !busy ? explain(start.error) : "",
  };
}

export type Starter = ReturnType<typeof useStart>;
