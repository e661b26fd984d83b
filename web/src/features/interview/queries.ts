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

/** What the light of the room tells of its recording. */
export type Light = "off" | "on" | "paused" | "failing";

/** All that the interview's stream tells, each time anew. */
export interface News {
  id: string;
  attributes: InterviewAttributes;
  participants: Participant[];
  recording?: Light;
}

export const interviewQuery = (id: string) =>
  queryOptions({
    queryKey: keys.interview.one(id),
    queryFn: ({ signal }) => api.get("interviews", id, { signal }),
  });

export interface Knock {
  tab: string;
  consent?: Consent;
  /** Where one is in elsewhere already, that makes way. */
  takeOver?: boolean;
}

/** Knocks, or enters: the answer says whether one waits, and how to connect to the video. */
export async function knock(interviewId: string, { tab, consent, takeOver }: Knock): Promise<Session> {
  const interview = { type: "interviews", id: interviewId };
  const asked = { tab, ...(consent && { consent }), ...(takeOver && { takeOver }) };
  const session = await api.create("interview-sessions", asked, { interview });
  return session.attributes;
}

/** Whether asking again answers nothing else: one is not let in any more, or there is nothing to be let into. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && [401, 403, 404, 410].includes(error.status);
}

/** One is in with another tab or device, and is asked which of them it is to be. */
export function isElsewhere(error: unknown): boolean {
  return error instanceof ApiError && error.code === "in_elsewhere";
}

/** Video is away for the moment; it is asked for again by itself. */
export function isVideoAway(error: unknown): boolean {
  return error instanceof ApiError && error.code === "video_unavailable";
}

export function setParticipant(id: string, state: "admitted" | "removed") {
  return api.update({ type: "interview-participants", id }, { state });
}

export function endInterview(id: string) {
  return api.update({ type: "interviews", id }, { state: "ended" });
}
