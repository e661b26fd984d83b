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
import { problemQuery } from "./queries";

type Problem = Item<"problems">;

interface Ways {
  /** Saves what is being edited; what it cannot save holds the action back. */
  before?: () => Promise<boolean>;
}

/** The actions on problems, and the dialog that one of them asks in. */
export function useProblemActions({ before }: Ways = {}): {
  actionsOn: (problem: Problem) => Action[];
  dialog: ReactNode;
} {
  const navigate = useNavigate();
  const [doomed, setDoomed] = useState<Problem>();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["problems"] });
  const saved = async () => {
    if (before && !(await before()))
      throw new Error("The last edits are not saved yet: look at what the page says.");
  };
  const archive = useMutation({
    mutationFn: async ({ problem, archived }: { problem: Problem; archived: boolean }) => {
      await saved();
      return api.update(await api.get("problems", problem.id), { archived });
    },
    onSuccess: ({ attributes }, { problem, archived }) => {
      toast.success(
        archived
          ? `“${attributes.title}” is archived.`
          : `“${attributes.title}” is among the problems again.`,
        archived
          ? { action: { label: "Undo", onClick: () => archive.mutate({ problem, archived: false }) } }
          : undefined,
      );
      return refresh();
    },
  });
  const copy = useMutation({
    mutationFn: async (problem: Problem) => {
      await saved();
      return api.create("problem-copies", {}, { problem: { type: "problems", id: problem.id } });
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
      await navigate({ to: "/problems/$problemId", params: { problemId: made.id } });
      toast.success(`This is the copy, “${made.attributes.title}”.`);
    },
  });
  const remove = useMutation({
    mutationFn: async (problem: Problem) => api.remove(await api.get("problems", problem.id)),
    onSuccess: async (_, problem) => {
      setDoomed(undefined);
      await navigate({ to: "/problems", search: (now) => now });
      queryClient.removeQueries({ queryKey: problemQuery(problem.id).queryKey });
      await queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
      toast.success(`“${problem.attributes.title}” is deleted.`);
    },
    onError: () => setDoomed(undefined),
  });

  const actionsOn = (problem: Problem): Action[] => {
    const { archived, state } = problem.attributes;
    const actions: Action[] = [
      { id: "duplicate", label: "Duplicate", icon: Copy, perform: () => copy.mutate(problem) },
      archived
        ? {
            id: "unarchive",
            label: "Bring back from the archive",
            icon: ArchiveRestore,
            perform: () => archive.mutate({ problem, archived: false }),
          }
        : {
            id: "archive",
            label: "Archive",
            icon: Archive,
            perform: () => archive.mutate({ problem, archived: true }),
          },
    ];
    if (state === "draft") {
      actions.push({
        id: "delete",
        label: "Delete…",
        icon: Trash2,
        danger: true,
        perform: () => setDoomed(problem),
      });
    }
    return actions;
  };
  const dialog = doomed && (
    <Confirm
      open
      danger
      onOpenChange={(open) => !open && setDoomed(undefined)}
      title="Delete this problem?"
      description={
        <span className="wrap-anywhere">
          {`“${doomed.attributes.title}” goes with all that belongs to it: its statement, ${belongings(doomed)} and every verification. This cannot be undone.`}
        </span>
      }
      action="Delete"
      pending={remove.isPending}
      onConfirm={() => remove.mutate(doomed)}
    />
  );
  return { actionsOn, dialog };
}

function belongings(problem: Problem): string {
  const solutions = problem.relationships?.referenceSolutions?.data;
  const n = Array.isArray(solutions) ? solutions.length : 0;
  return `${count(problem.attributes.testCount, "test")}, ${count(n, "reference solution")}`;
}
