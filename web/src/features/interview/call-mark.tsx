import { CircleOff, CirclePause, Disc, type LucideIcon, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";
import type { CallView } from "./call";
import { qualityWord } from "./people";
import type { Light } from "./queries";

const words = {
  connecting: "Connecting",
  connected: "Connected",
  reconnecting: "Reconnecting",
  lost: "Connection lost",
  none: "No video here",
};

/** A dot and a word: how one's own connection is. */
export function CallMark({ view }: { view: CallView }) {
  const own = view.people.find((person) => person.isSelf);
  const weak = view.state === "connected" && own && qualityWord(own.quality);
  const isWell = view.state === "connected" && !weak;
  return (
    <span role="status" className="inline-flex min-w-28 items-center gap-1.5 text-fg2 text-sm">
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full",
          isWell
            ? "bg-ok"
            : view.state === "lost"
              ? "bg-bad"
              : view.state === "none"
                ? "bg-line2"
                : "bg-warn",
        )}
      />
      {weak || words[view.state]}
    </span>
  );
}

const lights: Record<Light, { word: string; icon: LucideIcon; tone: string }> = {
  off: { word: "Not recorded", icon: CircleOff, tone: "" },
  on: { word: "Recording", icon: Disc, tone: "text-bad" },
  paused: { word: "Recording paused", icon: CirclePause, tone: "" },
  failing: { word: "Recording fails", icon: TriangleAlert, tone: "text-warn" },
};

/** The light that says whether a recording is running; screen readers hear when that changes. */
export function RecordingLight({ light = "off" }: { light?: Light }) {
  const { word, icon: Icon, tone } = lights[light];
  return (
    <span role="status" className="inline-flex items-center gap-1.5 whitespace-nowrap text-fg2 text-sm">
      <Icon aria-hidden className={cn("size-4", tone)} /> {word}
    </span>
  );
}
