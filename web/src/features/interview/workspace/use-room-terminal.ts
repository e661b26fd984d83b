import { busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { api } from "@/api/client";
import type { TerminalSize } from "@/lib/terminal/session";
import { useTerminalSession } from "@/lib/terminal/use-session";
import { useDebounced } from "@/lib/use-debounced";
import { useOpenTerminal } from "./terminals";

/** People talk while a program waits for them. */
const patience = { idleSeconds: 600, wallTimeMs: 1_800_000 };
/** What fits all: a terminal that is shared has one size. */
const least: TerminalSize = { rows: 8, columns: 40 };
const most: TerminalSize = { rows: 40, columns: 120 };

const between = (low: number, wanted: number, high: number) => Math.min(high, Math.max(low, wanted));

/** The size of a terminal for all, by the room that whoever opens it has. */
export function sharedSize({ rows, columns }: TerminalSize): TerminalSize {
  return {
    rows: between(least.rows, rows, most.rows),
    columns: between(least.columns, columns, most.columns),
  };
}

interface Program {
  language: string;
  source: string;
  size: TerminalSize;
}

/** The one terminal of a room: joined as it is opened by anybody, opened by whoever may. */
export function useRoomTerminal(interviewId: string, isMember: boolean) {
  const session = useTerminalSession();
  const view = useSyncExternalStore(session.subscribe, session.view);
  const open = useOpenTerminal();
  const [focusAt, setFocusAt] = useState(0);
  // A page that comes late is told of the end of an old one right after its beginning.
  const openId = useDebounced(open?.id);
  useEffect(() => {
    if (openId) session.join(openId);
  }, [session, openId]);
  const start = useMutation({
    meta: { shown: true },
    mutationFn: ({ language, source, size }: Program) =>
      api.create("runs", {
        language,
        source,
        ...(isMember && { interviewId }), // that of guests goes without saying
        limits: { wallTimeMs: patience.wallTimeMs },
        terminal: {
          ...sharedSize(size),
          idleSeconds: patience.idleSeconds,
          replaces: open?.id ?? session.id,
        },
      }),
    onSuccess: ({ id }) => {
      session.join(id, { isOwn: true });
      setFocusAt((n) => n + 1);
    },
  });
  const busy = useMemo(() => busyOf(start.error), [start.error]);
  return {
    session,
    view,
    open,
    /** Whether another one has to end first, as far as is known here. */
    isTaken: open !== undefined && !(session.id === open.id && view.end),
    start: start.mutate,
    isPending: start.isPending,
    busy,
    failure: start.error && !busy ? explain(start.error) : "",
    focusAt,
  };
}

export type TerminalOfRoom = ReturnType<typeof useRoomTerminal>;
