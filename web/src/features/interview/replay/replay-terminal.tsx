import { useLayoutEffect, useMemo } from "react";
import { formatInto } from "@/lib/evaluation";
import { noOutcome, type RunView } from "@/lib/run";
import { LanguageName } from "@/ui/language-select";
import { lookOfRun } from "@/ui/run-badge";
import { TerminalScreen } from "@/ui/terminal-screen";
import { type ReplayTerminal as Shown, Tape } from "./terminal";

interface ReplayTerminalProps {
  terminal: Shown;
  ms: number;
  /** When it ended; nothing when it did not until the end. */
  endedMs?: number;
  startedAt: string;
}

/** The room's terminal as it was at the moment. */
export function ReplayTerminal({ terminal, ms, endedMs, startedAt }: ReplayTerminalProps) {
  const tape = useMemo(() => new Tape(terminal.outputs), [terminal]);
  useLayoutEffect(() => tape.seek(ms), [tape, ms]);
  const isOver = endedMs !== undefined && endedMs <= ms;
  const view = { ...noOutcome, status: "running", ...(isOver && terminal.end) } as RunView;
  return (
    <section
      aria-label="Terminal"
      className="h-64 shrink-0 overflow-hidden rounded-lg border border-line bg-bg"
    >
      <TerminalScreen
        session={tape}
        size={terminal.size}
        isReadOnly
        status={
          <>
            {terminal.name || "A member"} ran <LanguageName id={terminal.language} /> in a terminal at{" "}
            {formatInto(startedAt, terminal.startedAt)} · {lookOfRun(view).word}
          </>
        }
      />
    </section>
  );
}
