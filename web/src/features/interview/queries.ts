import { ApiError } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import type { InterviewAttributes, ParticipantAttributes } from "@codecraft/api/types";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";

export type Consent = "given" | "refused";
export type Session = Item<"interview-sessions">["attributes"];

export interface Participant {
  id: string;
  attributes: ParticipantAttributes;
}

/** All that the interview's stream tells, each time anew. */
export interface News {
  id: string;
  attributes: InterviewAttributes;
  participants: Participant[];
}

export const interviewQuery = (id: string) =>
  queryOptions({
    queryKey: keys.interview.one(id),
    queryFn: ({ signal }) => api.get("interviews", id, { signal }),
  });

/** Knocks, or enters: the answer says whether one waits, and how to connect to the video. */
export async function knock(interviewId: string, tab: string, consent?: Consent): Promise<Session> {
  const interview = { type: "interviews", id: interviewId };
  const session = await api.create("interview-sessions", { tab, ...(consent && { consent }) }, { interview });
  return session.attributes;
}

/** Whether asking again answers nothing else: one is not let in any more, or there is nothing to be let into. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && [401, 403, 404, 410].includes(error.status);
}

export function setParticipant(id: string, state: "admitted" | "removed") {
  return api.update({ type: "interview-participants", id }, { state });
}

export function endInterview(id: string) {
  return api.update({ type: "interviews", id }, { state: "ended" });
}
