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
import { isUnderWay, type RunView } from "@/lib/run";
import { Badge, type Tone } from "./badge";
import { verdictTone, verdictWord } from "./verdict";

interface Look {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

const looks: Record<RunView["status"], Look> = {
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

/** How a run ended; where it went well, or the problem itself is at fault, the judge's verdict of a sample. */
export function lookOfRun(run: RunView): Look {
  const { verdict } = run;
  if (verdict === "AC") return { word: "Sample passed", tone: "ok", icon: CircleCheck };
  if (verdict === "WA" || verdict === "JE") {
    const icon = verdict === "WA" ? CircleX : CircleAlert;
    return { word: `Sample: ${verdictWord(verdict).toLowerCase()}`, tone: verdictTone(verdict), icon };
  }
  return looks[run.status];
}

export function RunBadge({ run }: { run: RunView }) {
  const look = lookOfRun(run);
  return (
    <Badge tone={look.tone}>
      <look.icon aria-hidden className={isUnderWay(run) ? "animate-spin" : undefined} /> {look.word}
    </Badge>
  );
}

export function runNumbers(run: RunView): string {
  if (isUnderWay(run) || run.wallTimeMs <= 0) return "";
  return figuresOfRun(run);
}
