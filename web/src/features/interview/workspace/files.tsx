import { useMutation } from "@tanstack/react-query";
import { Pencil, Plus, Presentation, Trash2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { tabStyle } from "@/ui/tabs";
import { EditFile } from "./file-dialog";
import { removeFile } from "./queries";
import type { FileName } from "./store";

/** The value of the whiteboard's tab, beside the ids of files. */
export const boardTab = "whiteboard";

interface FileTabsProps {
  files: FileName[];
  isWritable: boolean;
  /** Somebody has drawn since one looked. */
  isDrawnOn: boolean;
  onNew: () => void;
}

/** The files of the room, and its whiteboard; it stands in the Tabs.Root of whoever shows the chosen one. */
export function FileTabs({ files, isWritable, isDrawnOn, onNew }: FileTabsProps) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <Tabs.List aria-label="Files and whiteboard" className="flex min-w-0 gap-4 overflow-x-auto">
        {files.map(({ id, attributes }) => (
          <Tabs.Trigger key={id} value={id} className={tabStyle}>
            {attributes.path}
          </Tabs.Trigger>
        ))}
        <Tabs.Trigger value={boardTab} className={tabStyle}>
          <Presentation aria-hidden className="size-3.5" /> Whiteboard
          {isDrawnOn && (
            <span
              role="img"
              aria-label="new"
              className="size-1.5 rounded-full bg-accent"
              title="Somebody has drawn"
            />
          )}
        </Tabs.Trigger>
      </Tabs.List>
      {isWritable && (
        <Button variant="ghost" size="sm" onClick={onNew}>
          <Plus aria-hidden /> New file
        </Button>
      )}
    </div>
  );
}

export function FileMenu({ file }: { file: FileName }) {
  const [asked, setAsked] = useState<"edit" | "remove">();
  const remove = useMutation({
    mutationFn: () => removeFile(file.id),
    onSuccess: () => setAsked(undefined),
  });
  return (
    <>
      <ActionMenu
        about={file.attributes.path}
        actions={[
          {
            id: "edit",
            label: "Name and language…",
            icon: Pencil,
            perform: () => setAsked("edit"),
          },
          { id: "remove", label: "Remove…", icon: Trash2, danger: true, perform: () => setAsked("remove") },
        ]}
      />
      {asked === "edit" && <EditFile file={file} onClose={() => setAsked(undefined)} />}
      <Confirm
        open={asked === "remove"}
        onOpenChange={() => setAsked(undefined)}
        title={`Remove ${file.attributes.path}?`}
        description="It is gone for everybody in the room, also for who writes in it now. This cannot be undone."
        action="Remove"
        danger
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
