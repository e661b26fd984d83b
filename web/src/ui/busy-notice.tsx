import type { Busy } from "@codecraft/api/busy";
import { Hourglass, RotateCw } from "lucide-react";
import { cn } from "@/lib/cn";
import { useCountdown } from "@/lib/use-countdown";
import { Button } from "./button";

interface BusyNoticeProps {
  busy: Busy;
  /** What did not happen: "Not submitted". */
  title: string;
  /** Does it again; absent when it cannot be done now. */
  onRetry?: () => void;
  /** What the button says: "Submit again". */
  again: string;
  className?: string;
}

/** There was no room: what happened, how long to wait, and one press to try again. */
export function BusyNotice({ busy, title, onRetry, again, className }: BusyNoticeProps) {
  const left = useCountdown(busy.until);
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-warn/50 bg-warnsoft px-3 py-1.5 text-sm",
        className,
      )}
    >
      <Hourglass aria-hidden className="size-4 shrink-0 text-warn" />
      <p role="alert" className="min-w-0 flex-1 basis-52">
        <span className="font-medium">{`${title}. ${busy.what}`}</span> {busy.detail}
      </p>
      {onRetry && (
        // The seconds are no news to somebody who listens: the button says them when it is reached.
        <Button
          size="sm"
          aria-disabled={left > 0}
          onClick={left > 0 ? undefined : onRetry}
          className="tabular-nums"
        >
          <RotateCw aria-hidden /> {left > 0 ? `${again} in ${left} s` : again}
        </Button>
      )}
    </div>
  );
}
