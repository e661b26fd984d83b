import { WifiOff } from "lucide-react";
import { useOnline } from "@/lib/online";

/** Tells at the foot of the screen that the connection is gone, so that nothing above it moves. */
export function Offline() {
  if (useOnline()) return null;
  return (
    <div
      role="status"
      className="fixed bottom-3 left-1/2 z-50 flex -translate-x-1/2 items-center gap-2 rounded-full border border-warn/50 bg-warnsoft px-3 py-1.5 font-medium text-sm text-warn shadow-pop"
    >
      <WifiOff aria-hidden className="size-4" /> You are offline
    </div>
  );
}
