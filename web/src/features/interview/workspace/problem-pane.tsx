import { useMutation, useQuery } from "@tanstack/react-query";
import { BookOpen, ChevronDown, ChevronUp, Eye, EyeOff, FileCode, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { formatKilobytes, formatMs } from "@/lib/format";
import { ActionMenu } from "@/ui/action-menu";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DifficultyMark } from "@/ui/difficulty";
import { Select } from "@/ui/input";
import { Markdown } from "@/ui/markdown";
import { ProblemPicker } from "@/ui/problem-picker";
import { Samples } from "@/ui/samples";
import { EmptyState, Loaded } from "@/ui/states";
import { changeProblem, chooseProblem, type InterviewProblem, problemsQuery, removeProblem } from "./queries";
import type { Workspace } from "./store";

export interface ProblemPaneProps {
  workspace: Workspace;
  /** Whether one chooses, shows and hides. */
  holds: boolean;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Runs the open file on a sample. */
  onTry: (problemId: string, sample: number) => void;
  /** Makes a file with a starter; absent when nothing may be written. */
  onStart?: (problem: InterviewProblem) => void;
}

/** What the interview's problems say, to those who may see them. */
export function ProblemPane(props: ProblemPaneProps) {
  const { workspace, holds, chosen, onChoose } = props;
  const query = useQuery(problemsQuery(workspace.id, workspace.problems));
  return (
    <Loaded query={query}>
      {(all) => {
        const shown = all.find(({ id }) => id === chosen) ?? all[0];
        return (
          <div className="flex h-full min-h-0 flex-col">
            {(holds || all.length > 1) && (
              <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-line border-b px-2 py-1">
                {shown && (
                  <Select
                    aria-label="Problem"
                    value={shown.id}
                    onChange={(event) => onChoose(event.target.value)}
                    className="w-full basis-full"
                  >
                    {all.map(({ id, attributes }) => (
                      <option key={id} value={id}>
                        {attributes.title}
                        {holds && (attributes.shown ? " (shown)" : " (hidden)")}
                      </option>
                    ))}
                  </Select>
                )}
                {holds && <Choosing {...props} all={all} shown={shown} />}
              </div>
            )}
            <Reading>{shown ? <Text {...props} problem={shown} /> : <Nothing holds={holds} />}</Reading>
          </div>
        );
      }}
    </Loaded>
  );
}

function Reading({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Statement" tabIndex={0} className="@container min-h-0 flex-1 overflow-y-auto">
      {children}
    </section>
  );
}

function Nothing({ holds }: { holds: boolean }) {
  return (
    <EmptyState icon={BookOpen} title="No problem yet" className="m-3 border-none">
      {holds
        ? "Add one of your published problems above. Candidates see it when you show it to them, and not before."
        : "Your interviewer shows one here when it is time for it."}
    </EmptyState>
  );
}

interface ChoosingProps extends ProblemPaneProps {
  all: InterviewProblem[];
  shown: InterviewProblem | undefined;
}

/** What interviewers do with the problems. */
function Choosing({ workspace, all, shown, onChoose }: ChoosingProps) {
  const positions = all.map(({ attributes }) => attributes.position ?? 0);
  const add = useMutation({
    mutationFn: (id: string) => chooseProblem(workspace.id, id, Math.max(-1, ...positions) + 1),
    onSuccess: ({ id }) => onChoose(id),
  });
  const show = useMutation({
    mutationFn: ({ id, attributes }: InterviewProblem) => changeProblem(id, { shown: !attributes.shown }),
  });
  const move = useMutation({ mutationFn: (by: number) => exchange(all, shown, by) });
  const remove = useMutation({ mutationFn: removeProblem });
  const at = all.findIndex(({ id }) => id === shown?.id);
  return (
    <>
      {shown && (
        <>
          <Button size="sm" pending={show.isPending} onClick={() => show.mutate(shown)}>
            {shown.attributes.shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            {shown.attributes.shown ? "Hide" : "Show to candidates"}
          </Button>
          <ActionMenu
            about={shown.attributes.title}
            actions={[
              ...(at > 0
                ? [{ id: "up", label: "Move up", icon: ChevronUp, perform: () => move.mutate(-1) }]
                : []),
              ...(at < all.length - 1
                ? [{ id: "down", label: "Move down", icon: ChevronDown, perform: () => move.mutate(1) }]
                : []),
              {
                id: "remove",
                label: "Take out of the interview",
                icon: Trash2,
                danger: true,
                perform: () => remove.mutate(shown.id),
              },
            ]}
          />
        </>
      )}
      <ProblemPicker
        label="Add a problem"
        chosen={all.map(({ attributes }) => attributes.problemId)}
        onPick={({ id }) => add.mutate(id)}
      />
    </>
  );
}

/** Two neighbours take each other's place; where they have the same position, the order is written down first. */
async function exchange(all: InterviewProblem[], moved: InterviewProblem | undefined, by: number) {
  const from = all.findIndex(({ id }) => id === moved?.id);
  const order = [...all];
  order.splice(from + by, 0, ...order.splice(from, 1));
  for (const [position, { id, attributes }] of order.entries()) {
    if (attributes.position !== position) await changeProblem(id, { position });
  }
}

function Text({ problem, holds, onTry, onStart }: ProblemPaneProps & { problem: InterviewProblem }) {
  const { title, difficulty, limits, statement, samples, starters, shown } = problem.attributes;
  const pictures = `/v1/interview-problems/${problem.id}`;
  return (
    <article aria-label={`Problem ${title}`} className="flex flex-col gap-5 p-4">
      <header className="flex flex-col gap-2">
        {holds && (
          <Badge tone={shown ? "ok" : "neutral"} className="self-start">
            {shown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
            {shown ? "Candidates see this" : "Hidden from candidates"}
          </Badge>
        )}
        <h2 className="wrap-anywhere font-semibold text-xl">{title}</h2>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-fg2 text-sm">
          <DifficultyMark difficulty={difficulty} />
          <span>Time limit {formatMs(limits.cpuTimeMs)}</span>
          <span>Memory limit {formatKilobytes(limits.memoryKb)}</span>
        </p>
        {onStart && starters.length > 0 && (
          <Button size="sm" className="self-start" onClick={() => onStart(problem)}>
            <FileCode aria-hidden /> Insert starter
          </Button>
        )}
      </header>
      <Markdown text={statement} pictures={pictures} />
      <Samples samples={samples} pictures={pictures} onTry={(sample) => onTry(problem.id, sample + 1)} />
    </article>
  );
}
