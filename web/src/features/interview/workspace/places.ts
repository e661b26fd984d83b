import type { SharedDocument } from "@codecraft/collab/document";
import { presences } from "@codecraft/collab/presence";
import { useMemo, useSyncExternalStore } from "react";
import type { DocumentPool } from "@/lib/editor/pool";
import { participantOf } from "./cursors";

/** Which file somebody else looks at, and in which line. */
export interface Whereabouts {
  participantId: string;
  fileId: string;
  line: number;
  /** The beginning of the first line they see. */
  top: number;
}

export function whereaboutsOf(documents: ReadonlyMap<string, SharedDocument>): Whereabouts[] {
  const all = new Map<string, Whereabouts>();
  for (const [fileId, { editor }] of documents) {
    for (const presence of editor.state.field(presences)) {
      const participantId = participantOf(presence);
      const line = editor.state.doc.lineAt(Math.min(presence.head, editor.state.doc.length)).number;
      all.set(participantId, { participantId, fileId, line, top: presence.top });
    }
  }
  return [...all.values()].sort((a, b) => a.participantId.localeCompare(b.participantId));
}

/** Where all others are; of all files, as they are open. */
export function useWhereabouts(pool: DocumentPool): Whereabouts[] {
  const now = useSyncExternalStore(pool.subscribe, () => JSON.stringify(whereaboutsOf(pool.all())));
  return useMemo(() => JSON.parse(now) as Whereabouts[], [now]);
}
