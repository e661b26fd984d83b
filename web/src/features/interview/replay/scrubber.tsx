import { FileCode, FileText, type LucideIcon, NotebookPen, Play, Presentation } from "lucide-react";
import { memo } from "react";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format";
import type { Mark } from "./replay";
import type { Playback } from "./use-playback";

interface ScrubberProps {
  playback: Playback;
  marks: Mark[];
  moments: number[];
}

/** The whole interview in one line: how much was done when, what happened, and the moment that is shown. */
export function Scrubber({ playback: { ms, lengthMs, seek }, marks, moments }: ScrubberProps) {
  return (
    <div>
      <Landmarks marks={marks} moments={moments} lengthMs={lengthMs} onSeek={seek} />
      <input
        type="range"
        aria-label="Moment of the interview"
        aria-valuetext={`${formatClock(ms / 1000)} of ${formatClock(lengthMs / 1000)}`}
        min={0}
        max={lengthMs}
        step={1}
        value={Math.round(ms)}
        onChange={(event) => seek(event.target.valueAsNumber)}
        className="block h-4 w-full cursor-pointer accent-accent pointer-coarse:h-11"
      />
    </div>
  );
}

const looks: Record<Mark["kind"], { icon: LucideIcon; colour: string }> = {
  run: { icon: Play, colour: "text-accent" },
  note: { icon: NotebookPen, colour: "text-warn" },
  file: { icon: FileCode, colour: "text-fg2" },
  problem: { icon: FileText, colour: "text-ok" },
  drawing: { icon: Presentation, colour: "text-fg2" },
};

const columns = 120;

/** How busy each stretch was, from 0 to 1. */
export function densityOf(moments: number[], lengthMs: number): number[] {
  const counts = new Array<number>(columns).fill(0);
  for (const moment of moments) {
    const at = Math.min(columns - 1, Math.floor((moment / Math.max(1, lengthMs)) * columns));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.log1p(Math.max(1, ...counts));
  return counts.map((count) => Math.log1p(count) / most);
}

interface LandmarksProps {
  marks: Mark[];
  moments: number[];
  lengthMs: number;
  onSeek: (ms: number) => void;
}

/** For eye and mouse only: keys go from mark to mark, and the lists say the same in words. */
const Landmarks = memo(function Landmarks({ marks, moments, lengthMs, onSeek }: LandmarksProps) {
  return (
    // The middle of the range's thumb is never nearer to an end than its half.
    <div aria-hidden className="relative mx-2 h-9">
      <svg
        viewBox={`0 0 ${columns} 1`}
        preserveAspectRatio="none"
        className="absolute inset-x-0 bottom-0 h-5 w-full fill-line"
      >
        <title>How much was done when</title>
        {densityOf(moments, lengthMs).map((height, x) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its number
          <rect key={x} x={x} y={1 - height} width={0.8} height={height} />
        ))}
      </svg>
      {marks.map(({ ms, kind, label }, i) => {
        const { icon: Icon, colour } = looks[kind];
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: marks do not change
            key={i}
            type="button"
            tabIndex={-1}
            title={`${formatClock(ms / 1000)} ${label}`}
            onMouseDown={(event) => event.preventDefault()} // the focus stays where it is
            onClick={() => onSeek(ms)}
            style={{ left: `${(ms / Math.max(1, lengthMs)) * 100}%` }}
            className={cn("absolute inset-y-0 -translate-x-1/2 hover:z-10", colour)}
          >
            <Icon className="size-3.5 rounded-sm bg-bg" />
            <span className="mx-auto block h-[calc(100%-0.875rem)] w-px bg-current opacity-40" />
          </button>
        );
      })}
    </div>
  );
});
