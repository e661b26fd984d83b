import { TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";

const bars = 12;

/** How loud one's microphone is. The words beside it say the same, and when it is silent for good. */
export function Meter({ level, className }: { level: number; className?: string }) {
  return (
    <div className={className}>
      <meter className="sr-only" aria-label="Level of your microphone" min={0} max={1} value={level} />
      <div aria-hidden className="flex h-2 gap-0.5">
        {Array.from({ length: bars }, (_, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={i}
            className={cn("h-full flex-1 rounded-full", level * bars > i ? "bg-ok" : "bg-bg3")}
          />
        ))}
      </div>
    </div>
  );
}

export const silence =
  "Your microphone gives no sound at all: it may be muted by a switch on it or in the system. Turn it on there, or choose another one.";

export function SilenceWarning({ className }: { className?: string }) {
  return (
    <p role="alert" className={cn("flex gap-2 text-sm text-warn", className)}>
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> {silence}
    </p>
  );
}
