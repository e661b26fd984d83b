import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";

export interface ProblemFilter {
  q?: string;
  difficulty?: string;
  /** One of the API's, or "archived": without it what is archived is left out. */
  state?: string;
  tag?: string;
  sort?: string;
}

export function problemsQuery(filter: ProblemFilter) {
  return infiniteQueryOptions({
    queryKey: keys.problems.list(filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.list(
        "problems",
        {
          "filter[title][contains]": filter.q,
          "filter[difficulty]": filter.difficulty,
          "filter[state]": filter.state === "archived" ? undefined : filter.state,
          "filter[archived]": filter.state === "archived",
          "filter[tags]": filter.tag,
          sort: filter.sort ?? "-updatedAt",
          "page[size]": 50,
          "page[after]": pageParam,
        },
        { signal },
      ),
    getNextPageParam: (page) => page.after,
    placeholderData: (previous) => previous,
  });
}

export function problemQuery(id: string) {
  return queryOptions({
    queryKey: keys.problems.one(id),
    queryFn: ({ signal }) => api.get("problems", id, { signal }),
  });
}

export function groupsQuery(problemId: string) {
  return queryOptions({
    queryKey: keys.problems.groups(problemId),
    queryFn: async ({ signal }) => {
      const groups = await api.all("test-groups", { "filter[problem]": problemId }, { signal });
      return groups.sort(
        (a, b) =>
          Number(b.attributes.sample) - Number(a.attributes.sample) ||
          a.attributes.position - b.attributes.position,
      );
    },
  });
}

export function testsQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.problems.tests(groupId),
    queryFn: async ({ signal }) => {
      const tests = await api.all("tests", { "filter[group]": groupId }, { signal });
      return tests.sort((a, b) => a.attributes.position - b.attributes.position);
    },
  });
}

export function referencesQuery(problemId: string) {
  return queryOptions({
    queryKey: keys.problems.references(problemId),
    queryFn: ({ signal }) => api.all("reference-solutions", { "filter[problem]": problemId }, { signal }),
  });
}

export function versionsQuery(problemId: string) {
  return queryOptions({
    queryKey: keys.problems.versions(problemId),
    queryFn: async ({ signal }) => {
      const versions = await api.all("problem-versions", { "filter[problem]": problemId }, { signal });
      return versions.sort((a, b) => b.attributes.number - a.attributes.number);
    },
  });
}

/** One version with how it is judged, which lists leave out. */
export function versionQuery(id: string) {
  return queryOptions({
    queryKey: keys.problems.version(id),
    staleTime: Number.POSITIVE_INFINITY, // a version never changes
    queryFn: ({ signal }) => api.get("problem-versions", id, { signal }),
  });
}
