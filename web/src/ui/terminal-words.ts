import { endOfRun, figuresOfRun } from "@/lib/ending";
import type { TerminalView } from "@/lib/terminal/session";

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

/** How it is with a program in a terminal, and how it ended. */
export function told({ status, isConnected, isReadOnly, detail, end }: TerminalView): string {
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
