import { Tabs } from "radix-ui";
import type { ComponentProps } from "react";
import { tabStyle } from "@/ui/tabs";
import { Actions, type ActionsProps } from "./actions";
import { Cases } from "./cases";
import { Submissions } from "./submissions";

type Tab = "cases" | "submissions";

interface ResultsProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  actions: ActionsProps;
  /** Why the last submission was not taken. */
  failure: string;
  cases: ComponentProps<typeof Cases>;
  submissions: ComponentProps<typeof Submissions>;
}

/** What came of the code: the cases it was run on, and what was handed in. */
export function Results({ tab, onTab, actions, failure, cases, submissions }: ResultsProps) {
  const count = submissions.submissions.length;
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => onTab(value as Tab)}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-3 border-line border-b px-3 py-0.5">
        <Tabs.List aria-label="Results" className="flex gap-4">
          <Tabs.Trigger value="cases" className={tabStyle}>
            Cases
          </Tabs.Trigger>
          <Tabs.Trigger value="submissions" className={tabStyle}>
            Submissions
            {count > 0 && (
              <span className="rounded-full bg-bg3 px-1.5 text-fg2 text-xs tabular-nums">{count}</span>
            )}
          </Tabs.Trigger>
        </Tabs.List>
        <Actions {...actions} />
      </div>
      {failure && (
        <p role="alert" className="shrink-0 border-bad/50 border-b bg-badsoft px-3 py-1.5">
          {failure}
        </p>
      )}
      <Tabs.Content value={tab} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        {tab === "cases" ? <Cases {...cases} /> : <Submissions {...submissions} />}
      </Tabs.Content>
    </Tabs.Root>
  );
}
