import { type Item, related } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { languagesQuery, queryClient } from "@/api/query";
import { type InterviewValues, newValues } from "./interview-form";

interface LaidFile {
  path: string;
  language: string;
  source: string;
}

/** What an attempt at an assessment brings along to an interview about it. */
export interface Talk {
  attempt: Item<"attempts">;
  /** In the order of the assessment. */
  problemIds: string[];
  /** What was handed in last, problem by problem. */
  files: LaidFile[];
}

export function talkQuery(attemptId: string) {
  return queryOptions({
    queryKey: keys.interviews.talk(attemptId),
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Talk> => {
      const of = { "filter[attempt]": attemptId };
      const [attempt, answers, submissions, languages] = await Promise.all([
        api.get("attempts", attemptId, { signal }),
        api.all("answers", of, { signal }),
        api.all("submissions", of, { signal }),
        queryClient.fetchQuery(languagesQuery),
      ]);
      const inOrder = answers.toSorted((a, b) => a.attributes.position - b.attributes.position);
      const nameOf = (id: string) =>
        languages.find((one) => one.id === id)?.attributes.fileName || "solution";
      return {
        attempt,
        problemIds: inOrder.flatMap(({ attributes: { problemId } }) => problemId ?? []),
        files: filesOf(inOrder, submissions, nameOf),
      };
    },
  });
}

/** A file for each problem that something was handed in for; in a folder of its own, where there are several. */
export function filesOf(
  answers: Item<"answers">[],
  submissions: Item<"submissions">[],
  nameOf: (language: string) => string,
): LaidFile[] {
  const newest = submissions.toSorted((a, b) => b.attributes.createdAt.localeCompare(a.attributes.createdAt));
  const last = answers.flatMap((answer) => {
    const submission = newest.find((one) => related(one, "answer") === answer.id);
    return submission ? [{ answer, ...submission.attributes }] : [];
  });
  return last.map(({ answer, language, source }, i) => {
    const name = nameOf(language);
    const path = last.length > 1 ? `${folderOf(answer.attributes.title, i)}/${name}` : name;
    return { path, language, source: source ?? "" };
  });
}

function folderOf(title: string, at: number): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [at + 1, ...words].join("-").slice(0, 60);
}

/** The form of an interview about it: with its candidate. */
export function valuesAbout({ attempt }: Talk, now = Date.now()): InterviewValues {
  const { candidateName, candidateEmail = "", assessmentTitle } = attempt.attributes;
  const values = newValues(now);
  return {
    ...values,
    title: `${assessmentTitle}: ${candidateName || candidateEmail}`.slice(0, 200),
    people: values.people.map((person) =>
      person.role === "candidate" ? { ...person, name: candidateName, email: candidateEmail } : person,
    ),
  };
}

/** Lays files out in the room; tells how many could not be. */
export async function layOut(interviewId: string, files: LaidFile[]): Promise<number> {
  let missing = 0;
  for (const file of files) {
    await api
      .create("interview-files", { ...file }, { interview: { type: "interviews", id: interviewId } })
      .catch(() => missing++);
  }
  return missing;
}
