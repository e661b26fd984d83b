import type { Item } from "@codecraft/api/resources";
import type { AttributesOf } from "@codecraft/api/types";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";

export interface AssessmentFilter {
  q?: string;
  /** One of the API's, or "archived": without it what is archived is left out. */
  state?: string;
  sort?: string;
}

export function assessmentsQuery(filter: AssessmentFilter) {
  return infiniteQueryOptions({
    queryKey: keys.assessments.list(filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.list(
        "assessments",
        {
          "filter[title][contains]": filter.q,
          "filter[state]": filter.state === "archived" ? undefined : filter.state,
          "filter[archived]": filter.state === "archived",
          sort: filter.sort ?? "-updatedAt",
          "page[size]": 50,
          "page[after]": pageParam,
        },
        { signal },
      ),
    getNextPageParam: (page) => page.after,
    placeholderData: (previous) => previous,
  });
}

export function assessmentQuery(id: string) {
  return queryOptions({
    queryKey: keys.assessments.one(id),
    queryFn: ({ signal }) => api.get("assessments", id, { signal }),
  });
}

export function invitationsQuery(assessmentId: string) {
  return queryOptions({
    queryKey: keys.assessments.invitations(assessmentId),
    queryFn: ({ signal }) => api.all("invitations", { "filter[assessment]": assessmentId }, { signal }),
  });
}

export function attemptQuery(id: string) {
  return queryOptions({
    queryKey: keys.attempts.one(id),
    queryFn: ({ signal }) => api.get("attempts", id, { signal }),
  });
}

export function answersQuery(attemptId: string) {
  return queryOptions({
    queryKey: keys.attempts.answers(attemptId),
    queryFn: async ({ signal }) => {
      const answers = await api.all("answers", { "filter[attempt]": attemptId }, { signal });
      return answers.sort((a, b) => a.attributes.position - b.attributes.position);
    },
  });
}

export function submissionsQuery(attemptId: string) {
  return queryOptions({
    queryKey: keys.attempts.submissions(attemptId),
    queryFn: async ({ signal }) => {
      const submissions = await api.all("submissions", { "filter[attempt]": attemptId }, { signal });
      return submissions.sort((a, b) => b.attributes.createdAt.localeCompare(a.attributes.createdAt));
    },
  });
}

export function activitiesQuery(attemptId: string) {
  return queryOptions({
    queryKey: keys.attempts.activities(attemptId),
    queryFn: ({ signal }) => api.all("activities", { "filter[attempt]": attemptId }, { signal }),
  });
}

/** Whether nothing more will be known of it. */
export function isJudged({ attributes }: Item<"judgements">): boolean {
  return attributes.state === "finished" || attributes.state === "cancelled";
}

const lookAgainMs = 1500;

/** One judgement with all its details; looked at again until it is decided. */
export function judgementQuery(id: string) {
  return queryOptions({
    queryKey: keys.judgements.one(id),
    queryFn: ({ signal }) => api.get("judgements", id, { signal }),
    refetchInterval: ({ state }) => (state.data && isJudged(state.data) ? false : lookAgainMs),
  });
}

/** Every round in which a submission was judged, newest first. */
export function roundsQuery(submissionId: string) {
  return queryOptions({
    queryKey: keys.judgements.rounds(submissionId),
    queryFn: async ({ signal }) => {
      const page = await api.list("judgements", { "filter[subjectId]": submissionId }, { signal });
      return page.items;
    },
    refetchInterval: ({ state }) => (state.data?.length ? false : lookAgainMs),
  });
}

export function documentQuery(id: string) {
  return queryOptions({
    queryKey: keys.documents.one(id),
    staleTime: 0,
    queryFn: ({ signal }) => api.get("documents", id, { signal }),
  });
}

/** What the server made of a line, or of one address of several in it. */
export type PersonLine = AttributesOf["invitation-previews"]["lines"][number];

/** What inviting the people of a text would do. */
export function previewQuery(assessmentId: string, text: string) {
  return queryOptions({
    queryKey: keys.invitationPreviews.one(assessmentId, text),
    enabled: text.trim() !== "",
    placeholderData: (previous) => previous,
    gcTime: 0,
    queryFn: async () => {
      const to = { assessment: { type: "assessments", id: assessmentId } } as const;
      return (await api.create("invitation-previews", { text }, to)).attributes.lines;
    },
  });
}
