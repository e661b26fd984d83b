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
import { figuresOfRun } from "@/lib/ending";
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
  idle_limit: { word: "Idle for too long", tone: "neutral", icon: Clock },
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

export function runNumbers(run: CaseRun): string {
  if (isUnderWay(run) || run.wallTimeMs <= 0) return "";
  return figuresOfRun(run);
}
