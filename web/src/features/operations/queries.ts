import type { Operations } from "@codecraft/api/types";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";

export type Part = Operations["parts"][number];
export type Worker = Operations["workers"][number];
export type Language = Operations["languages"][number];
export type Problem = Operations["problems"][number];
export type Process = Operations["processes"][number];
export type Setting = Process["settings"][number];

/** How the installation is; processes tell it as often. */
export const operationsQuery = queryOptions({
  queryKey: keys.operations.all,
  refetchInterval: 5000,
  queryFn: ({ signal }) => api.only("operations", { signal }),
});
