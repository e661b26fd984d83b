import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";

/** The newest verification of a problem; null when there is none. */
export function latestVerificationQuery(problemId: string) {
  return queryOptions({
    queryKey: ["problems", "verification", problemId],
    queryFn: async ({ signal }): Promise<Item<"verifications"> | null> => {
      const query = { "filter[problem]": problemId, "page[size]": 1 };
      const page = await api.list("verifications", query, { signal });
      return page.items[0] ?? null;
    },
  });
}
