import { Ear, OctagonX, Play, Square } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { tellFailure } from "@/api/tell";
import { endOfRun, figuresOfRun } from "@/lib/ending";
import { useStored } from "@/lib/stored";
import {
  isActive,
  type TerminalRequest,
  type TerminalSession,
  type TerminalView,
} from "@/lib/terminal/session";
import { useNow } from "@/lib/use-now";
import { BusyNotice } from "./busy-notice";
import { Button } from "./button";
import { Skeleton } from "./states";
import { Tooltip } from "./tooltip";

const Body = lazy(() => import("./terminal-body"));

interface TerminalProps {
  session: TerminalSession;
  /** Why nothing can be started now; empty when it can. */
  reason: string;
  /** The program as it stands. */
  program: () => Omit<TerminalRequest, "terminal">;
  /** Which limits hold. */
  limits?: string;
}

/** A program in a terminal: what it shows, and what one types. The terminal's own code is loaded when first shown. */
export function Terminal({ session, reason, program, limits }: TerminalProps) {
  const view = useSyncExternalStore(session.subscribe, session.view);
  const [isSpoken, setSpoken] = useStored("terminal.spoken", false);
  const size = useRef({ rows: 24, columns: 80 });
  const controls = useRef<HTMLButtonElement>(null);
  const [focusAt, setFocusAt] = useState(0);
  const isRunning = isActive(view);
  const start = () => {
    setFocusAt((n) => n + 1);
    void session.start({ ...program(), terminal: size.current });
  };
  const stop = () => session.stop().catch((error) => tellFailure(error));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-10 shrink-0 items-center gap-2 px-3 py-1">
        {isRunning ? (
          <>
            <Button ref={controls} size="sm" onClick={() => void stop()}>
              <Square aria-hidden /> Stop
            </Button>
            <Tooltip label="Send an interrupt, as Ctrl+C does">
              <Button size="sm" variant="ghost" onClick={() => session.interrupt()}>
                <OctagonX aria-hidden /> Interrupt
              </Button>
            </Tooltip>
          </>
        ) : (
          <Tooltip label={reason || "Run the program and type to it"}>
            <Button
              ref={controls}
              size="sm"
              aria-disabled={reason !== ""}
              onClick={reason ? undefined : start}
            >
              <Play aria-hidden /> Run in the terminal
            </Button>
          </Tooltip>
        )}
        <p role="status" className="line-clamp-2 min-w-0 flex-1 text-fg2 text-xs tabular-nums">
          {view.busy ? "Not run" : told(view)}
        </p>
        <Tooltip label="Read the output aloud to screen readers">
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label="Screen reader mode"
            aria-pressed={isSpoken}
            className="aria-pressed:bg-bg3 aria-pressed:text-fg"
            onClick={() => setSpoken(!isSpoken)}
          >
            <Ear aria-hidden />
          </Button>
        </Tooltip>
      </div>
      {view.busy && (
        <BusyNotice
          busy={view.busy}
          title="Not run"
          again="Run again"
          onRetry={reason ? undefined : start}
          className="mx-3 mb-2 shrink-0"
        />
      )}
      <div className="relative min-h-0 flex-1 border-line border-t">
        <Suspense fallback={<Skeleton className="m-3 w-1/3" />}>
          <Body
            session={session}
            isSpoken={isSpoken}
            focusAt={focusAt}
            onSize={(rows, columns) => {
              size.current = { rows, columns };
            }}
            onLeave={() => controls.current?.focus()}
          />
        </Suspense>
        {view.status === "idle" && (
          <p className="pointer-events-none absolute inset-x-0 top-0 p-3 text-fg2">
            Run the program here to type to it while it runs.
          </p>
        )}
      </div>
      <div className="flex min-h-7 shrink-0 items-center gap-3 border-line border-t px-3 text-fg2 text-xs">
        <span>F6 leaves the terminal</span>
        {limits && <span className="truncate">{limits}</span>}
        {view.status === "running" && <IdleNotice session={session} />}
      </div>
    </div>
  );
}

const words: Partial<Record<TerminalView["status"], string>> = {
  idle: "",
  asked: "Starting",
  queued: "In the queue",
  compiling: "Compiling",
  running: "Running",
  ok: "Finished",
  failed: "Runtime error",
  signalled: "Ended by a signal",
  cpu_limit: "CPU time limit",
  wall_limit: "Wall time limit",
  memory_limit: "Memory limit",
  output_limit: "Output limit",
  idle_limit: "Ended: nothing was typed or shown for too long",
  cancelled: "Stopped",
  compile_error: "Compile error",
  not_started: "Could not start",
  internal_error: "Not run",
  refused: "Not run",
};

/** Ends whose detail would only repeat the words. */
const saidAlready = new Set<TerminalView["status"]>(["cancelled", "idle_limit", "signalled", "failed"]);

function told({ status, isConnected, isReadOnly, detail, end }: TerminalView): string {
  const isUnderWay = ["queued", "compiling", "running"].includes(status);
  const parts = [words[status] ?? status];
  if (isUnderWay && !isConnected && status === "running") parts.push("connection lost, connecting again");
  if (isUnderWay && isReadOnly) parts.push("you can watch, not type");
  if (end) {
    parts.push(endOfRun(end));
    if (end.wallTimeMs > 0) parts.push(figuresOfRun(end));
  }
  if (detail && !saidAlready.has(status)) parts.push(detail);
  return parts.filter(Boolean).join(" · ");
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
