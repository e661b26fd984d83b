import type { StreamState } from "@codecraft/api/events";
import { cn } from "@/lib/cn";

const words: Record<StreamState, string> = {
  connecting: "Connecting",
  open: "Live",
  waiting: "Reconnecting",
  ended: "Ended",
};

/** A dot and a word: whether what is shown is kept up to date, and why not any more. */
export function Connection({ state, why }: { state: StreamState; why?: string }) {
  return (
    <span role="status" className="inline-flex min-w-28 items-center gap-1.5 text-fg2 text-sm">
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full",
          state === "open" ? "bg-ok" : state === "ended" ? "bg-line2" : "animate-pulse bg-warn",
        )}
      />
      {words[state]}
      {why && <span className="text-warn">: {why}</span>}
    </span>
  );
}
