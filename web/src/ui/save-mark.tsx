import type { StreamState } from "@codecraft/api/events";
import type { DocumentState } from "@codecraft/collab/state";
import { Check, CloudOff, LoaderCircle, Lock, type LucideIcon, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";

const looks: Record<DocumentState, { word: string; icon: LucideIcon; className: string; hint: string }> = {
  connecting: { word: "Opening…", icon: LoaderCircle, className: "text-fg2", hint: "Opening your text" },
  saved: { word: "Saved", icon: Check, className: "text-fg2", hint: "All that you typed is on the server" },
  saving: { word: "Saving…", icon: LoaderCircle, className: "text-fg2", hint: "On its way to the server" },
  offline: {
    word: "Offline",
    icon: CloudOff,
    className: "text-warn",
    hint: "Kept in this browser; sent as soon as the connection is back",
  },
  readOnly: { word: "Read only", icon: Lock, className: "text-fg2", hint: "Nothing can be changed any more" },
  failed: { word: "Not saved", icon: TriangleAlert, className: "text-bad", hint: "Reload the page to go on" },
};

/** Whether what was typed is safe, and whether the server is there; wide enough that the words move nothing. */
export function SaveMark({ state, connection }: { state: DocumentState; connection: StreamState }) {
  const look = looks[state];
  const Icon = look.icon;
  const isLive = connection === "open" && state !== "offline";
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-sm">
      <span
        role="status"
        title={look.hint}
        className={cn("inline-flex min-w-20 items-center justify-end gap-1.5", look.className)}
      >
        <Icon
          aria-hidden
          className={cn("size-3.5", (state === "saving" || state === "connecting") && "animate-spin")}
        />
        {look.word}
      </span>
      <span
        role="img"
        aria-label={isLive ? "Connected" : "Not connected"}
        title={isLive ? "Connected" : "Connecting…"}
        className={cn("size-2 rounded-full", isLive ? "bg-ok" : "animate-pulse bg-warn")}
      />
    </span>
  );
}
