import { Clock } from "lucide-react";
import { useMemo } from "react";
import { cn } from "@/lib/cn";
import { type Chunk, type ConsoleLine, formatOffset, linesOf } from "@/lib/console";
import { useStored } from "@/lib/stored";

interface ConsoleProps {
  label: string;
  chunks: Chunk[];
  /** Said in place of an output without a letter. */
  empty?: string;
  className?: string;
}

type Shown = "all" | Chunk["stream"];

const choices: { value: Shown; label: string }[] = [
  { value: "all", label: "Both" },
  { value: "stdout", label: "stdout" },
  { value: "stderr", label: "stderr" },
];
const longestLine = 2000;
const mostLines = 2000;

/** What a program wrote, both streams in one, in their order; the times and one stream alone can be asked for. */
export function Console({ label, chunks, empty = "nothing", className }: ConsoleProps) {
  const [hasTimes, setTimes] = useStored("console.times", false);
  const [wanted, setShown] = useStored<Shown>("console.stream", "all");
  const lines = useMemo(() => linesOf(chunks), [chunks]);
  const hasErrors = lines.some((line) => line.stream === "stderr");
  const shown = hasErrors ? wanted : "all";
  const kept = shown === "all" ? lines : lines.filter((line) => line.stream === shown);
  return (
    <figure className={cn("flex min-w-0 flex-col", className)}>
      <figcaption className="mb-1 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-fg2 text-xs">
        <span className="min-w-0 flex-1 font-medium">{label}</span>
        {hasErrors && (
          <fieldset className="flex rounded-md border border-line p-px">
            <legend className="sr-only">Streams</legend>
            {choices.map((choice) => (
              <button
                key={choice.value}
                type="button"
                aria-pressed={shown === choice.value}
                onClick={() => setShown(choice.value)}
                className={small}
              >
                {choice.label}
              </button>
            ))}
          </fieldset>
        )}
        <button
          type="button"
          aria-pressed={hasTimes}
          title="Times since the program's start"
          onClick={() => setTimes(!hasTimes)}
          className={cn(small, "border border-line")}
        >
          <Clock aria-hidden className="size-3" /> Times
        </button>
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-64 min-h-9 overflow-auto rounded-md border border-line bg-bg2 py-1.5 font-mono text-sm"
      >
        {kept.length === 0 && (
          <span className="px-3 text-fg3">{lines.length === 0 ? empty : `nothing on ${shown}`}</span>
        )}
        {kept.slice(0, mostLines).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <Line key={i} line={line} hasTimes={hasTimes} isMarked={hasErrors} />
        ))}
        {kept.length > mostLines && (
          <span className="px-3 text-fg3">{`… and ${kept.length - mostLines} more lines`}</span>
        )}
      </pre>
    </figure>
  );
}

const small =
  "inline-flex h-5 items-center gap-1 rounded px-1.5 hover:bg-bg3 aria-pressed:bg-bg3 aria-pressed:text-fg pointer-coarse:h-9";

interface LineProps {
  line: ConsoleLine;
  hasTimes: boolean;
  /** Whether lines say which stream they are of. */
  isMarked: boolean;
}

/** A line of the error output has a bar, a word and a colour. */
function Line({ line, hasTimes, isMarked }: LineProps) {
  const isError = line.stream === "stderr";
  return (
    <span
      title={formatOffset(line.atMs)}
      className={cn(
        "flex min-w-fit gap-2 border-transparent border-l-2 px-2",
        isError && "border-bad bg-badsoft text-bad",
      )}
    >
      {hasTimes && (
        <span className="w-20 shrink-0 select-none text-right text-fg2 tabular-nums">
          {formatOffset(line.atMs)}
        </span>
      )}
      {isMarked && (
        <span className="w-6 shrink-0 select-none text-xs leading-5">
          {isError ? "err" : <span className="sr-only">out</span>}
        </span>
      )}
      <span className="whitespace-pre">{line.text.slice(0, longestLine) || " "}</span>
    </span>
  );
}
