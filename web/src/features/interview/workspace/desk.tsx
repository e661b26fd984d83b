import { Play } from "lucide-react";
import { useState } from "react";
import { useCommands } from "@/lib/commands";
import { useStored } from "@/lib/stored";
import { Pane, PaneHandle, Panes } from "@/ui/panes";
import { Skeleton } from "@/ui/states";
import { CodePane } from "./code-pane";
import { NewFile } from "./file-dialog";
import { ProblemPane } from "./problem-pane";
import type { InterviewProblem } from "./queries";
import { RunPane } from "./run-pane";
import type { Desk } from "./use-desk";
import { useOpener } from "./use-opener";

export type DeskPart = "code" | "problem";

interface DeskProps {
  desk: Desk;
  /** The one part there is room for; absent where all stand side by side. */
  part?: DeskPart;
  onPart: (part: DeskPart) => void;
}

/** Problem left, code right, what running it gave below it. */
export function DeskView({ desk, part, onPart }: DeskProps) {
  const { workspace, open, pool, starter, interviewId } = desk;
  const [input, setInput] = useStored(`interview.input.${interviewId}`, "");
  const [problemId, setProblemId] = useStored(`interview.problem.${interviewId}`, "");
  const [isMaking, setMaking] = useState<{ problem?: InterviewProblem }>();
  const reason = desk.whyNoRun || (open ? "" : "Make a file first");
  const run = (sample?: { problemId: string; number: number }) => {
    if (reason || !open || starter.isPending) return;
    starter.start({ language: open.attributes.language, source: pool.get(open.id).text, input, sample });
    onPart("code");
  };
  useCommands([
    {
      id: "run",
      label: "Run the open file",
      group: "Interview",
      icon: Play,
      keys: "mod+enter",
      perform: () => run(),
    },
  ]);
  const opener = useOpener(desk, desk.whyReading || reason, () => onPart("code"));
  if (!workspace) return <DeskSkeleton />;
  const problem = (
    <ProblemPane
      workspace={workspace}
      holds={desk.holds}
      chosen={problemId}
      onChoose={setProblemId}
      onTry={(id, number) => run({ problemId: id, number })}
      onStart={desk.whyReading ? undefined : (shown) => setMaking({ problem: shown })}
    />
  );
  const work = (
    <Panes id="interview-work" orientation="vertical" className="h-full">
      <Pane id="files" defaultSize="64%" minSize="25%" className="@container">
        <CodePane desk={desk} onNew={() => setMaking({})} />
      </Pane>
      <PaneHandle aria-label="Height of the code" />
      <Pane id="runs" minSize="15%" className="@container">
        <RunPane
          ownId={desk.ownId}
          starter={starter}
          reason={reason}
          input={input}
          onInput={setInput}
          onRun={() => run()}
          terminal={desk.terminal}
          opener={opener}
        />
      </Pane>
    </Panes>
  );
  return (
    <div className="h-full min-h-0 overflow-hidden rounded-lg border border-line bg-bg">
      {part === "problem" && problem}
      {part === "code" && work}
      {part === undefined && (
        <Panes id="interview" orientation="horizontal" className="h-full">
          <Pane id="problem" defaultSize="36%" minSize="18%" collapsible collapsedSize="0%">
            {problem}
          </Pane>
          <PaneHandle aria-label="Width of the problem" />
          <Pane id="work" minSize="40%">
            {work}
          </Pane>
        </Panes>
      )}
      {isMaking && (
        <NewFile
          interviewId={interviewId}
          files={workspace.files}
          problem={isMaking.problem}
          onMade={(id) => {
            desk.choose(id);
            desk.setBoard(false);
            onPart("code");
          }}
          onClose={() => setMaking(undefined)}
        />
      )}
    </div>
  );
}

function DeskSkeleton() {
  return (
    <div className="flex h-full flex-col gap-3 rounded-lg border border-line bg-bg p-4">
      <Skeleton className="h-6 w-1/4" />
      <Skeleton className="w-1/3" />
      <Skeleton className="w-2/5" />
    </div>
  );
}
