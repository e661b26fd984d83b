import type { AttemptAttributes, Progress } from "@codecraft/api/types";
import { Link } from "@tanstack/react-router";
import { PenLine } from "lucide-react";
import { cn } from "@/lib/cn";
import { count, formatClock, formatDateTime, formatNumber, formatRelative, formatScore } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/badge";
import { SortTh, Table, Td, Th, Tr } from "@/ui/table";
import { verdictTone, verdictWord } from "@/ui/verdict";
import { AttemptState } from "./labels";
import type { BoardRow } from "./rows";

interface BoardTableProps {
  rows: BoardRow[];
  titles: string[];
  sort: string;
  onSort: (sort: string) => void;
}

export function BoardTable({ rows, titles, sort, onSort }: BoardTableProps) {
  const now = useNow(1000);
  return (
    <Table label="Live board" className="[&_td]:px-2 [&_th]:px-2">
      <thead>
        <tr>
          <SortTh name="name" sort={sort} onSort={onSort} className="min-w-48">
            Candidate
          </SortTh>
          <SortTh name="state" sort={sort} onSort={onSort}>
            State
          </SortTh>
          {titles.map((title, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: problems of a published assessment keep their places
            <Th key={i} title={title} className="max-w-28 truncate text-center">
              {title}
            </Th>
          ))}
          <SortTh name="score" sort={sort} onSort={onSort} descendingFirst>
            Score
          </SortTh>
          <SortTh name="left" sort={sort} onSort={onSort}>
            Time left
          </SortTh>
          <SortTh name="pastes" sort={sort} onSort={onSort} descendingFirst>
            Pastes
          </SortTh>
          <SortTh name="absences" sort={sort} onSort={onSort} descendingFirst>
            Left
          </SortTh>
          <SortTh name="activity" sort={sort} onSort={onSort} descendingFirst>
            Last activity
          </SortTh>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BoardLine key={row.id} row={row} columns={titles.length} now={now} />
        ))}
      </tbody>
    </Table>
  );
}

function BoardLine({ row, columns, now }: { row: BoardRow; columns: number; now: number }) {
  const { attempt, name, email } = row;
  if (!attempt) return <UnopenedLine row={row} columns={columns} />;
  const left = attempt.secondsLeft - (now - row.seenAt) / 1000;
  return (
    <Tr className="relative">
      <Td written>
        <Link
          to="/attempts/$attemptId"
          params={{ attemptId: row.id }}
          className="block font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {name || email}
        </Link>
        {name && name !== email && <div className="text-fg2 text-xs">{email}</div>}
      </Td>
      <Td>
        <AttemptState state={attempt.state} />
      </Td>
      {Array.from({ length: columns }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: problems keep their places
        <Td key={i} className="text-center">
          <ProgressCell progress={attempt.progress?.[i]} />
          {isInWork(attempt, i) && <InWork />}
        </Td>
      ))}
      <Td className="whitespace-nowrap font-medium">
        {attempt.state === "ready" ? "–" : formatScore(attempt.score ?? 0, attempt.maxScore)}
      </Td>
      <Td
        className={cn(
          "whitespace-nowrap",
          attempt.state === "started" && left < 300 && "font-medium text-warn",
        )}
      >
        {attempt.state === "started" ? formatClock(left) : "–"}
      </Td>
      <Td title="Pastes of text from elsewhere">{attempt.pastes || "–"}</Td>
      <Td className="whitespace-nowrap" title="How often the page was left">
        {attempt.absences || "–"}
        {attempt.state === "started" && attempt.awaySince && (
          <Badge tone="warn" className="ml-1.5" title={`Since ${formatDateTime(attempt.awaySince)}`}>
            Away
          </Badge>
        )}
      </Td>
      <Td className="whitespace-nowrap text-fg2" title={formatDateTime(attempt.lastActivityAt)}>
        {formatRelative(attempt.lastActivityAt, now)}
      </Td>
    </Tr>
  );
}

/** Who has not opened their link: there is nothing to look at yet. */
function UnopenedLine({ row: { name, email }, columns }: { row: BoardRow; columns: number }) {
  return (
    <Tr>
      <Td written>
        <div className="font-medium">{name}</div>
        {name !== email && <div className="text-fg2 text-xs">{email}</div>}
      </Td>
      <Td>
        <AttemptState state="unopened" />
      </Td>
      {Array.from({ length: columns }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: problems keep their places
        <Td key={i} className="text-center text-fg3">
          –
        </Td>
      ))}
      {["score", "left", "pastes", "absences", "activity"].map((column) => (
        <Td key={column}>–</Td>
      ))}
    </Tr>
  );
}

function isInWork({ state, workingOn, progress }: AttemptAttributes, i: number): boolean {
  return state === "started" && workingOn !== "" && progress[i]?.answerId === workingOn;
}

function InWork() {
  return (
    <span role="img" aria-label="In work" title="The candidate is at this problem">
      <PenLine aria-hidden className="ml-1 inline size-3.5 text-accent" />
    </span>
  );
}

const cellTones = { ok: "bg-oksoft text-ok", bad: "bg-badsoft text-bad", warn: "bg-warnsoft text-warn" };

/** What a problem earned, coloured by its verdict, which is said in words as well. */
function ProgressCell({ progress }: { progress?: Progress }) {
  if (!progress || progress.submissionCount === 0) {
    return (
      <span className="text-fg3" title="No submission yet">
        –
      </span>
    );
  }
  const tone = verdictTone(progress.verdict);
  const words = `${progress.title}: ${verdictWord(progress.verdict)}, ${formatScore(progress.score ?? 0, progress.points)} points, ${count(progress.submissionCount, "submission")}`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={cn(
        "inline-flex min-w-14 items-baseline justify-center gap-1 rounded px-1.5 py-0.5 font-medium text-xs",
        tone === "ok" || tone === "bad" || tone === "warn" ? cellTones[tone] : "bg-bg3 text-fg2",
      )}
    >
      {progress.verdict || "…"}
      <span className="font-normal">{formatNumber(progress.score ?? 0)}</span>
    </span>
  );
}
