import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { useNarrow } from "@/lib/use-media";
import { Pane, PaneHandle, Panes } from "@/ui/panes";
import { tabStyle } from "@/ui/tabs";

type Part = "statement" | "code" | "results";

interface ProblemPanesProps {
  /** The problem's, for screen readers while its statement is not shown. */
  title: string;
  part: Part;
  onPart: (part: Part) => void;
  statement: ReactNode;
  code: ReactNode;
  results: ReactNode;
}

const names: Record<Part, string> = { statement: "Statement", code: "Code", results: "Results" };

/** Statement left, code right, results below it; on narrow screens one of them at a time. */
export function ProblemPanes({ title, part, onPart, statement, code, results }: ProblemPanesProps) {
  const isNarrow = useNarrow();
  const scrolling = "@container h-full overflow-y-auto";
  if (!isNarrow) {
    return (
      <Panes id="workspace" orientation="horizontal" className="min-h-0 flex-1">
        <Pane id="statement" defaultSize="42%" minSize="20%">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section aria-label="Statement" tabIndex={0} className={scrolling}>
            {statement}
          </section>
        </Pane>
        <PaneHandle aria-label="Width of the statement" />
        <Pane id="work" minSize="30%">
          <Panes id="work" orientation="vertical" className="h-full">
            <Pane id="code" defaultSize="58%" minSize="15%" className="@container">
              {code}
            </Pane>
            <PaneHandle aria-label="Height of the code" />
            <Pane id="results" minSize="15%" className="@container">
              {results}
            </Pane>
          </Panes>
        </Pane>
      </Panes>
    );
  }
  const shown = { statement, code, results };
  return (
    <Tabs.Root
      value={part}
      onValueChange={(value) => onPart(value as Part)}
      className="flex min-h-0 flex-1 flex-col"
    >
      {part !== "statement" && <h1 className="sr-only">{title}</h1>}
      <Tabs.List aria-label="Parts" className="flex shrink-0 justify-around gap-4 border-line border-b px-4">
        {(["statement", "code", "results"] as const).map((name) => (
          <Tabs.Trigger key={name} value={name} className={`${tabStyle} flex-1 justify-center`}>
            {names[name]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content
        value={part}
        className={part === "statement" ? `${scrolling} min-h-0 flex-1` : "@container min-h-0 flex-1"}
      >
        {shown[part]}
      </Tabs.Content>
    </Tabs.Root>
  );
}
