import {
  CircleAlert,
  type LucideIcon,
  RotateCw,
  TriangleAlert,
  VideoOff,
  Volume2,
  WifiOff,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import { tooSlow } from "./blur/words";
import type { Call, CallView } from "./call";
import { type Device, tellFault } from "./faults";
import { silence } from "./meter";
import { useLevel } from "./use-level";

/** What is amiss in the call, and the one thing to do about it. */
export function Notices({ call, view }: { call: Call; view: CallView }) {
  const { isSilent } = useLevel(view.isMicrophoneOn ? view.microphone : undefined);
  const devices: Device[] = ["microphone", "camera"];
  return (
    <div className="flex flex-col empty:hidden">
      {view.state === "reconnecting" && (
        <Notice icon={WifiOff}>
          The connection was lost. It is looked for by itself for ten minutes: leave this page open.
        </Notice>
      )}
      {view.state === "lost" && (
        <Notice
          icon={WifiOff}
          action={
            <Button size="sm" onClick={call.again}>
              <RotateCw aria-hidden /> Connect again
            </Button>
          }
        >
          The connection did not come back within ten minutes.
        </Notice>
      )}
      {view.state === "none" && (
        <Notice icon={VideoOff}>
          This installation carries no video: speak to each other by telephone or another program.
        </Notice>
      )}
      {view.isSoundBarred && (
        <Notice
          icon={Volume2}
          action={
            <Button size="sm" variant="primary" onClick={() => void call.hear()}>
              Hear the others
            </Button>
          }
        >
          Your browser plays no sound before you say so.
        </Notice>
      )}
      {devices.map((device) => {
        const fault = view.faults[device];
        if (!fault) return null;
        const { what, next } = tellFault(fault, device);
        return (
          <Notice
            key={device}
            icon={TriangleAlert}
            action={
              <Button size="sm" onClick={() => void call.setOn(device, true)}>
                {fault === "unblurred" ? "Show my background" : "Try again"}
              </Button>
            }
          >{`${what} ${next}`}</Notice>
        );
      })}
      {view.isBlurSlow && (
        <Notice
          icon={TriangleAlert}
          action={
            <Button size="sm" onClick={() => void call.setBlur(false)}>
              Turn blur off
            </Button>
          }
        >
          {tooSlow}
        </Notice>
      )}
      {view.screenFault && <Notice icon={CircleAlert}>{view.screenFault}</Notice>}
      {isSilent && <Notice icon={TriangleAlert}>{silence}</Notice>}
    </div>
  );
}

function Notice({
  icon: Icon,
  action,
  children,
}: {
  icon: LucideIcon;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-line border-b bg-warnsoft px-3 py-1.5 text-sm"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="min-w-0 flex-1 basis-60">{children}</span>
      {action}
    </div>
  );
}
