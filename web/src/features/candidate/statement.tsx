import type { Item } from "@codecraft/api/resources";
import type { Sample } from "@codecraft/api/types";
import { Check, Copy, Play } from "lucide-react";
import { useState } from "react";
import { count, formatKilobytes, formatMs, formatNumber } from "@/lib/format";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { DifficultyMark } from "@/ui/difficulty";
import { Markdown } from "@/ui/markdown";

/** A problem as it is put: text, samples, limits, and what its hidden tests are worth. */
export function Statement({ answer, onTry }: { answer: Item<"answers">; onTry: (sample: number) => void }) {
  const { attributes: problem } = answer;
  const pictures = `/v1/answers/${answer.id}`;
  return (
    <article aria-label={`Problem ${problem.title}`} className="flex flex-col gap-5 p-4 sm:p-5">
      <header className="flex flex-col gap-2">
        {problem.sectionTitle && <p className="text-fg2 text-sm">{problem.sectionTitle}</p>}
        <h1 className="wrap-anywhere font-semibold text-xl">{problem.title}</h1>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-fg2 text-sm">
          <DifficultyMark difficulty={problem.difficulty} />
          <span>{count(problem.points, "point")}</span>
          <span>Time limit {formatMs(problem.limits.cpuTimeMs)}</span>
          <span>Memory limit {formatKilobytes(problem.limits.memoryKb)}</span>
        </p>
      </header>
      <Markdown text={problem.statement} pictures={pictures} />
      {problem.samples.length > 0 && (
        <section aria-label="Samples" className="flex flex-col gap-4">
          {problem.samples.map((sample, i) => (
            <SampleView
              key={sample.name}
              sample={sample}
              pictures={pictures}
              title={problem.samples.length > 1 ? `Sample ${i + 1}` : "Sample"}
              onTry={() => onTry(i)}
            />
          ))}
        </section>
      )}
      {problem.groups.length > 0 && <Groups groups={problem.groups} />}
    </article>
  );
}

interface SampleProps {
  sample: Sample;
  pictures: string;
  title: string;
  onTry: () => void;
}

function SampleView({ sample, pictures, title, onTry }: SampleProps) {
  return (
    <div>
      <div className="mb-1.5 flex items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        <Button size="sm" variant="ghost" onClick={onTry}>
          <Play aria-hidden /> Run<span className="sr-only">{` ${title}`}</span>
        </Button>
      </div>
      <div className="grid overflow-hidden rounded-lg border border-line @lg:grid-cols-2 @lg:divide-x @max-lg:divide-y divide-line">
        <Copyable label="Input" text={sample.input} />
        <Copyable label="Output" text={sample.answer} />
      </div>
      {sample.explanation && (
        <Markdown text={sample.explanation} pictures={pictures} className="mt-2 text-fg2" />
      )}
    </div>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(`${label} copied`);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      announce("The browser refused to copy");
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <div className="min-w-0">
      <div className="flex h-8 items-center justify-between bg-bg2 pr-0.5 pl-3 text-fg2 text-xs">
        {label}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Copy the ${label.toLowerCase()}`}
          title="Copy"
          onClick={() => void copy()}
        >
          <Icon aria-hidden />
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-72 overflow-auto px-3 py-2 font-mono text-sm">
        {text || <span className="text-fg3">nothing</span>}
      </pre>
    </div>
  );
}

function Groups({ groups }: { groups: { name: string; points: number }[] }) {
  return (
    <section aria-label="Scoring" className="rounded-lg border border-line">
      <h2 className="border-line border-b bg-bg2 px-3 py-1.5 font-semibold text-sm">Hidden tests</h2>
      <ul className="divide-y divide-line">
        {groups.map((group) => (
          <li key={group.name} className="flex justify-between gap-4 px-3 py-1.5">
            <span>{group.name}</span>
            <span className="text-fg2 tabular-nums">
              {`${formatNumber(group.points)} ${group.points === 1 ? "point" : "points"}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-3 py-1.5 text-fg2 text-sm">
        A group's points are earned when all of its tests pass. You see the verdict of each group, never its
        tests.
      </p>
    </section>
  );
}
