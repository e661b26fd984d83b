import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Copy, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { api, type Item } from "@/api/client";
import { queryClient } from "@/api/query";
import { count } from "@/lib/format";
import type { Action } from "@/ui/action-menu";
import { Confirm } from "@/ui/dialog";
import { assessmentQuery } from "./queries";

type Assessment = Item<"assessments">;

interface Ways {
  /** Saves what is being edited; what it cannot save holds the action back. */
  before?: () => Promise<boolean>;
}

/** The actions on assessments, and the dialog that one of them asks in. */
export function useAssessmentActions({ before }: Ways = {}): {
  actionsOn: (assessment: Assessment) => Action[];
  dialog: ReactNode;
} {
  const navigate = useNavigate();
  const [doomed, setDoomed] = useState<Assessment>();
  const saved = async () => {
    if (before && !(await before()))
      throw new Error("The last edits are not saved yet: look at what the page says.");
  };
  const archive = useMutation({
    mutationFn: async ({ assessment, archived }: { assessment: Assessment; archived: boolean }) => {
      await saved();
      return api.update(await api.get("assessments", assessment.id), { archived });
    },
    onSuccess: ({ attributes }, { assessment, archived }) => {
      toast.success(
        archived ? archivedWords(attributes) : `“${attributes.title}” is among the assessments again.`,
        archived
          ? { action: { label: "Undo", onClick: () => archive.mutate({ assessment, archived: false }) } }
          : undefined,
      );
      return queryClient.invalidateQueries({ queryKey: ["assessments"] });
    },
  });
  const copy = useMutation({
    mutationFn: async (assessment: Assessment) => {
      await saved();
      const of = { assessment: { type: "assessments", id: assessment.id } };
      return api.create("assessment-copies", {}, of);
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ["assessments", "list"] });
      await navigate({ to: "/assessments/$assessmentId", params: { assessmentId: made.id } });
      toast.success(`This is the copy, “${made.attributes.title}”: a draft without dates and invitations.`);
    },
  });
  const remove = useMutation({
    mutationFn: async (assessment: Assessment) => api.remove(await api.get("assessments", assessment.id)),
    onSuccess: async (_, assessment) => {
      setDoomed(undefined);
      await navigate({ to: "/assessments", search: (now) => now });
      queryClient.removeQueries({ queryKey: assessmentQuery(assessment.id).queryKey });
      await queryClient.invalidateQueries({ queryKey: ["assessments", "list"] });
      toast.success(`“${assessment.attributes.title}” is deleted.`);
    },
    onError: () => setDoomed(undefined),
  });

  const actionsOn = (assessment: Assessment): Action[] => {
    const { archived, startedCount } = assessment.attributes;
    const actions: Action[] = [
      { id: "duplicate", label: "Duplicate", icon: Copy, perform: () => copy.mutate(assessment) },
      archived
        ? {
            id: "unarchive",
            label: "Bring back from the archive",
            icon: ArchiveRestore,
            perform: () => archive.mutate({ assessment, archived: false }),
          }
        : {
            id: "archive",
            label: "Archive",
            icon: Archive,
            perform: () => archive.mutate({ assessment, archived: true }),
          },
    ];
    if (startedCount === 0) {
      actions.push({
        id: "delete",
        label: "Delete…",
        icon: Trash2,
        danger: true,
        perform: () => setDoomed(assessment),
      });
    }
    return actions;
  };
  const dialog = doomed && (
    <Confirm
      open
      danger
      onOpenChange={(open) => !open && setDoomed(undefined)}
      title="Delete this assessment?"
      description={<span className="wrap-anywhere">{losses(doomed.attributes)}</span>}
      action="Delete"
      pending={remove.isPending}
      onConfirm={() => remove.mutate(doomed)}
    />
  );
  return { actionsOn, dialog };
}

function archivedWords({ title, state }: Assessment["attributes"]): string {
  const links = state === "published" ? " Its links keep working until it is closed." : "";
  return `“${title}” is archived.${links}`;
}

function losses({ title, sections, invitationCount }: Assessment["attributes"]): string {
  const problems = sections.reduce((sum, section) => sum + section.items.length, 0);
  const own = `“${title}” goes with its rules and its choice of ${count(problems, "problem")}; the problems themselves stay.`;
  const people =
    invitationCount > 0
      ? ` ${count(invitationCount, "invitation goes", "invitations go")} too: the links stop working.`
      : "";
  return `${own}${people} This cannot be undone.`;
}
