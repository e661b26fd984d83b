import type { Item } from "@codecraft/api/resources";
import { Link } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useCan } from "@/api/session";
import { formatDateTime, formatNumber, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { ActionMenu } from "@/ui/action-menu";
import { DifficultyMark } from "@/ui/difficulty";
import { ActionsTd, ActionsTh, rowLink, SortTh, Table, Td, Th, Tr } from "@/ui/table";
import { ArchivedBadge, ProblemState } from "./labels";
import { useProblemActions } from "./problem-actions";

interface ProblemTableProps {
  problems: Item<"problems">[];
  sort: string;
  onSort: (sort: string) => void;
  onTag: (tag: string) => void;
}

export function ProblemTable({ problems, sort, onSort, onTag }: ProblemTableProps) {
  const now = useNow(60_000);
  const mayWrite = useCan("problems:write");
  const { actionsOn, dialog } = useProblemActions();
  return (
    <>
      <Table stacked label="Problems">
        <thead>
          <tr>
            <SortTh name="title" sort={sort} onSort={onSort} className="w-full min-w-44">
              Title
            </SortTh>
            <SortTh name="difficulty" sort={sort} onSort={onSort}>
              Difficulty
            </SortTh>
            <Th>State</Th>
            <Th className="text-right">Points</Th>
            <Th className="text-right">Tests</Th>
            <SortTh name="updatedAt" sort={sort} onSort={onSort} descendingFirst>
              Changed
            </SortTh>
            {mayWrite && <ActionsTh />}
          </tr>
        </thead>
        <tbody>
          {problems.map((item) => {
            const { id, attributes: problem } = item;
            return (
              <Tr key={id} className="relative">
                <Td written className="max-sm:pr-12">
                  <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
                    <Link to="/problems/$problemId" params={{ problemId: id }} className={rowLink}>
                      {problem.title}
                    </Link>
                    {problem.verified && (
                      <ShieldCheck role="img" aria-label="Verified" className="size-3.5 shrink-0 text-ok" />
                    )}
                    {problem.tags.map((tag) => (
                      <button
                        key={tag}
                        type="button"
                        onClick={() => onTag(tag)}
                        title={`Only problems tagged ${tag}`}
                        className="relative z-10 rounded-full border border-line px-2 text-fg2 text-xs leading-5 hover:border-line2 hover:text-fg"
                      >
                        {tag}
                      </button>
                    ))}
                  </div>
                </Td>
                <Td label="Difficulty">
                  <DifficultyMark difficulty={problem.difficulty} />
                </Td>
                <Td label="State">
                  <ProblemState state={problem.state} /> {problem.archived && <ArchivedBadge />}
                </Td>
                <Td label="Points" className="text-right text-fg2">
                  {formatNumber(problem.points)}
                </Td>
                <Td label="Tests" className="text-right text-fg2">
                  {problem.testCount}
                </Td>
                <Td
                  label="Changed"
                  className="whitespace-nowrap text-fg2"
                  title={formatDateTime(problem.updatedAt)}
                >
                  {formatRelative(problem.updatedAt, now)}
                </Td>
                {mayWrite && (
                  <ActionsTd>
                    <ActionMenu about={problem.title} actions={actionsOn(item)} />
                  </ActionsTd>
                )}
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {dialog}
    </>
  );
}
