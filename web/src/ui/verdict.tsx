import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  FileWarning,
  Hammer,
  type LucideIcon,
  MemoryStick,
} from "lucide-react";
import { Badge, type Tone } from "./badge";

interface Look {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

const looks: Record<string, Look> = {
  AC: { word: "Accepted", tone: "ok", icon: CircleCheck },
  WA: { word: "Wrong answer", tone: "bad", icon: CircleX },
  TLE: { word: "Time limit", tone: "warn", icon: Clock },
  MLE: { word: "Memory limit", tone: "warn", icon: MemoryStick },
  OLE: { word: "Output limit", tone: "warn", icon: FileWarning },
  RTE: { word: "Runtime error", tone: "bad", icon: CircleAlert },
  CE: { word: "Compile error", tone: "bad", icon: Hammer },
  JE: { word: "Judging error", tone: "warn", icon: CircleAlert },
  SK: { word: "Skipped", tone: "neutral", icon: Ban },
};

const waiting: Look = { word: "Not judged", tone: "neutral", icon: CircleDashed };

export function verdictWord(verdict: string | null | undefined): string {
  if (!verdict) return waiting.word;
  return looks[verdict]?.word ?? verdict;
}

export function verdictTone(verdict: string | null | undefined): Tone {
  return (verdict && looks[verdict]?.tone) || "neutral";
}

/** A verdict with its icon and its words; short shows the code with the words for screen readers. */
export function VerdictBadge({
  verdict,
  short = false,
}: {
  verdict: string | null | undefined;
  short?: boolean;
}) {
  const look = (verdict && looks[verdict]) || waiting;
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} title={look.word}>
      <Icon aria-hidden />
      {short ? (
        <>
          <span aria-hidden>{verdict || "–"}</span>
          <span className="sr-only">{look.word}</span>
        </>
      ) : (
        look.word
      )}
    </Badge>
  );
}
