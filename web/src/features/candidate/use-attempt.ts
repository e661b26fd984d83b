import type { Item } from "@codecraft/api/resources";
import type { AttributesOf } from "@codecraft/api/types";
import { queryClient } from "@/api/query";
import { useEvents } from "@/api/use-events";
import { formatScore } from "@/lib/format";
import { announce } from "@/ui/announcer";
import { verdictWord } from "@/ui/verdict";
import { answersQuery, attemptQuery, isBefore, submissionsQuery, tookAttempt } from "./queries";

/** Follows the attempt: its clock and state, and every submission from queued to judged. */
export function useAttemptEvents(attempt: Item<"attempts">) {
  const { id } = attempt;
  return useEvents(`/v1/attempts/${id}/events`, ({ name, data }) => {
    if (name === "attempt") {
      const event = data as { attributes: AttributesOf["attempts"] };
      const before = queryClient.getQueryData(attemptQuery(id).queryKey);
      tookAttempt({ ...(before ?? attempt), attributes: event.attributes });
      tookProgress(id, event.attributes);
    } else if (name === "submission") {
      const event = data as { id: string; attributes: AttributesOf["submissions"] };
      tookSubmission(id, event.id, event.attributes);
    }
  });
}

/** The marks of the problems follow what the attempt says of them. */
function tookProgress(attemptId: string, attributes: AttributesOf["attempts"]) {
  queryClient.setQueryData(answersQuery(attemptId).queryKey, (all) =>
    all?.map((answer) => {
      const line = attributes.progress.find((one) => one.answerId === answer.id);
      if (!line) return answer;
      const { verdict, submissionCount } = line;
      return { ...answer, attributes: { ...answer.attributes, verdict, submissionCount } };
    }),
  );
}

/** A place that was told holds until another one is, or it waits no more: not every event knows it. */
export function keepPlace(
  next: AttributesOf["submissions"],
  known: AttributesOf["submissions"],
): AttributesOf["submissions"] {
  if (next.state !== "queued" || next.position) return next;
  return { ...next, position: known.position };
}

function tookSubmission(attemptId: string, id: string, attributes: AttributesOf["submissions"]) {
  const { queryKey } = submissionsQuery(attemptId);
  const known = queryClient.getQueryData(queryKey)?.find((one) => one.id === id);
  if (!known) {
    // Made by another tab, or at the end by the server: its problem is in the list only.
    void queryClient.invalidateQueries({ queryKey });
    return;
  }
  if (isBefore(attributes, known.attributes)) return;
  const next = keepPlace(attributes, known.attributes);
  queryClient.setQueryData(queryKey, (all) =>
    all?.map((one) => (one.id === id ? { ...one, attributes: next } : one)),
  );
  if (attributes.state === "judged" && known.attributes.state !== "judged") {
    const score = formatScore(attributes.score ?? 0, attributes.points);
    announce(`${verdictWord(attributes.verdict)}, ${score} points`);
  }
}
