import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";

export type Template = Item<"interview-templates">;

export const templatesQuery = queryOptions({
  queryKey: keys.interviewTemplates.one(),
  queryFn: ({ signal }) => api.all("interview-templates", {}, { signal }),
});

export const forgetTemplates = () => queryClient.invalidateQueries({ queryKey: keys.interviewTemplates.all });

const within = (id: string) => ({ interview: { type: "interviews", id } });

/** Chooses problems for an interview in their order, each once; tells how many could not be. */
export async function chooseProblems(interviewId: string, problemIds: string[]): Promise<number> {
  let missing = 0;
  for (const [position, problemId] of [...new Set(problemIds)].entries()) {
    // One that is published no more keeps no other out.
    await api
      .create("interview-problems", { problemId, position, shown: false }, within(interviewId))
      .catch(() => missing++);
  }
  return missing;
}

/** Keeps what an interview is made of, with its problems in their order. */
export async function saveTemplate({ id, attributes }: Item<"interviews">, name: string) {
  const chosen = await api.all("interview-problems", { "filter[interview]": id });
  const inOrder = chosen.toSorted((a, b) => a.attributes.position - b.attributes.position);
  const { agenda, recorded, durationMinutes, rubric = [] } = attributes;
  const problemIds = inOrder.map((problem) => problem.attributes.problemId);
  await api.create("interview-templates", { name, agenda, recorded, durationMinutes, rubric, problemIds });
  await forgetTemplates();
}
