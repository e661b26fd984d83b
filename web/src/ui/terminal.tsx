import { OctagonX, Play, Square } from "lucide-react";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { tellFailure } from "@/api/tell";
import { isActive, type TerminalRequest, type TerminalSession } from "@/lib/terminal/session";
import { useNow } from "@/lib/use-now";
import { BusyNotice } from "./busy-notice";
import { Button } from "./button";
import { TerminalScreen } from "./terminal-screen";
import { told } from "./terminal-words";
import { Tooltip } from "./tooltip";

interface TerminalProps {
  session: TerminalSession;
  /** Why nothing can be started now; empty when it can. */
  reason: string;
  /** The program as it stands. */
  program: () => Omit<TerminalRequest, "terminal">;
  /** Which limits hold. */
  limits?: string;
}

/** A program in a terminal: what it shows, and what one types. */
export function Terminal({ session, reason, program, limits }: TerminalProps) {
  const view = useSyncExternalStore(session.subscribe, session.view);
  const size = useRef({ rows: 24, columns: 80 });
  const controls = useRef<HTMLButtonElement>(null);
  const [focusAt, setFocusAt] = useState(0);
  const start = () => {
    setFocusAt((n) => n + 1);
    void session.start({ ...program(), terminal: size.current });
  };
  return (
    <TerminalScreen
      session={session}
      status={view.busy ? "Not run" : told(view)}
      notice={
        view.busy && (
          <BusyNotice
            busy={view.busy}
            title="Not run"
            again="Run again"
            onRetry={reason ? undefined : start}
            className="mx-3 mb-2 shrink-0"
          />
        )
      }
      empty={view.status === "idle" && "Run the program here to type to it while it runs."}
      isReadOnly={view.isReadOnly}
      focusAt={focusAt}
      onSize={(room) => {
        size.current = room;
      }}
      leaveTo={controls}
      footer={
        <>
          {limits && <span className="truncate">{limits}</span>}
          {view.status === "running" && <IdleNotice session={session} />}
        </>
      }
    >
      {isActive(view) ? (
        <StopButtons session={session} leaveTo={controls} />
      ) : (
        <Tooltip label={reason || "Run the program and type to it"}>
          <Button ref={controls} size="sm" aria-disabled={reason !== ""} onClick={reason ? undefined : start}>
            <Play aria-hidden /> Run in the terminal
          </Button>
        </Tooltip>
      )}
    </TerminalScreen>
  );
}

interface StopButtonsProps {
  session: TerminalSession;
  leaveTo: RefObject<HTMLButtonElement | null>;
}

/** The ways to end the program of a terminal. */
export function StopButtons({ session, leaveTo }: StopButtonsProps) {
  const stop = () => session.stop().catch((error) => tellFailure(error));
  return (
    <>
      <Button ref={leaveTo} size="sm" onClick={() => void stop()}>
        <Square aria-hidden /> Stop
      </Button>
      <Tooltip label="Send an interrupt, as Ctrl+C does">
        <Button size="sm" variant="ghost" onClick={() => session.interrupt()}>
          <OctagonX aria-hidden /> Interrupt
        </Button>
      </Tooltip>
    </>
  );
}

/** The server ends a program after this long without a key and without output. */
const idleMs = 120_000;
const warnMs = 30_000;

function IdleNotice({ session }: { session: TerminalSession }) {
  const now = useNow(1000);
  const left = session.lastActive + idleMs - now;
  const [isNear, setNear] = useState(false);
  useEffect(() => setNear(left < warnMs), [left]);
  if (!isNear) return null;
  return (
    <p role="alert" className="text-warn">
      Nothing was typed or shown for a while: the program is ended soon. Press a key to go on.
    </p>
  );
}
