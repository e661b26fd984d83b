import { CircleAlert, CircleCheck, CircleX, LoaderCircle, Plus, Trash2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useSyncExternalStore } from "react";
import { cn } from "@/lib/cn";
import { endOfRun } from "@/lib/ending";
import { isUnderWay } from "@/lib/run";
import { BusyNotice } from "@/ui/busy-notice";
import { Button } from "@/ui/button";
import { Console } from "@/ui/console";
import { Textarea } from "@/ui/input";
import { lookOfRun, RunBadge, runNumbers } from "@/ui/run-badge";
import { partingOf } from "./compare";
import { Output } from "./difference";
import type { Case } from "./inputs";
import type { CaseRun, Runner } from "./runner";

interface CasesProps {
  cases: Case[];
  chosen: string;
  onChoose: (key: string) => void;
  onAdd: () => void;
  onChange: (key: string, text: string) => void;
  onRemove: (key: string) => void;
  runner: Runner;
  runKey: (caseKey: string) => string;
  /** Runs the case shown; absent when nothing can be run. */
  onRun?: () => void;
}

export function useRun(runner: Runner, key: string): CaseRun | undefined {
  return useSyncExternalStore(runner.subscribe, () => runner.get(key));
}

/** The samples and the candidate's own inputs, each a tab with what running it gave. */
export function Cases(props: CasesProps) {
  const { cases, chosen, onChoose, onAdd } = props;
  const current = cases.find((item) => item.key === chosen) ?? cases[0];
  return (
    <Tabs.Root value={current?.key ?? ""} onValueChange={onChoose} className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 px-3 pt-2">
        <Tabs.List aria-label="Cases" className="flex min-w-0 gap-1 overflow-x-auto p-0.5">
          {cases.map((item) => (
            <CaseTab key={item.key} item={item} runner={props.runner} runKey={props.runKey(item.key)} />
          ))}
        </Tabs.List>
        <Button variant="ghost" size="sm" onClick={onAdd}>
          <Plus aria-hidden /> Own input
        </Button>
      </div>
      {current ? (
        <Tabs.Content value={current.key} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto p-3">
          <CaseView key={current.key} item={current} {...props} />
        </Tabs.Content>
      ) : (
        <p className="p-4 text-fg2">This problem has no samples: add an input of your own to run on.</p>
      )}
    </Tabs.Root>
  );
}

function CaseTab({ item, runner, runKey }: { item: Case; runner: Runner; runKey: string }) {
  const run = useRun(runner, runKey);
  return (
    <Tabs.Trigger
      value={item.key}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-fg2 text-sm hover:bg-bg3 data-[state=active]:bg-bg3 data-[state=active]:font-medium data-[state=active]:text-fg pointer-coarse:h-10"
    >
      {item.title}
      <CaseMark run={run} />
    </Tabs.Trigger>
  );
}

function CaseMark({ run }: { run?: CaseRun }) {
  if (!run || run.status === "cancelled") return null;
  const look = lookOfRun(run);
  const Icon = isUnderWay(run)
    ? LoaderCircle
    : look.tone === "ok" || look.tone === "neutral"
      ? CircleCheck
      : look.tone === "warn"
        ? CircleAlert
        : CircleX;
  const colour = { ok: "text-ok", bad: "text-bad", warn: "text-warn", accent: "text-accent", neutral: "" };
  return (
    <>
      <Icon aria-hidden className={cn("size-3.5", colour[look.tone], isUnderWay(run) && "animate-spin")} />
      <span className="sr-only">{look.word}</span>
    </>
  );
}

function CaseView({ item, runner, runKey, onChange, onRemove, onRun }: CasesProps & { item: Case }) {
  const run = useRun(runner, runKey(item.key));
  const isOwn = item.answer === undefined;
  return (
    <div className="@container flex flex-col gap-3">
      {run?.busy ? (
        <BusyNotice busy={run.busy} title="Not run" again="Run again" onRetry={onRun} />
      ) : (
        run && <RunLine item={item} run={run} />
      )}
      <div className={cn("grid gap-3", isOwn ? "@xl:grid-cols-2" : "@xl:grid-cols-3")}>
        {isOwn ? (
          <div className="flex min-w-0 flex-col">
            <div className="mb-1 flex h-4 items-center justify-between text-fg2 text-xs">
              <label htmlFor={`input-${item.key}`} className="font-medium">
                Input
              </label>
              <button
                type="button"
                aria-label={`Remove ${item.title}`}
                title="Remove"
                onClick={() => onRemove(item.key)}
                className="-my-1.5 rounded p-1 hover:bg-bg3 hover:text-bad"
              >
                <Trash2 aria-hidden className="size-3.5" />
              </button>
            </div>
            <Textarea
              id={`input-${item.key}`}
              value={item.input}
              spellCheck={false}
              placeholder="What the program reads"
              onChange={(event) => onChange(item.key, event.target.value)}
              className="min-h-24 flex-1 resize-y font-mono text-sm"
            />
          </div>
        ) : (
          <Output label="Input" text={item.input} />
        )}
        <Results item={item} run={run} />
      </div>
      {!isOwn && run?.stderr && <Console label="Output and errors, in order" chunks={run.output} />}
    </div>
  );
}

/** How the run ended, with its numbers; what the compiler said comes first when it refused. */
function RunLine({ item, run }: { item: Case; run: CaseRun }) {
  const isStopped = run.status === "cancelled";
  const details = [
    // The judge's own sentence tells the code or the limit already; of a signal the name says less than what it means.
    !isStopped && (!run.detail || run.status === "signalled") && endOfRun(run),
    runNumbers(run),
    run.truncated && "not all of the output is shown",
  ].filter(Boolean);
  const isStale = item.answer === undefined && run.input !== item.input;
  return (
    <>
      <p className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1">
        <RunBadge run={run} />
        {details.length > 0 && <span className="text-fg2 text-sm tabular-nums">{details.join(" · ")}</span>}
        {run.detail && !isStopped && <span className="text-fg2 text-sm">{run.detail}</span>}
        {isStale && <span className="text-fg2 text-sm">of an earlier input</span>}
      </p>
      {run.compileOutput && (
        <Output
          label={run.status === "compile_error" ? "The compiler's messages" : "The compiler's warnings"}
          text={run.compileOutput}
        />
      )}
      {run.message && <Output label="The checker's message" text={run.message} />}
    </>
  );
}

function Results({ item, run }: { item: Case; run?: CaseRun }) {
  const parting = partingOf(item.answer ?? "", run?.stdout ?? "", run?.difference ?? undefined);
  const hasRun = run && !["compile_error", "refused", "not_started", "internal_error"].includes(run.status);
  return (
    <>
      {item.answer !== undefined && (
        <Output label="Expected output" text={item.answer} place={parting.expected} tone="ok" />
      )}
      {hasRun && item.answer === undefined ? (
        <Console
          label="Your output"
          chunks={run.output}
          empty={isUnderWay(run) ? "no output yet" : "nothing"}
        />
      ) : hasRun ? (
        <Output
          label="Your output"
          text={run.stdout}
          place={parting.got}
          empty={isUnderWay(run) ? "no output yet" : "nothing"}
        />
      ) : (
        <figure className="flex min-w-0 flex-col">
          <figcaption className="mb-1 font-medium text-fg2 text-xs">Your output</figcaption>
          <p className="rounded-md border border-line border-dashed px-3 py-1.5 text-fg3 text-sm">
            {run ? "The program was not run." : "Not run yet."}
          </p>
        </figure>
      )}
    </>
  );
}
