import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { count, formatDateTime } from "@/lib/format";

export type Recording = Item<"recordings">;

/** Those that change by themselves are looked after, and so is an interview in which one may begin. */
const lookAgainMs = 5000;
const unsettled: Recording["attributes"]["state"][] = ["recording", "verifying", "removing"];

export function recordingsQuery(interviewId: string, isLive: boolean) {
  return queryOptions({
    queryKey: keys.interviews.recordings(interviewId),
    queryFn: ({ signal }) => api.all("recordings", { "filter[interview]": interviewId }, { signal }),
    refetchInterval: ({ state }) => {
      const moves = state.data?.some(({ attributes }) => unsettled.includes(attributes.state));
      return isLive || moves ? lookAgainMs : false;
    },
  });
}

export const forgetRecordings = (interviewId: string) =>
  queryClient.invalidateQueries({ queryKey: keys.interviews.recordings(interviewId) });

/** How long it lasts, in seconds; nothing while it goes on. */
export function lengthOf({ attributes: { startedAt, endedAt } }: Recording): number | undefined {
  return endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : undefined;
}

export function bytesOf({ attributes: { files } }: Recording): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** "2 cameras, 1 screen". */
export function tracksOf({ attributes: { files } }: Recording): string {
  const screens = files.filter(({ source }) => source === "screen").length;
  const cameras = files.length - screens;
  return [cameras > 0 && count(cameras, "camera"), screens > 0 && count(screens, "screen")]
    .filter(Boolean)
    .join(", ");
}

type File = Recording["attributes"]["files"][number];

/** What is in a file, in words. */
export function contentOf({ source, hasPictures, hasSound }: File): string {
  if (source === "screen") return hasSound ? "screen with sound" : "screen";
  if (!hasPictures) return "microphone";
  return hasSound ? "camera and microphone" : "camera";
}

/** How long it stays, or what became of it. */
export function keptOf({ attributes }: Recording): string {
  const { state, held, keptUntil, removedAt, removedBy } = attributes;
  if (state === "removing" || state === "removed") {
    const by = removedBy ? `by ${removedBy}` : "as its time was over";
    return `Removed ${by}, ${formatDateTime(removedAt)}.`;
  }
  if (held) return "On hold: it is not removed.";
  return keptUntil ? `Removed by itself after ${formatDateTime(keptUntil)}.` : "";
}
