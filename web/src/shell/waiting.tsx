import type { Busy } from "@codecraft/api/busy";
import { waits } from "@codecraft/api/waits";
import { Hourglass } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useCountdown } from "@/lib/use-countdown";

/** Tells at the foot of the screen that something was put off, and when it is tried again by itself. */
export function Waiting() {
  const all = useSyncExternalStore(waits.subscribe, waits.get);
  const last = all.reduce<Busy | undefined>(
    (latest, one) => (latest && latest.until >= one.until ? latest : one),
    undefined,
  );
  return last ? <Told busy={last} /> : null;
}

function Told({ busy }: { busy: Busy }) {
  const left = useCountdown(busy.until);
  return (
    <div className="flex items-center gap-2 rounded-lg border border-warn/50 bg-warnsoft px-3 py-1.5 text-sm text-warn shadow-pop">
      <Hourglass aria-hidden className="size-4 shrink-0" />
      <span>
        <span role="status">{`${busy.what} It is tried again by itself`}</span>
        <span className="tabular-nums">{left > 0 ? ` in ${left} s.` : " now."}</span>
      </span>
    </div>
  );
}
