import type { Item, Relations } from "@codecraft/api/resources";
import type { InterviewFileAttributes, InterviewProblemAttributes } from "@codecraft/api/types";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ProblemName } from "./store";

export type InterviewProblem = Item<"interview-problems">;

const interview = (id: string) => ({ interview: { type: "interviews", id } });

/** The chosen problems with their statements, asked for anew when the stream tells of others. */
export const problemsQuery = (interviewId: string, told: ProblemName[]) =>
  queryOptions({
    queryKey: keys.interview.problems(interviewId, told),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.all("interview-problems", { "filter[interview]": interviewId }, { signal }),
    placeholderData: (previous) => previous,
  });

type FileInput = Pick<InterviewFileAttributes, "path" | "language">;

/** With a problem the file begins with its starter. */
export function makeFile(interviewId: string, file: FileInput, problemId?: string) {
  const relations: Relations = interview(interviewId);
  if (problemId) relations.problem = { type: "interview-problems", id: problemId };
  return api.create("interview-files", { ...file }, relations);
}

// What is changed is read first: whoever changed it in between is not overruled.

export async function changeFile(id: string, file: FileInput) {
  return api.update(await api.get("interview-files", id), file);
}

export function removeFile(id: string) {
  return api.remove({ type: "interview-files", id });
}

export function chooseProblem(interviewId: string, problemId: string, position: number) {
  return api.create("interview-problems", { problemId, position, shown: false }, interview(interviewId));
}

export async function changeProblem(
  id: string,
  changes: Partial<Pick<InterviewProblemAttributes, "shown" | "position">>,
) {
  return api.update(await api.get("interview-problems", id), changes);
}

export function removeProblem(id: string) {
  return api.remove({ type: "interview-problems", id });
}

export async function setLocked(interviewId: string, locked: boolean) {
  return api.update(await api.get("interview-workspaces", interviewId), { locked });
}
