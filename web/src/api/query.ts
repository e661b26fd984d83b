import { ApiError } from "@codecraft/api/errors";
import { MutationCache, QueryClient, type QueryKey, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { tellFailure } from "./tell";

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** The page itself shows what failed; otherwise a toast does. */
      shown?: boolean;
    };
  }
}

export const queryClient = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error, _input, _context, mutation) => {
      if (!mutation.meta?.shown) tellFailure(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.unreachable || error.status >= 500),
      retryDelay: (failure) => Math.min(1000 * 2 ** failure, 8000),
    },
    mutations: { retry: false },
  },
});

/**
 * Sets what is newer than any answer under way. That answer would lay the old over it: it is given up, and asked for
 * again, since it may hold other news.
 */
export function overtake(queryKey: QueryKey, set: () => void) {
  const { data, fetchStatus } = queryClient.getQueryState(queryKey) ?? {};
  const isUnderWay = data !== undefined && fetchStatus === "fetching";
  if (isUnderWay) void queryClient.cancelQueries({ queryKey, exact: true });
  set();
  if (isUnderWay) void queryClient.invalidateQueries({ queryKey, exact: true });
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => {
    try {
      return await api.get("sessions", "current", { signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

/** The language table, which changes only with the installation. */
export const languagesQuery = queryOptions({
  queryKey: ["languages"],
  staleTime: 10 * 60_000,
  queryFn: ({ signal }) => api.all("languages", {}, { signal }),
});
