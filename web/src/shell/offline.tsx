import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useLoss } from "@/lib/loss";
import { useOnline } from "@/lib/online";

const kept = "What you typed is kept on this page, and sent by itself when the connection is back.";

/** The one notice of a lost connection: what is kept, and that it is sent. It goes away by itself. */
export function Offline() {
  const isOnline = useOnline();
  const loss = useLoss();
  const isLost = useLasting(loss.isLost);
  if (isOnline && !isLost && !loss.why) return null;
  const what = isOnline ? "No connection to the server." : "You are offline.";
  return (
    <p
      role="status"
      className="flex items-center gap-2 rounded-lg border border-warn/50 bg-warnsoft px-3 py-1.5 text-sm text-warn shadow-pop"
    >
      <WifiOff aria-hidden className="size-4 shrink-0" />
      <span>
        {loss.why ? `This page is not connected any more: ${loss.why}.` : `${what} ${loss.kept ?? kept}`}
      </span>
    </p>
  );
}

/** Short interruptions are over before they could be read about. */
function useLasting(isLost: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(isLost), isLost ? 1500 : 0);
    return () => clearTimeout(timer);
  }, [isLost]);
  return isLasting && isLost;
}
