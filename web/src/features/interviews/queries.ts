import type { Item } from "@codecraft/api/resources";
import type { InterviewAttributes, ParticipantAttributes } from "@codecraft/api/types";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { overtake, queryClient } from "@/api/query";

export interface InterviewFilter {
  q?: string;
  state?: string;
}

/** Those that are to come or run: few, and all of them are shown. */
export function openInterviewsQuery({ q, state }: InterviewFilter) {
  return queryOptions({
    queryKey: keys.interviews.list("open", q, state),
    enabled: !state || state === "scheduled" || state === "live",
    queryFn: ({ signal }) =>
      api.all(
        "interviews",
        { "filter[title][contains]": q, "filter[state]": state ?? "scheduled,live", sort: "startsAt" },
        { signal },
      ),
    placeholderData: (previous) => previous,
  });
}

export function pastInterviewsQuery({ q, state }: InterviewFilter) {
  return infiniteQueryOptions({
    queryKey: keys.interviews.list("past", q, state),
    enabled: !state || state === "ended" || state === "cancelled",
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.list(
        "interviews",
        {
          "filter[title][contains]": q,
          "filter[state]": state ?? "ended,cancelled",
          sort: "-startsAt",
          "page[size]": 50,
          "page[after]": pageParam,
        },
        { signal },
      ),
    getNextPageParam: (page) => page.after,
    placeholderData: (previous) => previous,
  });
}

export function interviewQuery(id: string) {
  return queryOptions({
    queryKey: keys.interviews.one(id),
    queryFn: ({ signal }) => api.get("interviews", id, { signal }),
  });
}

export function participantsQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.interviews.participants(interviewId),
    queryFn: ({ signal }) =>
      api.all("interview-participants", { "filter[interview]": interviewId }, { signal }),
  });
}

const to = (id: string) => ({ interview: { type: "interviews", id } });

export type Person = Pick<ParticipantAttributes, "name" | "role"> & { email: string };

/** Invites somebody; the answer alone has their link. */
export function invite(interviewId: string, person: Person) {
  return api.create("interview-participants", person, to(interviewId));
}

export async function makeLink(participantId: string): Promise<string> {
  const participant = { type: "interview-participants", id: participantId };
  return (await api.create("interview-links", {}, { participant })).attributes.link;
}

export async function changeInterview(id: string, attributes: Partial<InterviewAttributes>) {
  const saved = await api.update(await api.get("interviews", id), attributes);
  const { queryKey } = interviewQuery(id);
  overtake(queryKey, () => queryClient.setQueryData(queryKey, saved));
  void queryClient.invalidateQueries({ queryKey: keys.interviews.list() });
}

/** Changes what has the news of a stream: the interview, and everybody who takes part. */
export function tellNews(data: unknown) {
  const news = data as {
    id: string;
    attributes: InterviewAttributes;
    participants: { id: string; attributes: ParticipantAttributes }[];
  };
  const one = interviewQuery(news.id).queryKey;
  const people = participantsQuery(news.id).queryKey;
  overtake(one, () =>
    queryClient.setQueryData(one, { type: "interviews", id: news.id, attributes: news.attributes }),
  );
  overtake(people, () =>
    queryClient.setQueryData(
      people,
      news.participants.map(
        (p): Item<"interview-participants"> => ({ type: "interview-participants", ...p }),
      ),
    ),
  );
}
