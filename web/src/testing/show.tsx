import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { queryClient } from "@/api/query";

/** Renders a part of a page with what it finds around itself in the app; its links lead nowhere. */
export function show(part: ReactElement) {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const around = (what: ReactElement) => (
    <QueryClientProvider client={queryClient}>
      <RouterContextProvider router={router as never}>{what}</RouterContextProvider>
    </QueryClientProvider>
  );
  const shown = render(around(part));
  return { ...shown, rerender: (what: ReactElement) => shown.rerender(around(what)) };
}
