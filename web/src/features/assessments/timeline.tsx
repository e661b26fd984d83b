import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import {
  CircleDot,
  ClipboardPaste,
  Flag,
  Gavel,
  Languages,
  LogOut,
  type LucideIcon,
  MailOpen,
  PenLine,
  Play,
  Rocket,
  Send,
} from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import type { Chunk } from "@/lib/console";
import { endOfRun, figuresOfRun } from "@/lib/ending";
import { formatClock, formatDateTime, formatScore, formatTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { Console } from "@/ui/console";
import { LanguageName } from "@/ui/language-select";
import { EmptyState, Loaded } from "@/ui/states";
import { VerdictBadge } from "@/ui/verdict";
import { amount, word } from "./data";
import { Pasted, PastedText } from "./pasted";
import { activitiesQuery } from "./queries";
import { RunStatusBadge } from "./run-status";

const icons: Record<string, LucideIcon> = {
  opened: MailOpen,
  started: Rocket,
  item: PenLine,
  paste: ClipboardPaste,
  absence: LogOut,
  language: Languages,
  run: Play,
  submission: Send,
  judged: Gavel,
  finished: Flag,
};

interface TimelineProps {
  attempt: Item<"attempts">;
  answers: Item<"answers">[];
}

/** Everything the candidate did, in order, on the clock of the attempt. */
export function Timeline({ attempt, answers }: TimelineProps) {
  const activities = useQuery(activitiesQuery(attempt.id));
  const titles = new Map(answers.map((answer) => [answer.id, answer.attributes.title]));
  return (
    <Loaded query={activities}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState icon={CircleDot} title="Nothing has happened yet" />
        ) : (
          <ol className="flex flex-col">
            {list.map((activity, i) => (
              <Entry
                key={activity.id}
                activity={activity}
                startedAt={attempt.attributes.startedAt}
                title={titles.get(activity.attributes.answerId ?? "")}
                last={i === list.length - 1}
              />
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

interface EntryProps {
  activity: Item<"activities">;
  startedAt?: string | null;
  title?: string;
  last: boolean;
}

function Entry({ activity: { attributes }, startedAt, title, last }: EntryProps) {
  const Icon = icons[attributes.kind] ?? CircleDot;
  const since = startedAt ? (Date.parse(attributes.at) - Date.parse(startedAt)) / 1000 : -1;
  return (
    <li className="flex gap-3">
      <time
        dateTime={attributes.at}
        title={formatDateTime(attributes.at)}
        className="w-20 shrink-0 pt-1 text-right text-fg2 text-sm tabular-nums"
      >
        {since >= 0 ? `+${formatClock(since)}` : formatTime(attributes.at)}
      </time>
      <span className="flex flex-col items-center">
        <span className="flex size-7 shrink-0 items-center justify-center rounded-full border border-line bg-bg">
          <Icon aria-hidden className="size-3.5 text-fg2" />
        </span>
        {!last && <span aria-hidden className="w-px flex-1 bg-line" />}
      </span>
      <div className="min-w-0 flex-1 pt-1 pb-4">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Told kind={attributes.kind} data={attributes.data ?? {}} />
          {title && <span className="text-fg2">{title}</span>}
        </div>
        {attributes.kind === "run" && <RunOutput data={attributes.data ?? {}} />}
        {attributes.kind === "paste" && <PastedText data={attributes.data ?? {}} />}
      </div>
    </li>
  );
}

function absence(times: number, awayMs: number): string {
  const length = formatClock(awayMs / 1000);
  return times === 1 ? `Left the page for ${length}` : `Left the page ${times} times, for ${length} in all`;
}

function howRunEnded(data: Record<string, unknown>): string {
  const figures = {
    cpuTimeMs: amount(data.cpuTimeMs),
    wallTimeMs: amount(data.wallTimeMs),
    memoryKb: amount(data.memoryKb),
  };
  const end = endOfRun({ exitCode: amount(data.exitCode), signal: word(data.signal) });
  return [end, figuresOfRun(figures)].filter(Boolean).join(" · ");
}

function Told({ kind, data }: { kind: string; data: Record<string, unknown> }) {
  switch (kind) {
    case "opened":
      return <>Opened the invitation</>;
    case "started":
      return <>Started</>;
    case "item":
      return <>Turned to</>;
    case "paste":
      return <Pasted data={data} />;
    case "absence":
      return <>{absence(amount(data.times), amount(data.awayMs))}</>;
    case "finished":
      return <>{data.by === "candidate" ? "Finished" : "The time was over"}</>;
    case "language":
      return (
        <>
          Chose <LanguageName id={word(data.language)} />
        </>
      );
    case "run":
      return (
        <>
          {/* A sample is judged: that it ran to the end would say too little. */}
          Ran <LanguageName id={word(data.language)} />{" "}
          {data.verdict ? (
            <VerdictBadge verdict={word(data.verdict)} />
          ) : (
            <RunStatusBadge status={word(data.status)} />
          )}
          <span className="text-fg2 text-sm">{howRunEnded(data)}</span>
        </>
      );
    case "submission":
      return (
        <>
          {data.by === "end" ? "Handed in at the end:" : "Submitted"}{" "}
          <LanguageName id={word(data.language)} />
        </>
      );
    case "judged":
      return (
        <>
          Judged <VerdictBadge verdict={word(data.verdict)} />
          <span className="text-fg2 text-sm">
            {formatScore(amount(data.score), amount(data.maxScore))} points
          </span>
        </>
      );
    default:
      return <>{kind}</>;
  }
}

/** What a run printed, folded until asked for. */
function RunOutput({ data }: { data: Record<string, unknown> }) {
  const [open, setOpen] = useState(false);
  const parts = [
    ["Compiler", word(data.compileOutput)],
    ...(data.output ? [] : [["Output", word(data.stdout)] as const, ["Errors", word(data.stderr)] as const]),
  ].filter(([, text]) => text);
  const output = (data.output ?? []) as Chunk[];
  if (parts.length === 0 && output.length === 0) return null;
  return (
    <div>
      <Button variant="ghost" size="sm" className="-ml-2" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide the output" : "Show the output"}
      </Button>
      {open &&
        parts.map(([name, text]) => (
          <figure key={name} className="mt-1 max-w-3xl">
            <figcaption className="text-fg2 text-xs">{name}</figcaption>
            <pre
              className={cn(
                "max-h-60 overflow-auto rounded-md border border-line bg-bg2 p-2 font-mono text-xs",
                name === "Errors" && "text-bad",
              )}
            >
              {text}
            </pre>
          </figure>
        ))}
      {open && output.length > 0 && <Console label="Output" chunks={output} className="mt-1 max-w-3xl" />}
    </div>
  );
}
