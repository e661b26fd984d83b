import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Flag } from "lucide-react";
import { useEffect, useState } from "react";
import { useCommands } from "@/lib/commands";
import { useDocumentPool, usePoolState } from "@/lib/editor/pool";
import { useTellLoss } from "@/lib/loss";
import { watchCopies } from "@/lib/own-texts";
import { useStored } from "@/lib/stored";
import { useDark } from "@/lib/theme";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SaveMark } from "@/ui/save-mark";
import { Loaded, Skeleton } from "@/ui/states";
import { FinishDialog } from "./finish";
import { useFocus } from "./focus";
import { Header } from "./header";
import { Problem } from "./problem";
import { answersQuery } from "./queries";
import { Runner } from "./runner";
import { Timer } from "./timer";
import { useAttemptEvents } from "./use-attempt";

const kept =
  "Keep typing: your edits are kept in this browser, and sent by themselves when the connection is back. Running and submitting wait until then.";

interface WorkspaceProps {
  attempt: Item<"attempts">;
  isOver: boolean;
  onOver: () => void;
  /** Leaves for the summary, once the time is over. */
  onLeave: () => void;
}

/** Where a candidate works, from the start of the clock to its end. */
export function Workspace(props: WorkspaceProps) {
  const answers = useQuery(answersQuery(props.attempt.id));
  return (
    <Loaded query={answers} skeleton={<WorkspaceSkeleton />}>
      {(all) => <Desk {...props} answers={all} />}
    </Loaded>
  );
}

export function WorkspaceSkeleton() {
  return (
    <div className="flex h-[calc(100dvh-var(--strip,0px))] flex-col">
      <div className="h-12 border-line border-b bg-bg2" />
      <div className="flex flex-col gap-3 p-5">
        <Skeleton className="h-6 w-1/4" />
        <Skeleton className="w-1/3" />
        <Skeleton className="w-2/5" />
      </div>
    </div>
  );
}

function Desk({
  attempt,
  answers,
  isOver,
  onOver,
  onLeave,
}: WorkspaceProps & { answers: Item<"answers">[] }) {
  const connection = useAttemptEvents(attempt);
  const isDark = useDark();
  const [currentId, setCurrentId] = useStored(`problem.${attempt.id}`, answers[0]?.id ?? "");
  const current = answers.find((answer) => answer.id === currentId) ?? answers[0];
  const [isTimeHidden, hideTime] = useStored("timer.hidden", false);
  const [finishing, setFinishing] = useState(false);
  const [runner] = useState(() => new Runner());
  useEffect(() => () => runner.close(), [runner]);

  const step = (by: number) => {
    const at = answers.findIndex((answer) => answer.id === current?.id);
    const next = answers[(at + by + answers.length) % answers.length];
    if (next) setCurrentId(next.id);
  };
  const pool = useDocumentPool();
  useEffect(() => pool.setDark(isDark), [pool, isDark]);
  useEffect(() => {
    if (isOver) pool.freeze();
  }, [pool, isOver]);
  const saved = usePoolState(pool);
  useTellLoss({ isLost: connection.state === "waiting" || saved === "offline", why: connection.why, kept });
  useEffect(watchCopies, []);
  useFocus(attempt.id, current?.id ?? "", !isOver && attempt.attributes.state === "started");

  useCommands([
    { id: "next", label: "Next problem", group: "Assessment", keys: "alt+arrowdown", perform: () => step(1) },
    {
      id: "previous",
      label: "Previous problem",
      group: "Assessment",
      keys: "alt+arrowup",
      perform: () => step(-1),
    },
    {
      id: "timer",
      label: isTimeHidden ? "Show the time left" : "Hide the time left",
      group: "Assessment",
      perform: () => hideTime(!isTimeHidden),
    },
    {
      id: "finish",
      label: "Finish the assessment",
      group: "Assessment",
      icon: Flag,
      perform: () => setFinishing(true),
    },
  ]);

  return (
    <div className="flex h-[calc(100dvh-var(--strip,0px))] flex-col overflow-hidden">
      <Header
        title={attempt.attributes.assessmentTitle}
        answers={answers}
        currentId={current?.id ?? ""}
        onChoose={setCurrentId}
        onFinish={() => setFinishing(true)}
        save={<SaveMark state={saved} connection={connection.state} />}
        timer={
          attempt.attributes.endsAt && (
            <Timer
              endsAt={attempt.attributes.endsAt}
              isHidden={isTimeHidden}
              onToggle={() => hideTime(!isTimeHidden)}
              onOver={onOver}
            />
          )
        }
      />
      <main className="flex min-h-0 flex-1 flex-col">
        {current && (
          <Problem
            key={current.id}
            attemptId={attempt.id}
            answer={current}
            pool={pool}
            runner={runner}
            isOver={isOver || attempt.attributes.state === "finished"}
          />
        )}
      </main>
      <p className="shrink-0 border-line border-t bg-bg2 px-3 py-0.5 text-fg2 text-xs">
        As the rules say: leaving this page is noted, and what you paste is marked.
      </p>
      <FinishDialog
        open={finishing && !isOver}
        onOpenChange={setFinishing}
        attempt={attempt}
        answers={answers}
        settle={() => pool.settled()}
      />
      <TimeOver open={isOver} isHandedIn={attempt.attributes.state === "finished"} onLeave={onLeave} />
    </div>
  );
}

interface TimeOverProps {
  open: boolean;
  isHandedIn: boolean;
  onLeave: () => void;
}

function TimeOver({ open, isHandedIn, onLeave }: TimeOverProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && isHandedIn && onLeave()}
      title="Time is over"
      description={
        isHandedIn
          ? "What you typed was handed in."
          : "What you typed is being handed in. This takes a few seconds."
      }
      footer={
        <Button variant="primary" pending={!isHandedIn} onClick={onLeave}>
          See the summary
        </Button>
      }
    />
  );
}
