import { EditorView } from "@codemirror/view";
import { useEffect, useState } from "react";
import type { DocumentPool } from "@/lib/editor/pool";
import type { Whereabouts } from "./places";

interface FollowOptions {
  pool: DocumentPool;
  all: Whereabouts[];
  openId: string | undefined;
  onOpen: (fileId: string) => void;
}

/** Shows what somebody else sees: their file, from the same line on. Esc ends it, as does whoever calls follow(undefined). */
export function useFollow({ pool, all, openId, onOpen }: FollowOptions) {
  const [followed, follow] = useState<string>();
  const where = all.find(({ participantId }) => participantId === followed);
  const { fileId, top } = where ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is opened when they go there, not held open
  useEffect(() => {
    if (fileId && fileId !== openId) onOpen(fileId);
  }, [fileId]);
  useEffect(() => {
    if (top === undefined || fileId !== openId) return;
    const editor = pool.all().get(fileId ?? "")?.editor;
    const to = Math.min(top, editor?.state.doc.length ?? 0);
    editor?.dispatch({ effects: EditorView.scrollIntoView(to, { y: "start", yMargin: 0 }) });
  }, [pool, top, fileId, openId]);
  useEffect(() => {
    if (!followed) return;
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && follow(undefined);
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [followed]);
  return { followed: where && followed, follow };
}
