import { useState } from "react";
import { useEvents } from "@/api/use-events";
import type { News } from "./queries";
import { WorkspaceStore } from "./workspace/store";

/** The interview, who takes part and what they work on, kept up to date; with a tab's name the stream is also that tab's sign of life. */
export function useInterview(id: string, tab: string | undefined) {
  const [news, setNews] = useState<News>();
  const [store] = useState(() => new WorkspaceStore());
  const stream = useEvents(tab && `/v1/interviews/${id}/events?tab=${tab}`, (event) => {
    if (event.name === "interview") setNews(event.data as News);
    store.take(event);
  });
  return { news, stream, store };
}
