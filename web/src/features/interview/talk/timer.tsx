import type { WorkspaceAttributes } from "@codecraft/api/types";
import { useMutation } from "@tanstack/react-query";
import { Pause, Play, RotateCcw, Timer as TimerIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { passedMark, useSecondsUntil } from "@/lib/clock";
import { cn } from "@/lib/cn";
import { count, formatClock } from "@/lib/format";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { NumberInput } from "@/ui/number-input";
import { useWorkspace, type Workspace } from "../workspace/store";

type Setting = Partial<Pick<WorkspaceAttributes, "timerState" | "timerSeconds">>;

/** The time that the interviewers give, for all; whoever holds the interview sets it. */
export function Timer({ holds }: { holds: boolean }) {
  const workspace = useWorkspace();
  if (!workspace) return null;
  if (holds) return <HeldTimer workspace={workspace} />;
  if (workspace.attributes.timerSeconds === 0) return null;
  return (
    <span role="timer" className="inline-flex h-8 items-center gap-1.5 px-2 tabular-nums">
      <TimeLeft {...workspace.attributes} />
    </span>
  );
}

const spoken = [300, 60];

/** What is left. It speaks at five minutes, at one, and at the end. */
function TimeLeft({ timerState, timerSecondsLeft, timerEndsAt }: WorkspaceAttributes) {
  const isRunning = timerState === "running";
  const left = useSecondsUntil(isRunning ? timerEndsAt : undefined) ?? Math.ceil(timerSecondsLeft);
  const before = useRef(left);
  useEffect(() => {
    const mark = passedMark(before.current, left);
    if (isRunning && mark && spoken.includes(mark))
      announce(`${count(mark / 60, "minute")} left on the timer`);
    if (isRunning && left === 0 && before.current > 0) announce("The timer's time is up");
    before.current = left;
  }, [left, isRunning]);
  const Icon = timerState === "paused" ? Pause : TimerIcon;
  const isOver = isRunning && left === 0;
  return (
    <>
      <Icon aria-hidden className="size-4" />
      <span className={cn("font-medium", isOver && "text-bad")}>
        {isOver ? "Time is up" : formatClock(left)}
      </span>
      {timerState === "paused" && <span className="text-fg2 text-sm max-[400px]:sr-only">paused</span>}
      {timerState === "stopped" && <span className="text-fg2 text-sm max-[400px]:sr-only">not started</span>}
    </>
  );
}

function HeldTimer({ workspace }: { workspace: Workspace }) {
  const [isOpen, setOpen] = useState(false);
  const isSet = workspace.attributes.timerSeconds > 0;
  return (
    <>
      <Button size="sm" variant="ghost" className="h-8 tabular-nums" onClick={() => setOpen(true)}>
        {isSet ? (
          <>
            <span className="sr-only">Timer: </span>
            <TimeLeft {...workspace.attributes} />
          </>
        ) : (
          <>
            <TimerIcon aria-hidden /> Timer
          </>
        )}
      </Button>
      {isOpen && <TimerDialog workspace={workspace} onClose={() => setOpen(false)} />}
    </>
  );
}

const standardMinutes = 30;
const mostMinutes = 24 * 60;

function TimerDialog({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const { timerState, timerSeconds } = workspace.attributes;
  const [minutes, setMinutes] = useState(timerSeconds / 60 || standardMinutes);
  const set = useMutation({
    mutationFn: (setting: Setting) => api.update({ type: "interview-workspaces", id: workspace.id }, setting),
    onSuccess: onClose,
  });
  const seconds = Math.round(minutes * 60);
  const isSound = minutes > 0 && minutes <= mostMinutes;
  const fault = isSound ? undefined : `Give a number of minutes from 1 to ${mostMinutes}.`;
  const isMoved = seconds !== timerSeconds;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Timer"
      description="Everybody in the room sees it. It ends nothing by itself."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSound) return;
          set.mutate(
            timerState === "running"
              ? { timerSeconds: seconds }
              : { timerState: "running", timerSeconds: seconds },
          );
        }}
      >
        <Field label="Minutes" error={fault} hint="A change counts at once, also while it runs.">
          <NumberInput
            min={1}
            max={mostMinutes}
            step="any"
            value={minutes}
            onChange={setMinutes}
            className="w-32"
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          {timerState === "running" ? (
            <>
              <Button type="submit" variant="primary" disabled={!isMoved} pending={set.isPending}>
                Set
              </Button>
              <Button onClick={() => set.mutate({ timerState: "paused" })}>
                <Pause aria-hidden /> Pause
              </Button>
            </>
          ) : (
            <Button type="submit" variant="primary" pending={set.isPending}>
              <Play aria-hidden /> {timerState === "paused" ? "Go on" : "Start"}
            </Button>
          )}
          {timerState !== "stopped" && (
            <Button onClick={() => set.mutate({ timerState: "stopped" })}>
              <RotateCcw aria-hidden /> Reset
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
