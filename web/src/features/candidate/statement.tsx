import type { Item } from "@codecraft/api/resources";
import { count, formatKilobytes, formatMs, formatNumber } from "@/lib/format";
import { DifficultyMark } from "@/ui/difficulty";
import { Markdown } from "@/ui/markdown";
import { Samples } from "@/ui/samples";

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
      <Samples samples={problem.samples} pictures={pictures} onTry={onTry} />
      {problem.groups.length > 0 && <Groups groups={problem.groups} />}
    </article>
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
