import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { whenSessionIsLost } from "@/api/client";
import { queryClient, sessionQuery } from "@/api/query";
import { router } from "./routes";
import "./styles.css";

whenSessionIsLost(() => {
  const session = queryClient.getQueryData(sessionQuery.queryKey);
  if (!session) return;
  queryClient.setQueryData(sessionQuery.queryKey, null);
  // A candidate's page shows by itself how to come back; the staff signs in and returns to where it was.
  if (session.attributes.kind === "member") {
    void router.navigate({ to: "/signin", search: { return: router.state.location.href } });
  }
});

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
