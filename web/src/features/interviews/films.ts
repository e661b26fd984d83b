import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { formatClock } from "@/lib/format";

export type Film = Item<"clips">;

const lookAgainMs = 2000;

export const isUnderWay = ({ attributes: { state } }: Film) => state === "waiting" || state === "making";

export function filmsQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.interviews.films(interviewId),
    queryFn: ({ signal }) => api.all("clips", { "filter[interview]": interviewId }, { signal }),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? lookAgainMs : false),
  });
}

export const forgetFilms = (interviewId: string) =>
  queryClient.invalidateQueries({ queryKey: keys.interviews.films(interviewId) });

/** "0:10 to 1:30", of a recording from its begin. */
export function stretchOf({ attributes: { fromMs, toMs } }: Film): string {
  return `${formatClock(fromMs / 1000)} to ${formatClock(toMs / 1000)}`;
}

/** Milliseconds of "90", "1:30" or "1:02:03"; nothing when it is no time. */
export function momentIn(text: string): number | undefined {
  const parts = text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d{1,4}$/.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}
