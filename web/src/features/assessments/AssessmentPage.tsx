import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Eye, Lock, Rocket } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { overtake, queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { tellFailure } from "@/api/tell";
import { useCommands } from "@/lib/commands";
import { type DraftHandle, useDraft } from "@/lib/draft";
import { count } from "@/lib/format";
import { Page } from "@/shell/page";
import { ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { SaveNotice, SaveState } from "@/ui/save-state";
import { Loaded, SkeletonRows } from "@/ui/states";
import { TabStrip, tabStyle } from "@/ui/tabs";
import { useAssessmentActions } from "./assessment-actions";
import { Board } from "./board";
import { Builder } from "./builder";
import { Invitations } from "./invitations";
import { ArchivedBadge, AssessmentState } from "./labels";
import { assessmentQuery } from "./queries";

export type AssessmentDraft = DraftHandle<"assessments"> & { mayEdit: boolean; isFrozen: boolean };

const tabs = { build: "Build", invitations: "Invitations", live: "Live board" };
type Tab = keyof typeof tabs;

export function AssessmentPage() {
  const { assessmentId } = useParams({ from: "/staff/assessments/$assessmentId" });
  const query = useQuery(assessmentQuery(assessmentId));
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
      {(assessment) => <Assessment key={assessment.id} assessment={assessment} />}
    </Loaded>
  );
}

function Assessment({ assessment }: { assessment: Item<"assessments"> }) {
  const search = useSearch({ from: "/staff/assessments/$assessmentId" });
  const { state } = assessment.attributes;
  const usual: Tab = state === "draft" ? "build" : "live";
  const tab: Tab = search.tab && search.tab in tabs ? (search.tab as Tab) : usual;
  const mayEdit = useCan("assessments:write");
  const handle = useDraft(assessment, (saved) => {
    const { queryKey } = assessmentQuery(assessment.id);
    overtake(queryKey, () => queryClient.setQueryData(queryKey, saved));
    void queryClient.invalidateQueries({ queryKey: ["assessments", "list"] });
  });
  const draft: AssessmentDraft = { ...handle, mayEdit, isFrozen: state !== "draft" };
  const { actionsOn, dialog } = useAssessmentActions({ before: handle.flush });
  const actions = actionsOn(draft.item);
  useCommands([
    {
      id: "save-assessment",
      label: "Save now",
      group: "Assessment",
      keys: "mod+s",
      perform: () => void handle.flush(),
    },
    ...actions.map(({ id, label, icon, perform }) => ({
      id: `${id}-assessment`,
      label,
      group: "Assessment",
      icon,
      when: () => mayEdit,
      perform,
    })),
  ]);
  return (
    <Page
      title={draft.value.title || "Untitled"}
      width="full"
      back={{ to: "/assessments", label: "All assessments" }}
      beside={
        <>
          <AssessmentState state={state} />
          {draft.item.attributes.archived && <ArchivedBadge />}
        </>
      }
      actions={
        mayEdit && (
          <>
            <Actions draft={draft} />
            <ActionMenu about={draft.item.attributes.title} actions={actions} />
          </>
        )
      }
    >
      <TabStrip aria-label="Parts of the assessment" className="mb-4">
        {(Object.keys(tabs) as Tab[]).map((name) => (
          <Link
            key={name}
            to="/assessments/$assessmentId"
            params={{ assessmentId: assessment.id }}
            search={{ tab: name }}
            replace
            activeProps={{}}
            aria-current={tab === name ? "page" : undefined}
            className={tabStyle}
          >
            {tabs[name]}
            {name === "invitations" && assessment.attributes.invitationCount > 0 && (
              <span className="text-fg2 tabular-nums">{assessment.attributes.invitationCount}</span>
            )}
          </Link>
        ))}
      </TabStrip>
      <div className="mb-4 empty:hidden">
        <SaveNotice draft={draft} noun="assessment" />
      </div>
      {tab === "build" && <Builder draft={draft} />}
      {tab === "invitations" && <Invitations assessment={assessment} mayEdit={mayEdit} />}
      {tab === "live" && <Board assessment={assessment} />}
      {dialog}
    </Page>
  );
}

const unsaved = () => new Error("The last edits are not saved yet: look at what the page says.");

/** Publishing freezes the problems; closing lets nobody start any more. */
function Actions({ draft }: { draft: AssessmentDraft }) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const { state, sections } = draft.item.attributes;
  const next = state === "draft" ? "published" : "closed";
  const problems = sections.reduce((sum, section) => sum + section.items.length, 0);
  const change = useMutation({
    mutationFn: async () => {
      if (!(await draft.flush())) throw unsaved();
      return api.update(await api.get("assessments", draft.item.id), { state: next });
    },
    meta: { shown: true },
    onSuccess: (saved) => {
      setAsked(false);
      toast.success(
        next === "published" ? "Published: candidates can be invited." : "Closed: nobody can start any more.",
      );
      queryClient.setQueryData(assessmentQuery(saved.id).queryKey, saved);
      return queryClient.invalidateQueries({ queryKey: ["assessments", "list"] });
    },
    onError: tellFailure,
  });
  const preview = useMutation({
    mutationFn: async () => {
      if (!(await draft.flush())) throw unsaved();
      await navigate({ to: "/preview/$assessmentId", params: { assessmentId: draft.item.id } });
    },
    meta: { shown: true },
    onError: tellFailure,
  });
  return (
    <>
      <SaveState state={draft.state} />
      <Button pending={preview.isPending} onClick={() => preview.mutate()}>
        <Eye aria-hidden /> Preview
      </Button>
      {state === "draft" && (
        <Button variant="primary" onClick={() => setAsked(true)}>
          <Rocket aria-hidden /> Publish
        </Button>
      )}
      {state === "published" && (
        <Button onClick={() => setAsked(true)}>
          <Lock aria-hidden /> Close
        </Button>
      )}
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={next === "published" ? "Publish this assessment?" : "Close this assessment?"}
        description={
          next === "published"
            ? `It has ${count(problems, "problem")}. Their newest versions are pinned, and the sections cannot be changed afterwards.`
            : "Nobody can start any more. Candidates who are working keep their time."
        }
        action={next === "published" ? "Publish" : "Close"}
        pending={change.isPending}
        onConfirm={() => change.mutate()}
      />
    </>
  );
}
