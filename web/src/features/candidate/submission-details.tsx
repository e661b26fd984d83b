import type { Item } from "@codecraft/api/resources";
import type { SubmissionSample } from "@codecraft/api/types";
import { endOfRun, figuresOf, limitMet, timesRun } from "@/lib/ending";
import { formatScore } from "@/lib/format";
import { aheadOf } from "@/lib/place";
import { Progress } from "@/ui/progress";
import { VerdictBadge } from "@/ui/verdict";
import { partingOf } from "./compare";
import { Output } from "./difference";
import { SubmissionBadge } from "./submission-badge";

interface SubmissionDetailsProps {
  submission: Item<"submissions">;
  answer: Item<"answers">;
}

/** One submission: its verdict, each hidden group's, and every sample in full. */
export function SubmissionDetails({ submission, answer }: SubmissionDetailsProps) {
  const { attributes } = submission;
  const { samples } = answer.attributes;
  if (attributes.state === "cancelled") {
    return (
      <div className="flex flex-col items-start gap-2 p-2">
        <SubmissionBadge submission={submission} />
        <p className="text-fg2">Its judging was cancelled by the staff. Submit again to have it judged.</p>
      </div>
    );
  }
  if (attributes.state !== "judged") {
    return (
      <div className="flex flex-col items-start gap-2 p-2">
        <SubmissionBadge submission={submission} />
        <p className="text-fg2 tabular-nums">
          {attributes.state === "queued" && `${aheadOf(attributes.position, "Yours")} `}
          You can go on working: the verdict appears here by itself.
        </p>
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
      {attributes.groups.length > 0 && <Groups groups={inOrder(attributes.groups, answer)} />}
      {attributes.samples.length > 0 && attributes.verdict !== "CE" && (
        <section aria-label="Results of the samples" className="flex flex-col gap-2">
          <h3 className="font-medium text-fg2 text-xs">Samples</h3>
          {attributes.samples.map((sample, i) => (
            <SampleResult
              key={sample.name}
              title={`Sample ${i + 1}`}
              sample={sample}
              limits={attributes.limits}
              expected={(samples.find((one) => one.name === sample.name) ?? samples[i])?.answer ?? ""}
            />
          ))}
        </section>
      )}
    </div>
  );
}

type GroupResults = Item<"submissions">["attributes"]["groups"];

/** The groups as the statement orders them. */
export function inOrder(groups: GroupResults, answer: Item<"answers">): GroupResults {
  const place = (name: string) => answer.attributes.groups.findIndex((group) => group.name === name);
  return [...groups].sort((a, b) => place(a.name) - place(b.name));
}

function Groups({ groups }: { groups: GroupResults }) {
  return (
    <section aria-label="Results of the hidden tests">
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

interface SampleResultProps {
  title: string;
  sample: SubmissionSample;
  limits: Item<"submissions">["attributes"]["limits"];
  expected: string;
}

function SampleResult({ title, sample, limits, expected }: SampleResultProps) {
  const words = [
    figuresOf(sample, limits),
    limitMet(sample.limit),
    sample.limit ? "" : endOfRun(sample),
    timesRun(sample.runs),
    sample.passes && sample.passes > 1 && `${sample.passes} passes`,
  ];
  const output = sample.stdout ?? "";
  const parting = partingOf(expected, output, sample.difference);
  const reason = sample.difference?.reason || sample.detail;
  return (
    <details open={sample.verdict !== "AC"} className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-1.5 hover:bg-bg2">
        <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
        <VerdictBadge verdict={sample.verdict} />
        <span className="text-fg2 text-sm tabular-nums">{words.filter(Boolean).join(" · ")}</span>
      </summary>
      <div className="flex flex-col gap-3 border-line border-t p-3">
        {reason && sample.verdict !== "AC" && (
          <p className="text-sm">{reason.charAt(0).toUpperCase() + reason.slice(1)}</p>
        )}
        <div className="grid gap-3 @xl:grid-cols-2">
          <Output label="Expected output" text={expected} place={parting.expected} tone="ok" />
          <Output label="Your output" text={output} place={parting.got} />
        </div>
        {sample.message && <Output label="The checker's message" text={sample.message} />}
        {sample.stderr && <Output label="Error output (stderr)" text={sample.stderr} />}
      </div>
    </details>
  );
}
