import { CircleCheck, CircleSlash, type LucideIcon, TriangleAlert, Unplug } from "lucide-react";
import { count } from "@/lib/format";
import { Badge, type Tone } from "@/ui/badge";
import { Card } from "./card";
import type { Part } from "./queries";
import { titleOf } from "./words";

const looks: Record<Part["state"], { word: string; icon: LucideIcon; tone: Tone }> = {
  ready: { word: "Ready", icon: CircleCheck, tone: "ok" },
  degraded: { word: "Partly ready", icon: TriangleAlert, tone: "warn" },
  failing: { word: "Not ready", icon: CircleSlash, tone: "bad" },
  silent: { word: "Does not answer", icon: Unplug, tone: "bad" },
  missing: { word: "Not running", icon: Unplug, tone: "bad" },
};

/** How each part of the product is, and why when it is not well. */
export function Health({ parts }: { parts: Part[] }) {
  return (
    <Card title="Health">
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {parts.map((part) => (
          <PartCard key={part.name} part={part} />
        ))}
      </ul>
    </Card>
  );
}

function PartCard({ part: { name, state, reason, processes } }: { part: Part }) {
  const { word, icon: Icon, tone } = looks[state];
  return (
    <li aria-label={titleOf(name)} className="min-h-20 rounded-lg border border-line px-3 py-2">
      <div className="flex items-start justify-between gap-2">
        <h3 className="font-medium">{titleOf(name)}</h3>
        <Badge tone={tone}>
          <Icon aria-hidden /> {word}
        </Badge>
      </div>
      <p className="text-fg2 text-xs tabular-nums">{count(processes, "process", "processes")}</p>
      {reason && <p className="wrap-anywhere mt-1 text-sm first-letter:uppercase">{reason}.</p>}
    </li>
  );
}
