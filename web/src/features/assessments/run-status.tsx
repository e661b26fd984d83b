import { Badge, type Tone } from "@/ui/badge";

const looks: Record<string, { word: string; tone: Tone }> = {
  ok: { word: "Ran to the end", tone: "ok" },
  failed: { word: "Exited with an error", tone: "bad" },
  signalled: { word: "Crashed", tone: "bad" },
  cpu_limit: { word: "Time limit", tone: "warn" },
  wall_limit: { word: "Time limit", tone: "warn" },
  memory_limit: { word: "Memory limit", tone: "warn" },
  output_limit: { word: "Output limit", tone: "warn" },
  compile_error: { word: "Compile error", tone: "bad" },
  cancelled: { word: "Cancelled", tone: "neutral" },
};

export function RunStatusBadge({ status }: { status: string }) {
  const look = looks[status] ?? { word: status.replaceAll("_", " "), tone: "neutral" as const };
  return <Badge tone={look.tone}>{look.word}</Badge>;
}
