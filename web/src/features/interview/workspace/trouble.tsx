import { BusyNotice } from "@/ui/busy-notice";
import type { Starter } from "./use-start";

interface TroubleProps {
  of: Pick<Starter, "busy" | "failure">;
  onRetry?: () => void;
}

/** Why something was not run. */
export function Trouble({ of: { busy, failure }, onRetry }: TroubleProps) {
  if (busy)
    return (
      <BusyNotice
        busy={busy}
        title="Not run"
        again="Run again"
        onRetry={onRetry}
        className="shrink-0 rounded-none border-x-0 border-t-0"
      />
    );
  if (!failure) return null;
  return (
    <p role="alert" className="shrink-0 border-bad/50 border-b bg-badsoft px-3 py-1.5">
      {failure}
    </p>
  );
}
