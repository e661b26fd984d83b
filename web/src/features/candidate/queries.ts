import { queryOptions } from "@tanstack/react-query";
import { api, type Item } from "@/api/client";
import { queryClient } from "@/api/query";
import { noteServerTime } from "./clock";

export const attemptQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidate", "attempt", id],
    queryFn: async ({ signal }) => {
      const attempt = await api.get("attempts", id, { signal });
      noteServerTime(attempt.attributes.serverTime);
      return attempt;
    },
  });

/** Takes in a newer reading of the attempt, and with it the server's clock. */
export function tookAttempt(attempt: Item<"attempts">) {
  noteServerTime(attempt.attributes.serverTime);
  queryClient.setQueryData(attemptQuery(attempt.id).queryKey, attempt);
}

/** The problems of an attempt; their statements stay as they are while it lasts. */
export const answersQuery = (attemptId: string) =>
  queryOptions({
    queryKey: ["candidate", "answers", attemptId],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.all("answers", { "filter[attempt]": attemptId }, { signal }),
  });

export function tookAnswer(attemptId: string, answer: Item<"answers">) {
  queryClient.setQueryData(answersQuery(attemptId).queryKey, (all) =>
    all?.map((other) => (other.id === answer.id ? answer : other)),
  );
}

/** Every submission of the attempt, newest first; events keep it fresh. */
export const submissionsQuery = (attemptId: string) =>
  queryOptions({
    queryKey: ["candidate", "submissions", attemptId],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const all = await api.all("submissions", { "filter[attempt]": attemptId }, { signal });
      return all.sort((a, b) => b.attributes.createdAt.localeCompare(a.attributes.createdAt));
    },
  });

/** The document of an answer in a language; asking for it makes it, with the starter's text, the first time. */
export const documentQuery = (answer: Item<"answers">, language: string) =>
  queryOptions({
    queryKey: ["candidate", "document", answer.id, language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { attributes } = answer;
      if (attributes.language === language && attributes.documentId) return attributes.documentId;
      const relations = { answer: { type: "answers", id: answer.id } };
      const document = await api.create("documents", { language }, relations, { signal });
      return document.id;
    },
  });
