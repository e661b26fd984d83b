import { cn } from "@/lib/cn";
import { type DiffLine, withoutSame } from "@/lib/line-diff";

const marks = {
  same: { sign: " ", word: "", className: "" },
  removed: { sign: "−", word: "Removed: ", className: "bg-badsoft" },
  added: { sign: "+", word: "Added: ", className: "bg-oksoft" },
  skipped: { sign: "⋮", word: "", className: "bg-bg2 text-fg2" },
};

interface LineDifferenceProps {
  label: string;
  lines: DiffLine[];
  /** What the marks mean here, when they do not stand for an older and a newer text: for readers, too. */
  words?: { removed: string; added: string };
  /** How many equal lines are shown around each difference; all of them without a number. */
  around?: number;
  className?: string;
}

/** Two texts as one list of lines, each marked as of both, of the first or of the second. */
export function LineDifference({ label, lines, words, around, className }: LineDifferenceProps) {
  const shown = around === undefined ? lines : withoutSame(lines, around);
  return (
    <div className="flex min-h-0 min-w-0 flex-col gap-1.5">
      {words && (
        <p aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <Key kind="removed" word={words.removed} />
          <Key kind="added" word={words.added} />
        </p>
      )}
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "max-h-[60vh] overflow-auto rounded-lg border border-line bg-bg py-1.5 font-mono text-fg text-sm",
          className,
        )}
      >
        {shown.map(({ kind, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <div key={i} className={cn("grid grid-cols-[2rem_minmax(0,1fr)] pr-3", marks[kind].className)}>
            <span aria-hidden className="select-none text-center text-fg2">
              {marks[kind].sign}
            </span>
            <span className="wrap-anywhere whitespace-pre-wrap">
              {marks[kind].word && (
                <span className="sr-only">{words ? `${words[kind as "added"]}: ` : marks[kind].word}</span>
              )}
              {text || " "}
            </span>
          </div>
        ))}
      </section>
    </div>
  );
}

function Key({ kind, word }: { kind: "removed" | "added"; word: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={cn("w-5 rounded text-center font-mono text-fg", marks[kind].className)}>
        {marks[kind].sign}
      </span>
      {word}
    </span>
  );
}
