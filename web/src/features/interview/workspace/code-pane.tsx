import { useMutation } from "@tanstack/react-query";
import { FilePlus2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useEffect, useState } from "react";
import { useDocumentView } from "@/lib/editor/pool";
import { Button } from "@/ui/button";
import { DocumentEditor } from "@/ui/document-editor";
import { EditorSettings } from "@/ui/editor-settings";
import { Checkbox } from "@/ui/input";
import { LanguageName, useLanguage } from "@/ui/language-select";
import { OtherText } from "@/ui/other-text";
import { SaveMark } from "@/ui/save-mark";
import { EmptyState } from "@/ui/states";
import { boardTab, FileMenu, FileTabs } from "./files";
import { setLocked } from "./queries";
import type { FileName } from "./store";
import type { Desk } from "./use-desk";
import { useDrawnOn } from "./use-drawn-on";
import { FollowNotice, Others, ReadOnlyNotice } from "./who";

interface CodePaneProps {
  desk: Desk;
  onNew: () => void;
}

/** The room's files and its whiteboard, on which everybody works at once. */
export function CodePane({ desk, onNew }: CodePaneProps) {
  const { workspace, open, choose, isBoard, setBoard, whyReading } = desk;
  const isDrawnOn = useDrawnOn(desk);
  const files = workspace?.files ?? [];
  const isWritable = whyReading === "";
  return (
    <Tabs.Root
      value={isBoard ? boardTab : (open?.id ?? "")}
      onValueChange={(value) => {
        setBoard(value === boardTab);
        if (value !== boardTab) choose(value);
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex min-h-10 shrink-0 items-center gap-2 border-line border-b px-3">
        <FileTabs
          files={files}
          isWritable={isWritable && files.length > 0}
          isDrawnOn={isDrawnOn}
          onNew={onNew}
        />
        {desk.holds && workspace && (
          <LockSwitch interviewId={workspace.id} isLocked={workspace.attributes.locked ?? false} />
        )}
      </div>
      {whyReading && <ReadOnlyNotice why={whyReading} />}
      {isBoard ? (
        <Tabs.Content value={boardTab} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
          <div ref={desk.board.place} className="flex min-h-0 flex-1 flex-col" />
        </Tabs.Content>
      ) : open ? (
        <Tabs.Content key={open.id} value={open.id} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
          <OpenFile desk={desk} file={open} isWritable={isWritable} />
        </Tabs.Content>
      ) : (
        <EmptyState
          icon={FilePlus2}
          title="No file yet"
          className="m-3 border-none"
          action={
            isWritable && (
              <Button variant="primary" onClick={onNew}>
                New file
              </Button>
            )
          }
        >
          {isWritable
            ? "Make the first one: everybody in the room sees it, and writes in it at the same time."
            : "As soon as somebody makes a file, it is here."}
        </EmptyState>
      )}
    </Tabs.Root>
  );
}

function OpenFile({ desk, file, isWritable }: { desk: Desk; file: FileName; isWritable: boolean }) {
  const { pool, whereabouts, whoOf, followed, follow, workspace } = desk;
  const document = pool.get(file.id);
  const view = useDocumentView(document);
  const editorMode = useLanguage(file.attributes.language)?.editor;
  useEffect(() => {
    if (editorMode) void pool.setMode(document, editorMode);
  }, [pool, document, editorMode]);
  const isLive = view.state !== "offline" && view.state !== "connecting";
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-2 border-line border-b pr-2 pl-3 pointer-coarse:h-11">
        <span className="shrink-0 text-fg2 text-sm">
          <LanguageName id={file.attributes.language} />
        </span>
        <Others
          all={whereabouts}
          whoOf={whoOf}
          files={workspace?.files ?? []}
          followed={followed}
          onFollow={follow}
        />
        <SaveMark state={view.state} connection={isLive ? "open" : "waiting"} />
        <EditorSettings />
        {isWritable && <FileMenu file={file} />}
      </div>
      {followed && (
        <FollowNotice name={whoOf(followed)?.name ?? "Somebody"} onEnd={() => follow(undefined)} />
      )}
      <OtherText document={document} view={view} />
      {view.state === "failed" && (
        <p role="alert" className="border-bad/50 border-b bg-badsoft px-3 py-2">
          {view.detail}
        </p>
      )}
      <div className="relative min-h-0 flex-1">
        <DocumentEditor document={document} pool={pool} label={file.attributes.path} />
      </div>
    </>
  );
}

function LockSwitch({ interviewId, isLocked }: { interviewId: string; isLocked: boolean }) {
  // What was chosen is shown until the room's stream tells it, which may be after the answer: else the box would jump back.
  const [chosen, setChosen] = useState<boolean>();
  const lock = useMutation({
    mutationFn: (locked: boolean) => setLocked(interviewId, locked),
    onError: () => setChosen(undefined),
  });
  useEffect(() => setChosen((wanted) => (wanted === isLocked ? undefined : wanted)), [isLocked]);
  return (
    <Checkbox
      checked={!(chosen ?? isLocked)}
      disabled={lock.isPending}
      onChange={(event) => {
        const locked = !event.target.checked;
        setChosen(locked === isLocked ? undefined : locked);
        lock.mutate(locked);
      }}
      className="shrink-0 whitespace-nowrap text-sm"
    >
      Candidates may write
    </Checkbox>
  );
}
