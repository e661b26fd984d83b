import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type Item } from "@/api/client";
import { ApiError, explain } from "@/api/errors";
import { queryClient } from "@/api/query";
import type { SharedDocument } from "@/lib/collab/document";
import { announce } from "@/ui/announcer";
import { submissionsQuery } from "./queries";

/** Hands in the text as it stands, once the server has every letter of it. */
export function useSubmit(
  attemptId: string,
  answer: Item<"answers">,
  onSubmitted: (submission: Item<"submissions">) => void,
) {
  const [waitUntil, setWaitUntil] = useState(0);
  const wait = useCountdown(waitUntil);
  const submit = useMutation({
    meta: { shown: true },
    mutationFn: async (document: SharedDocument) => {
      const documentVersion = await document.settled();
      const relations = { answer: { type: "answers", id: answer.id } };
      return api.create("submissions", { documentVersion }, relations);
    },
    onSuccess: (submission) => {
      const { queryKey } = submissionsQuery(attemptId);
      queryClient.setQueryData(queryKey, (all) => [
        submission,
        ...(all ?? []).filter((other) => other.id !== submission.id),
      ]);
      announce("Submitted: waiting for the verdict");
      onSubmitted(submission);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 429) {
        setWaitUntil(Date.now() + (error.retryAfterSeconds ?? 10) * 1000);
      }
      announce(explain(error));
    },
  });
  return {
    start: (document: SharedDocument) => submit.mutate(document),
    isPending: submit.isPending,
    waitSeconds: wait,
    failure: submit.error && wait === 0 ? explain(submit.error) : "",
  };
}

/** Whole seconds until a moment of this machine's clock. */
function useCountdown(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [, setTick] = useState(0);
  useEffect(() => {
    if (left() === 0) return;
    const timer = setInterval(() => {
      setTick((n) => n + 1);
      if (left() === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  });
  return left();
}
