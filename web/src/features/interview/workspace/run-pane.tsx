import { Play, Square } from "lucide-react";
import { Tabs } from "radix-ui";
import { useEffect, useState } from "react";
import { endOfRun } from "@/lib/ending";
import { formatTime } from "@/lib/format";
import { isUnderWay, type RunView } from "@/lib/run";
import { Button } from "@/ui/button";
import { Console } from "@/ui/console";
import { Select, Textarea } from "@/ui/input";
import { lookOfRun, RunBadge, runNumbers } from "@/ui/run-badge";
import { tabStyle } from "@/ui/tabs";
import { Tooltip } from "@/ui/tooltip";
import { OpenTerminal } from "./open-terminal";
import { chunksOf, type RoomRun, useLiveRun, useRuns } from "./runs";
import { TerminalPane } from "./terminal-pane";
import { Trouble } from "./trouble";
import type { Opener } from "./use-opener";
import type { TerminalOfRoom } from "./use-room-terminal";
import type { Starter } from "./use-start";

interface RunPaneProps {
  ownId: string;
  starter: Starter;
  /** Why the open file cannot be run now; empty when it can. */
  reason: string;
  input: string;
  onInput: (input: string) => void;
  onRun: () => void;
  terminal: TerminalOfRoom;
  opener: Opener;
}

/** Runs the open file, and shows to each in the room what whoever ran it last sees. */
export function RunPane(props: RunPaneProps) {
  const { ownId, starter, reason, input, onInput, onRun, terminal, opener } = props;
  const runs = useRuns();
  const [wanted, setWanted] = useState<string>();
  const [tab, setTab] = useState("output");
  const shown = runs.find(({ id }) => id === wanted) ?? runs[0];
  const view = useLiveRun(shown);
  const isOwn = shown?.participantId === ownId;
  const shownTerminal = terminal.session.id;
  useEffect(() => {
    if (shownTerminal) setTab("terminal");
  }, [shownTerminal]);
  const start = () => {
    setWanted(undefined);
    setTab("output");
    onRun();
  };
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-3 border-line border-b px-3 py-0.5">
        <Tabs.List aria-label="Runs" className="flex gap-4">
          <Tabs.Trigger value="output" className={tabStyle}>
            Output
          </Tabs.Trigger>
          <Tabs.Trigger value="terminal" className={tabStyle}>
            Terminal
          </Tabs.Trigger>
          <Tabs.Trigger value="input" className={tabStyle}>
            Input
          </Tabs.Trigger>
        </Tabs.List>
        <div className="flex items-center gap-1.5">
          {isOwn && view && isUnderWay(view) && shown && (
            <Button size="sm" onClick={() => starter.stop(shown.id)}>
              <Square aria-hidden /> Stop
            </Button>
          )}
          <OpenTerminal terminal={terminal} opener={opener} ownId={ownId} />
          <Tooltip
            label={reason || "Run the open file, for all to see"}
            keys={reason ? undefined : "mod+enter"}
          >
            <Button
              size="sm"
              variant="primary"
              aria-disabled={reason !== ""}
              pending={starter.isPending}
              onClick={() => !reason && start()}
            >
              <Play aria-hidden /> Run
            </Button>
          </Tooltip>
        </div>
      </div>
      <Trouble of={starter} onRetry={reason ? undefined : start} />
      <Trouble of={terminal} onRetry={opener.whyNot ? undefined : opener.open} />
      <Tabs.Content value="output" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto p-3">
        {shown && view ? (
          <Shown runs={runs} shown={shown} view={view} onChoose={setWanted} ownId={ownId} />
        ) : (
          <p className="text-fg2">
            Nothing was run yet. What anybody runs shows its output here, to everybody in the room.
          </p>
        )}
      </Tabs.Content>
      <Tabs.Content value="terminal" tabIndex={-1} className="min-h-0 flex-1">
        <TerminalPane terminal={terminal} ownId={ownId} onSize={opener.setRoom} />
      </Tabs.Content>
      <Tabs.Content value="input" tabIndex={-1} className="flex min-h-0 flex-1 flex-col p-3">
        <Textarea
          aria-label="What the program reads when you run it"
          placeholder="What the program reads when you run it"
          value={input}
          spellCheck={false}
          onChange={(event) => onInput(event.target.value)}
          className="min-h-16 flex-1 resize-none font-mono text-sm"
        />
      </Tabs.Content>
    </Tabs.Root>
  );
}

interface ShownProps {
  runs: RoomRun[];
  shown: RoomRun;
  view: RunView;
  onChoose: (id: string | undefined) => void;
  ownId: string;
}

function Shown({ runs, shown, view, onChoose, ownId }: ShownProps) {
  const details = [view.detail || endOfRun(view), runNumbers(view), view.truncated && "not all is shown"];
  const said = (run: RoomRun) =>
    `${run.participantId === ownId ? "You" : run.name}, ${formatTime(run.at)}: ${lookOfRun(run.view).word}`;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <Select
          aria-label="Run"
          value={shown.id}
          onChange={(event) => onChoose(event.target.value === runs[0]?.id ? undefined : event.target.value)}
          className="w-auto max-w-full"
        >
          {runs.slice(0, 30).map((run) => (
            <option key={run.id} value={run.id}>
              {said(run)}
            </option>
          ))}
        </Select>
        <RunBadge run={view} />
        <span className="text-fg2 text-sm tabular-nums">{details.filter(Boolean).join(" · ")}</span>
      </div>
      {view.compileOutput && (
        <Console
          label="The compiler's messages"
          chunks={[{ stream: "stdout", text: view.compileOutput, atMs: 0 }]}
        />
      )}
      <Console
        label="Output"
        chunks={chunksOf(view)}
        empty={isUnderWay(view) ? "no output yet" : "nothing"}
      />
    </div>
  );
}
