import { cn } from "@/lib/cn";
import type { Place } from "./compare";

interface OutputProps {
  label: string;
  text: string;
  /** Where this text leaves the other one. */
  place?: Place;
  tone?: "ok" | "bad";
  /** Said in place of a text without a letter. */
  empty?: string;
  className?: string;
}

const longestLine = 2000;
const mostLines = 2000;

/** A text with its lines numbered, scrolled to and marked at the first difference. */
export function Output({ label, text, place, tone = "bad", empty = "nothing", className }: OutputProps) {
  const lines = text.replace(/\n$/, "").split("\n");
  const shown = lines.slice(0, Math.max(mostLines, (place?.line ?? 0) + 20));
  const bring = (line: HTMLElement | null) => {
    const frame = line?.closest("pre");
    if (!line || !frame) return;
    frame.scrollTop = Math.max(0, line.offsetTop - frame.clientHeight / 3);
  };
  return (
    <figure className={cn("flex min-w-0 flex-col", className)}>
      <figcaption className="mb-1 font-medium text-fg2 text-xs">{label}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="relative max-h-64 min-h-9 overflow-auto rounded-md border border-line bg-bg2 py-1.5 font-mono text-sm"
      >
        {text === "" ? (
          <span className="px-3 text-fg3">{empty}</span>
        ) : (
          shown.map((line, i) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={i}
              number={i + 1}
              text={line.slice(0, longestLine)}
              place={place?.line === i + 1 ? place : undefined}
              tone={tone}
              onMarked={place?.line === i + 1 ? bring : undefined}
            />
          ))
        )}
        {lines.length > shown.length && (
          <span className="px-3 text-fg3">{`… and ${lines.length - shown.length} more lines`}</span>
        )}
      </pre>
    </figure>
  );
}

interface LineProps {
  number: number;
  text: string;
  place?: Place;
  tone: "ok" | "bad";
  onMarked?: (line: HTMLElement | null) => void;
}

function Line({ number, text, place, tone, onMarked }: LineProps) {
  const from = (place?.column ?? 1) - 1;
  const to = from + (place?.length ?? 0);
  return (
    <span
      ref={onMarked}
      className={cn(
        "grid min-w-fit grid-cols-[2.5rem_minmax(0,1fr)] pr-3",
        place && (tone === "ok" ? "bg-oksoft" : "bg-badsoft"),
      )}
    >
      <span aria-hidden className="select-none pr-2 text-right text-fg3 tabular-nums">
        {number}
      </span>
      <span className="whitespace-pre">
        {place ? (
          <>
            {text.slice(0, from)}
            <mark
              className={cn(
                "rounded-sm bg-transparent font-semibold underline decoration-2 underline-offset-4",
                tone === "ok" ? "text-ok" : "text-bad",
              )}
            >
              {text.slice(from, to) || " "}
            </mark>
            {text.slice(to)}
          </>
        ) : (
          text || " "
        )}
      </span>
    </span>
  );
}
