import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { overtake, queryClient } from "@/api/query";
import { noteServerTime } from "@/lib/clock";

export const attemptQuery = (id: string) =>
  queryOptions({
    queryKey: keys.candidate.attempt(id),
    queryFn: async ({ signal }) => {
      const attempt = await api.get("attempts", id, { signal });
      noteServerTime(attempt.attributes.serverTime);
      return attempt;
    },
  });

/** Takes in a newer reading of the attempt, and with it the server's clock. */
export function tookAttempt(attempt: Item<"attempts">) {
  noteServerTime(attempt.attributes.serverTime);
  const { queryKey } = attemptQuery(attempt.id);
  overtake(queryKey, () => queryClient.setQueryData(queryKey, attempt));
}

/** The problems of an attempt; their statements stay as they are while it lasts. */
export const answersQuery = (attemptId: string) =>
  queryOptions({
    queryKey: keys.candidate.answers(attemptId),
    staleTime: 60_000,
    queryFn: ({ signal }) => api.all("answers", { "filter[attempt]": attemptId }, { signal }),
  });

export function tookAnswer(attemptId: string, answer: Item<"answers">) {
  const { queryKey } = answersQuery(attemptId);
  overtake(queryKey, () =>
    queryClient.setQueryData(queryKey, (all) =>
      all?.map((other) => (other.id === answer.id ? answer : other)),
    ),
  );
}

const steps = { queued: 0, judging: 1, judged: 2, cancelled: 2 };

/** Whether a reading of a submission is from before another one. */
export function isBefore(
  a: Item<"submissions">["attributes"],
  b: Item<"submissions">["attributes"],
): boolean {
  return steps[a.state] < steps[b.state];
}

/**
 * A list that was read, with what became known while it was under way: a submission just made is not in it yet, and
 * one that was judged meanwhile would stay undecided, as no further event tells of it.
 */
export function withNews(read: Item<"submissions">[], known: Item<"submissions">[]): Item<"submissions">[] {
  const all = read.map((one) => {
    const other = known.find(({ id }) => id === one.id);
    return other && isBefore(one.attributes, other.attributes) ? other : one;
  });
  const missing = known.filter(({ id }) => !read.some((one) => one.id === id));
  return [...missing, ...all].sort((a, b) => b.attributes.createdAt.localeCompare(a.attributes.createdAt));
}

/** Every submission of the attempt, newest first; events keep it fresh. */
export const submissionsQuery = (attemptId: string) =>
  queryOptions({
    queryKey: keys.candidate.submissions(attemptId),
    staleTime: 60_000,
    queryFn: async ({ signal, queryKey }) => {
      const all = await api.all("submissions", { "filter[attempt]": attemptId }, { signal });
      return withNews(all, queryClient.getQueryData<typeof all>(queryKey) ?? []);
    },
  });

/** The document of an answer in a language; asking for it makes it, with the starter's text, the first time. */
export const documentQuery = (answer: Item<"answers">, language: string) =>
  queryOptions({
    queryKey: keys.candidate.document(answer.id, language),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { attributes } = answer;
      if (attributes.language === language && attributes.documentId) return attributes.documentId;
      const relations = { answer: { type: "answers", id: answer.id } };
      const document = await api.create("documents", { language }, relations, { signal });
      return document.id;
    },
  });
