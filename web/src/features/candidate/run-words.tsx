import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleX,
  Clock,
  FileWarning,
  Hammer,
  LoaderCircle,
  type LucideIcon,
  MemoryStick,
} from "lucide-react";
import { formatKilobytes, formatMs } from "@/lib/format";
import { Badge, type Tone } from "@/ui/badge";
import type { Comparison } from "./compare";
import { type CaseRun, isUnderWay } from "./runner";

interface Look {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

const looks: Record<CaseRun["status"], Look> = {
  asked: { word: "Sending", tone: "accent", icon: LoaderCircle },
  queued: { word: "Queued", tone: "accent", icon: LoaderCircle },
  compiling: { word: "Compiling", tone: "accent", icon: LoaderCircle },
  running: { word: "Running", tone: "accent", icon: LoaderCircle },
  ok: { word: "Finished", tone: "neutral", icon: CircleCheck },
  failed: { word: "Runtime error", tone: "bad", icon: CircleAlert },
  signalled: { word: "Runtime error", tone: "bad", icon: CircleAlert },
  cpu_limit: { word: "Time limit", tone: "warn", icon: Clock },
  wall_limit: { word: "Time limit (waiting)", tone: "warn", icon: Clock },
  memory_limit: { word: "Memory limit", tone: "warn", icon: MemoryStick },
  output_limit: { word: "Output limit", tone: "warn", icon: FileWarning },
  cancelled: { word: "Stopped", tone: "neutral", icon: Ban },
  compile_error: { word: "Compile error", tone: "bad", icon: Hammer },
  not_started: { word: "Could not start", tone: "warn", icon: CircleAlert },
  internal_error: { word: "Not run", tone: "warn", icon: CircleAlert },
  refused: { word: "Not run", tone: "warn", icon: CircleAlert },
};

export function lookOfRun(run: CaseRun, comparison?: Comparison): Look {
  if (run.status !== "ok" || !comparison) return looks[run.status];
  if (comparison.same === "yes") return { word: "Sample passed", tone: "ok", icon: CircleCheck };
  if (comparison.same === "close") return { word: "Sample: nearly equal", tone: "warn", icon: CircleAlert };
  return { word: "Sample: wrong answer", tone: "bad", icon: CircleX };
}

export function RunBadge({ run, comparison }: { run: CaseRun; comparison?: Comparison }) {
  const look = lookOfRun(run, comparison);
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden className={isUnderWay(run) ? "animate-spin" : undefined} /> {look.word}
    </Badge>
  );
}

const signals: Record<string, string> = {
  SIGSEGV: "segmentation fault: memory was touched that is not the program's",
  SIGABRT: "aborted: an assertion failed, or an exception was not caught",
  SIGFPE: "arithmetic error, such as a division by zero",
  SIGKILL: "killed",
  SIGBUS: "bus error",
  SIGILL: "illegal instruction",
};

/** How the program ended, in the words of the field. */
export function endOfRun(run: Pick<CaseRun, "exitCode"> & { signal?: string }): string {
  if (run.signal) return [run.signal, signals[run.signal]].filter(Boolean).join(" · ");
  return run.exitCode ? `exit code ${run.exitCode}` : "";
}

export function runNumbers(run: CaseRun): string {
  if (isUnderWay(run) || run.wallTimeMs <= 0) return "";
  const cpu = `${formatMs(run.cpuTimeMs)} CPU`;
  return [cpu, run.memoryKb > 0 && formatKilobytes(run.memoryKb)].filter(Boolean).join(" · ");
}
