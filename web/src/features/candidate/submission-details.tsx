import type { Item } from "@/api/client";
import type { SubmissionSample } from "@/api/types";
import { formatKilobytes, formatMs, formatScore } from "@/lib/format";
import { Progress } from "@/ui/progress";
import { VerdictBadge } from "@/ui/verdict";
import { Output } from "./difference";
import { endOfRun } from "./run-words";
import { SubmissionBadge } from "./submissions";

/** One submission: its verdict, each hidden group's, and every sample in full. */
export function SubmissionDetails({ submission }: { submission: Item<"submissions"> }) {
  const { attributes } = submission;
  if (attributes.state !== "judged") {
    return (
      <div className="flex flex-col items-start gap-2 p-2">
        <SubmissionBadge submission={submission} />
        <p className="text-fg2">You can go on working: the verdict appears here by itself.</p>
      </div>
    );
  }
  return (
    <div className="@container flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <VerdictBadge verdict={attributes.verdict} />
        <span className="font-semibold tabular-nums">
          {`${formatScore(attributes.score ?? 0, attributes.points)} points`}
        </span>
        <Progress
          value={attributes.score ?? 0}
          max={attributes.points}
          label="Points earned"
          className="w-32"
        />
      </div>
      {attributes.compileOutput && <Output label="The compiler's messages" text={attributes.compileOutput} />}
      {attributes.groups.length > 0 && <Groups groups={attributes.groups} />}
      {attributes.samples.length > 0 && attributes.verdict !== "CE" && (
        <section aria-label="Samples" className="flex flex-col gap-2">
          <h3 className="font-medium text-fg2 text-xs">Samples</h3>
          {attributes.samples.map((sample) => (
            <SampleResult key={sample.name} sample={sample} />
          ))}
        </section>
      )}
    </div>
  );
}

function Groups({ groups }: { groups: Item<"submissions">["attributes"]["groups"] }) {
  return (
    <section aria-label="Hidden tests">
      <h3 className="mb-1 font-medium text-fg2 text-xs">Hidden tests</h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {groups.map((group) => (
          <li key={group.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            <span className="min-w-0 flex-1 truncate" title={group.name}>
              {group.name}
            </span>
            <VerdictBadge verdict={group.verdict} />
            <span className="w-20 text-right text-fg2 tabular-nums">
              {formatScore(group.earned, group.points)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SampleResult({ sample }: { sample: SubmissionSample }) {
  const { difference } = sample;
  const end = endOfRun({ exitCode: sample.exitCode ?? 0, signal: sample.signal });
  const numbers =
    sample.verdict === "SKIPPED" ? "" : `${formatMs(sample.cpuTimeMs)} · ${formatKilobytes(sample.memoryKb)}`;
  return (
    <details open={sample.verdict !== "AC"} className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-1.5 hover:bg-bg2">
        <span className="min-w-0 flex-1 truncate font-medium">{sample.name}</span>
        <VerdictBadge verdict={sample.verdict} />
        <span className="text-fg2 text-sm tabular-nums">{[numbers, end].filter(Boolean).join(" · ")}</span>
      </summary>
      <div className="flex flex-col gap-2 border-line border-t p-3">
        {difference ? (
          <>
            <p className="text-sm">
              {`${difference.reason} (line ${difference.line}, column ${difference.column})`}
            </p>
            <div className="grid gap-3 @xl:grid-cols-2">
              <Excerpt label="Expected there" text={difference.expected} tone="text-ok" />
              <Excerpt label="Got there" text={difference.got} tone="text-bad" />
            </div>
          </>
        ) : (
          sample.detail && <p className="text-sm">{sample.detail}</p>
        )}
        <Output
          label="Your output"
          text={sample.stdout ?? ""}
          place={
            difference?.got
              ? { line: difference.line, column: difference.column, length: difference.got.length }
              : undefined
          }
        />
        {sample.stderr && <Output label="Error output (stderr)" text={sample.stderr} />}
      </div>
    </details>
  );
}

function Excerpt({ label, text, tone }: { label: string; text: string; tone: string }) {
  return (
    <p className="flex min-w-0 items-baseline gap-2 text-sm">
      <span className="shrink-0 text-fg2 text-xs">{label}</span>
      <code className={`min-w-0 break-words font-mono ${tone}`}>{text || "nothing"}</code>
    </p>
  );
}
