import type { Busy } from "@codecraft/api/busy";
import { Tabs } from "radix-ui";
import type { ComponentProps } from "react";
import { BusyNotice } from "@/ui/busy-notice";
import { RunOptionsButton } from "@/ui/run-options";
import { tabStyle } from "@/ui/tabs";
import { Terminal } from "@/ui/terminal";
import { Actions, type ActionsProps } from "./actions";
import { Cases } from "./cases";
import { Submissions } from "./submissions";

export type ResultsTab = "cases" | "terminal" | "submissions";

interface ResultsProps {
  tab: ResultsTab;
  onTab: (tab: ResultsTab) => void;
  actions: ActionsProps;
  /** Why the last submission was not taken. */
  failure: string;
  /** That there was no room for it, and when there may be. */
  busy: Busy | undefined;
  cases: ComponentProps<typeof Cases>;
  terminal: ComponentProps<typeof Terminal>;
  options: ComponentProps<typeof RunOptionsButton>;
  submissions: ComponentProps<typeof Submissions>;
}

/** What came of the code: the cases it was run on, and what was handed in. */
export function Results(props: ResultsProps) {
  const { tab, onTab, actions, failure, busy, cases, terminal, options, submissions } = props;
  const count = submissions.submissions.length;
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => onTab(value as ResultsTab)}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-3 border-line border-b px-3 py-0.5">
        <Tabs.List aria-label="Results" className="flex gap-4">
          <Tabs.Trigger value="cases" className={tabStyle}>
            Cases
          </Tabs.Trigger>
          <Tabs.Trigger value="terminal" className={tabStyle}>
            Terminal
          </Tabs.Trigger>
          <Tabs.Trigger value="submissions" className={tabStyle}>
            Submissions
            {count > 0 && (
              <span className="rounded-full bg-bg3 px-1.5 text-fg2 text-xs tabular-nums">{count}</span>
            )}
          </Tabs.Trigger>
        </Tabs.List>
        <div className="flex flex-wrap items-center gap-1.5">
          <RunOptionsButton {...options} />
          <Actions {...actions} />
        </div>
      </div>
      {failure && (
        <p role="alert" className="shrink-0 border-bad/50 border-b bg-badsoft px-3 py-1.5">
          {failure}
        </p>
      )}
      {busy && (
        <BusyNotice
          busy={busy}
          title="Not submitted"
          again="Submit again"
          onRetry={actions.reason ? undefined : actions.onSubmit}
          className="shrink-0 rounded-none border-x-0 border-t-0"
        />
      )}
      <Tabs.Content value={tab} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        {tab === "cases" && <Cases {...cases} />}
        {tab === "terminal" && <Terminal {...terminal} />}
        {tab === "submissions" && <Submissions {...submissions} />}
      </Tabs.Content>
    </Tabs.Root>
  );
}
