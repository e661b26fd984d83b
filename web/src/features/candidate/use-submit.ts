import { busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import type { SharedDocument } from "@codecraft/collab/document";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useCountdown } from "@/lib/use-countdown";
import { announce } from "@/ui/announcer";
import { submissionsQuery } from "./queries";

/** The answer to a submission may come after the stream has told its verdict: what is known already is newer. */
export function withSubmission(all: Item<"submissions">[], submission: Item<"submissions">) {
  return all.some((one) => one.id === submission.id) ? all : [submission, ...all];
}

/** Hands in the text as it stands, once the server has every letter of it. */
export function useSubmit(
  attemptId: string,
  answer: Item<"answers">,
  onSubmitted: (submission: Item<"submissions">) => void,
) {
  const isUnderWay = useRef(false);
  const submit = useMutation({
    meta: { shown: true },
    mutationFn: async (document: SharedDocument) => {
      const documentVersion = await document.settled();
      const relations = { answer: { type: "answers", id: answer.id } };
      return api.create("submissions", { documentVersion }, relations);
    },
    onSuccess: (submission) => {
      const { queryKey } = submissionsQuery(attemptId);
      queryClient.setQueryData(queryKey, (all) => withSubmission(all ?? [], submission));
      announce("Submitted: waiting for the verdict");
      onSubmitted(submission);
    },
    onError: (error) => announce(explain(error)),
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const { error } = submit;
  const busy = useMemo(() => busyOf(error), [error]);
  return {
    /** Looked at when it is pressed: what is on the screen may be a moment behind the clock, and behind the last press. */
    start: (document: SharedDocument) => {
      if (isUnderWay.current || (busy?.until ?? 0) > Date.now()) return;
      isUnderWay.current = true;
      submit.mutate(document);
    },
    isPending: submit.isPending,
    /** There was no room for it: until when, and why. */
    busy,
    waitSeconds: useCountdown(busy?.until ?? 0),
    /** Why it was not taken, when that is something else. */
    failure: error && !busy ? explain(error) : "",
  };
}
