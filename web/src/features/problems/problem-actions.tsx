import type { Item } from "@codecraft/api/resources";
import { useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { count } from "@/lib/format";
import { type Keeping, useKeepActions } from "@/shell/keep-actions";
import { problemQuery } from "./queries";

type Problem = Item<"problems">;

export function useProblemActions({ before }: Pick<Keeping<Problem>, "before"> = {}) {
  const navigate = useNavigate();
  return useKeepActions<Problem>({
    kind: "problem",
    before,
    archive: async ({ id }, archived) => api.update(await api.get("problems", id), { archived }),
    copy: ({ id }) => api.create("problem-copies", {}, { problem: { type: "problems", id } }),
    remove: async ({ id }) => api.remove(await api.get("problems", id)),
    removable: ({ attributes }) => attributes.state === "draft",
    open: (id) => navigate({ to: "/problems/$problemId", params: { problemId: id } }),
    list: () => navigate({ to: "/problems", search: (now) => now }),
    queryKey: (id) => problemQuery(id).queryKey,
    archivedToo: () => "",
    copiedAs: "",
    losses: (problem) =>
      `all that belongs to it: its statement, ${belongings(problem)} and every verification.`,
  });
}

function belongings(problem: Problem): string {
  const solutions = problem.relationships?.referenceSolutions?.data;
  const n = Array.isArray(solutions) ? solutions.length : 0;
  return `${count(problem.attributes.testCount, "test")}, ${count(n, "reference solution")}`;
}
