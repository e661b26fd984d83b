import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { overtake, queryClient } from "@/api/query";
import { formatClock } from "./format";

/** What interviewers make of an interview: notes about its moments, and a scorecard each. */
export type Note = Item<"notes">;
export type Scorecard = Item<"scorecards">;
export type Score = Scorecard["attributes"]["scores"][number];
export type Recommendation = Scorecard["attributes"]["recommendation"];

/** What a rating is called; 0 is none. */
export const ratings = ["Not rated", "Poor", "Fair", "Good", "Excellent"];

export const recommendations: Record<Exclude<Recommendation, "">, string> = {
  strong_no: "Strong no",
  no: "No",
  yes: "Yes",
  strong_yes: "Strong yes",
};

/** In the order of the moments that they are about. */
export function notesQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.notes.one(interviewId),
    staleTime: 0,
    queryFn: ({ signal }) => api.all("notes", { "filter[interview]": interviewId }, { signal }),
  });
}

/** Those that one may see. */
export function scorecardsQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.scorecards.one(interviewId),
    staleTime: 0,
    queryFn: ({ signal }) => api.all("scorecards", { "filter[interview]": interviewId }, { signal }),
  });
}

/** Has the list of an interview's notes show what the server answered. */
export function keepNote(interviewId: string, note: Note) {
  const { queryKey } = notesQuery(interviewId);
  const at = ({ attributes }: Note) => Date.parse(attributes.at);
  overtake(queryKey, () =>
    queryClient.setQueryData(
      queryKey,
      (all) => all && [...all.filter(({ id }) => id !== note.id), note].sort((a, b) => at(a) - at(b)),
    ),
  );
}

export function forgetNote(interviewId: string, noteId: string) {
  const { queryKey } = notesQuery(interviewId);
  overtake(queryKey, () =>
    queryClient.setQueryData(queryKey, (all) => all?.filter(({ id }) => id !== noteId)),
  );
}

export function keepScorecard(interviewId: string, card: Scorecard) {
  const { queryKey } = scorecardsQuery(interviewId);
  overtake(queryKey, () =>
    queryClient.setQueryData(queryKey, (all) => all && [...all.filter(({ id }) => id !== card.id), card]),
  );
}

/** How far into the interview a moment was: "0:45", "1:05:09". */
export function formatInto(startedAt: string, at: string): string {
  return formatClock((Date.parse(at) - Date.parse(startedAt)) / 1000);
}
