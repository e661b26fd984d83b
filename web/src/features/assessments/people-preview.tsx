import { TriangleAlert } from "lucide-react";
import { count } from "@/lib/format";
import type { PersonLine } from "./queries";

const shownLines = 200;
/** What is refused comes first: it is what there is to do. */
const order = ["refused", "merged", "invited"];

/** What the server makes of each line of a list, before anything is sent. */
export function PeoplePreview({ lines }: { lines: readonly PersonLine[] }) {
  if (lines.length === 0) return null;
  const refused = lines.filter((line) => line.result === "refused").length;
  const ordered = order.flatMap((result) => lines.filter((line) => line.result === result));
  return (
    <section aria-label="What was read">
      {refused > 0 && (
        <p className="mb-2 flex items-center gap-1.5 text-sm text-warn">
          <TriangleAlert aria-hidden className="size-4" />
          {count(refused, "line")} will be left out.
        </p>
      )}
      <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {ordered.slice(0, shownLines).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may hold the same address twice; rows keep nothing of their own
          <li key={`${line.line} ${i}`} className="flex items-baseline gap-3 px-2 py-1">
            <span className="w-8 shrink-0 text-right text-fg3 text-xs tabular-nums">{line.line}</span>
            <Read line={line} />
          </li>
        ))}
      </ul>
      {lines.length > shownLines && (
        <p className="mt-1 text-fg2 text-xs">and {count(lines.length - shownLines, "further line")}</p>
      )}
    </section>
  );
}

function Read({ line }: { line: PersonLine }) {
  if (line.result === "refused") {
    return (
      <span className="wrap-anywhere min-w-0 text-warn">
        {line.text}: {line.detail}
      </span>
    );
  }
  return (
    <span className="wrap-anywhere min-w-0">
      {line.email} <span className="text-fg2">{[line.name, line.detail].filter(Boolean).join(" · ")}</span>
    </span>
  );
}
