import { formatKilobytes, formatMs } from "./format";

const signals: Record<string, string> = {
  SIGSEGV: "segmentation fault: memory was touched that is not the program's",
  SIGABRT: "aborted: an assertion failed, or an exception was not caught",
  SIGFPE: "arithmetic error, such as a division by zero",
  SIGKILL: "ended by force",
  SIGTERM: "asked to end",
  SIGINT: "interrupted",
  SIGBUS: "bus error",
  SIGILL: "illegal instruction",
  SIGXCPU: "its CPU time was over",
  SIGSYS: "a system call that is not allowed",
};

const limits: Record<string, string> = {
  cpu: "CPU time limit",
  wall: "wall time limit: it waited too long",
  memory: "memory limit",
  output: "output limit",
};

/** How a program ended, in the words of the field. */
export function endOfRun(run: { exitCode?: number; signal?: string }): string {
  if (run.signal) return [run.signal, signals[run.signal]].filter(Boolean).join(" · ");
  return run.exitCode ? `exit code ${run.exitCode}` : "";
}

/** What a run took: CPU time, time by the clock, and the most memory at any time. */
export function figuresOfRun(run: { cpuTimeMs: number; wallTimeMs: number; memoryKb: number }): string {
  return [
    `${formatMs(run.cpuTimeMs)} CPU`,
    run.wallTimeMs > 0 && `${formatMs(run.wallTimeMs)} wall`,
    run.memoryKb > 0 && `${formatKilobytes(run.memoryKb)} peak memory`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The limit that a program met. */
export function limitMet(limit: string | undefined): string {
  return limit ? (limits[limit] ?? `${limit} limit`) : "";
}

interface Figures {
  verdict: string;
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryKb: number;
}

/** What a test took, beside the limit of its CPU time where that is known; nothing when it was not run. */
export function figuresOf(test: Figures, limits?: { cpuTimeMs: number }): string {
  if (test.verdict === "SK") return "";
  const limit = limits && limits.cpuTimeMs > 0 ? ` of ${formatMs(limits.cpuTimeMs)}` : "";
  return [
    `${formatMs(test.cpuTimeMs)}${limit} CPU`,
    test.wallTimeMs > 0 && `${formatMs(test.wallTimeMs)} wall`,
    formatKilobytes(test.memoryKb),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** How often a test was run when once was not enough. */
export function timesRun(runs: number | undefined): string {
  return runs && runs > 1 ? `ran ${runs} times near the limit; the best counts` : "";
}
