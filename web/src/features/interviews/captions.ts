import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";

type Captions = Item<"captions">;

export function captionsQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.interviews.captions(interviewId),
    queryFn: ({ signal }) => api.all("captions", { "filter[interview]": interviewId }, { signal }),
  });
}

/** The replay reads them, too. */
async function forgetCaptions(interviewId: string) {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.interviews.captions(interviewId) }),
    queryClient.invalidateQueries({ queryKey: keys.interview.replay(interviewId) }),
  ]);
}

interface Written {
  recordingId: string;
  /** The file of the recording that they are of; "": all of it. */
  file: string;
  language: string;
  text: string;
}

export async function attachCaptions(interviewId: string, written: Written) {
  await api.create("captions", { ...written }, { interview: { type: "interviews", id: interviewId } });
  await forgetCaptions(interviewId);
}

export async function removeCaptions(interviewId: string, captions: Captions) {
  await api.remove(captions);
  await forgetCaptions(interviewId);
}

/** Languages to choose from: those that are spoken most, and those of Europe. */
export const languages =
  "ar cs da de el en es fi fr he hi hu id it ja ko nb nl pl pt pt-BR ro ru sk sv th tr uk vi zh-Hans zh-Hant".split(
    " ",
  );

/** That of who looks, where it is among them. */
export function likelyLanguage(): string {
  const [own = "en"] = navigator.language.split("-");
  return languages.includes(own) ? own : "en";
}
