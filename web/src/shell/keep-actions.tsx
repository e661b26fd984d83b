import { type QueryKey, useMutation } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Copy, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import type { Action } from "@/ui/action-menu";
import { Confirm } from "@/ui/dialog";

interface Kept {
  id: string;
  attributes: { title: string; archived: boolean };
}

interface Made {
  id: string;
  attributes: { title: string };
}

/** How things of one kind are copied, put away and deleted, and what people are told of it. */
export interface Keeping<T extends Kept> {
  kind: "problem" | "assessment";
  archive: (thing: T, archived: boolean) => Promise<T>;
  copy: (thing: T) => Promise<Made>;
  remove: (thing: T) => Promise<unknown>;
  removable: (thing: T) => boolean;
  /** The page of one, and that of all. */
  open: (id: string) => Promise<void>;
  list: () => Promise<void>;
  queryKey: (id: string) => QueryKey;
  /** What follows “…” is archived, This is the copy “…”, and what goes with “…”. */
  archivedToo: (thing: T) => string;
  copiedAs: string;
  losses: (thing: T) => string;
  /** Saves what is being edited; what it cannot save holds the action back. */
  before?: () => Promise<boolean>;
}

/** Duplicate, archive and delete, and the dialog in which deleting asks. */
export function useKeepActions<T extends Kept>(
  keeping: Keeping<T>,
): {
  actionsOn: (thing: T) => Action[];
  dialog: ReactNode;
} {
  const { kind, before } = keeping;
  const all = `${kind}s` as const;
  const [doomed, setDoomed] = useState<T>();
  const saved = async () => {
    if (before && !(await before()))
      throw new Error("The last edits are not saved yet: look at what the page says.");
  };
  const archive = useMutation({
    mutationFn: async ({ thing, archived }: { thing: T; archived: boolean }) => {
      await saved();
      return keeping.archive(thing, archived);
    },
    onSuccess: (now, { thing, archived }) => {
      const title = `“${now.attributes.title}”`;
      if (archived) {
        const action = { label: "Undo", onClick: () => archive.mutate({ thing, archived: false }) };
        toast.success(`${title} is archived.${keeping.archivedToo(now)}`, { action });
      } else {
        toast.success(`${title} is among the ${all} again.`);
      }
      return queryClient.invalidateQueries({ queryKey: keys[all].all });
    },
  });
  const copy = useMutation({
    mutationFn: async (thing: T) => {
      await saved();
      return keeping.copy(thing);
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: keys[all].list() });
      await keeping.open(made.id);
      toast.success(`This is the copy, “${made.attributes.title}”${keeping.copiedAs}.`);
    },
  });
  const remove = useMutation({
    mutationFn: keeping.remove,
    onSuccess: async (_, thing) => {
      setDoomed(undefined);
      await keeping.list();
      queryClient.removeQueries({ queryKey: keeping.queryKey(thing.id) });
      await queryClient.invalidateQueries({ queryKey: keys[all].list() });
      toast.success(`“${thing.attributes.title}” is deleted.`);
    },
    onError: () => setDoomed(undefined),
  });

  const actionsOn = (thing: T): Action[] => {
    const { archived } = thing.attributes;
    const actions: Action[] = [
      { id: "duplicate", label: "Duplicate", icon: Copy, perform: () => copy.mutate(thing) },
      {
        id: archived ? "unarchive" : "archive",
        label: archived ? "Bring back from the archive" : "Archive",
        icon: archived ? ArchiveRestore : Archive,
        perform: () => archive.mutate({ thing, archived: !archived }),
      },
    ];
    if (keeping.removable(thing)) {
      actions.push({
        id: "delete",
        label: "Delete…",
        icon: Trash2,
        danger: true,
        perform: () => setDoomed(thing),
      });
    }
    return actions;
  };
  const dialog = doomed && (
    <Confirm
      open
      danger
      onOpenChange={(open) => !open && setDoomed(undefined)}
      title={`Delete this ${kind}?`}
      description={
        <span className="wrap-anywhere">
          {`“${doomed.attributes.title}” goes with ${keeping.losses(doomed)} This cannot be undone.`}
        </span>
      }
      action="Delete"
      pending={remove.isPending}
      onConfirm={() => remove.mutate(doomed)}
    />
  );
  return { actionsOn, dialog };
}
