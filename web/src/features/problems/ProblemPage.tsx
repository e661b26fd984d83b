import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { Rocket, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { overtake, queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { useCommands } from "@/lib/commands";
import { type DraftHandle, useDraft } from "@/lib/draft";
import { Page } from "@/shell/page";
import { ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { SaveNotice, SaveState } from "@/ui/save-state";
import { Loaded, SkeletonRows } from "@/ui/states";
import { TabStrip, tabStyle } from "@/ui/tabs";
import { ArchivedBadge, ProblemState } from "./labels";
import { useProblemActions } from "./problem-actions";
import { PublishDialog } from "./publish";
import { problemQuery } from "./queries";
import { References } from "./references";
import { Settings } from "./settings";
import { Starters } from "./starters";
import { Statement } from "./statement";
import { Tests } from "./tests";
import { Verify } from "./verify";
import { Versions } from "./versions";

export type ProblemDraft = DraftHandle<"problems"> & { mayEdit: boolean };

const tabs = {
  statement: "Statement",
  tests: "Tests",
  solutions: "Reference solutions",
  starters: "Starter code",
  settings: "Settings",
  verify: "Verify",
  versions: "Versions",
};
type Tab = keyof typeof tabs;

/** What the parts call the attributes whose own names would not do. */
const fieldWords = {
  cpuTimeMs: "CPU time",
  memoryKb: "Memory",
  outputKb: "Output",
  languageFactors: "Slower languages",
  starters: "Starter code",
  validator: "Deciding",
};

/** What only those see who may see hidden tests. */
const secret: Tab[] = ["tests", "solutions", "verify"];

export function ProblemPage() {
  const { problemId } = useParams({ from: "/staff/problems/$problemId" });
  const query = useQuery(problemQuery(problemId));
  return (
    <Loaded
      page
      query={query}
      skeleton={
        <div className="p-6">
          <SkeletonRows rows={10} />
        </div>
      }
    >
      {(problem) => <ProblemEditor key={problem.id} problem={problem} />}
    </Loaded>
  );
}

function ProblemEditor({ problem }: { problem: Item<"problems"> }) {
  const search = useSearch({ from: "/staff/problems/$problemId" });
  const seesTests = useCan("tests:read");
  const shown = (Object.keys(tabs) as Tab[]).filter((name) => seesTests || !secret.includes(name));
  const tab = shown.find((name) => name === search.tab) ?? "statement";
  const mayEdit = useCan("problems:write");
  const [publishing, setPublishing] = useState(false);
  const handle = useDraft(problem, (saved) => {
    const { queryKey } = problemQuery(problem.id);
    overtake(queryKey, () => queryClient.setQueryData(queryKey, saved));
    void queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
  });
  const draft: ProblemDraft = { ...handle, mayEdit };
  const { actionsOn, dialog } = useProblemActions({ before: handle.flush });
  const actions = actionsOn(draft.item);
  useCommands([
    {
      id: "save-problem",
      label: "Save now",
      group: "Problem",
      keys: "mod+s",
      perform: () => void handle.flush(),
    },
    {
      id: "publish-problem",
      label: "Publish…",
      group: "Problem",
      icon: Rocket,
      when: () => mayEdit,
      perform: () => setPublishing(true),
    },
    ...actions.map(({ id, label, icon, perform }) => ({
      id: `${id}-problem`,
      label,
      group: "Problem",
      icon,
      when: () => mayEdit,
      perform,
    })),
  ]);

  return (
    <Page
      title={draft.value.title || "Untitled"}
      back={{ to: "/problems", label: "All problems" }}
      beside={
        <>
          <ProblemState state={draft.item.attributes.state} />
          {draft.item.attributes.archived && <ArchivedBadge />}
          {draft.item.attributes.verified && (
            <ShieldCheck
              role="img"
              aria-label="This revision is verified"
              className="size-4 shrink-0 text-ok"
            />
          )}
        </>
      }
      actions={
        mayEdit && (
          <>
            <SaveState state={draft.state} />
            <Button variant="primary" onClick={() => setPublishing(true)}>
              <Rocket aria-hidden /> Publish
            </Button>
            <ActionMenu about={draft.item.attributes.title} actions={actions} />
          </>
        )
      }
    >
      <TabStrip aria-label="Parts of the problem" className="mb-4">
        {shown.map((name) => (
          <Link
            key={name}
            to="/problems/$problemId"
            params={{ problemId: problem.id }}
            search={{ tab: name }}
            replace
            activeProps={{}}
            aria-current={tab === name ? "page" : undefined}
            className={tabStyle}
          >
            {tabs[name]}
          </Link>
        ))}
      </TabStrip>
      <div className="mb-4 empty:hidden">
        <SaveNotice draft={draft} noun="problem" words={fieldWords} />
      </div>
      {tab === "statement" && <Statement draft={draft} />}
      {tab === "tests" && <Tests problemId={problem.id} mayEdit={mayEdit} />}
      {tab === "solutions" && <References problemId={problem.id} mayEdit={mayEdit} />}
      {tab === "starters" && <Starters draft={draft} />}
      {tab === "settings" && <Settings draft={draft} />}
      {tab === "verify" && <Verify problem={draft.item} mayEdit={mayEdit} beforeStart={draft.flush} />}
      {tab === "versions" && <Versions draft={draft} />}
      {dialog}
      {publishing && (
        <PublishDialog open onOpenChange={setPublishing} problem={draft.item} beforeStart={draft.flush} />
      )}
    </Page>
  );
}
