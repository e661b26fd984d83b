import type { TerminalSize } from "@/lib/terminal/session";
import { type Entry, useEntries } from "./store";

/** A terminal of the room, as far as the timeline tells. */
export interface RoomTerminal {
  /** Of its run. */
  id: string;
  /** Of who opened it. */
  participantId: string;
  name: string;
  at: string;
  startedAt: string;
  language: string;
  size: TerminalSize;
  /** How it ended; nothing while it is open. */
  end?: Entry<"terminal-ended">["data"];
}

/** Oldest first. The end may have come before the beginning did. */
export function terminalsOf(began: Entry<"terminal">[], ended: Entry<"terminal-ended">[]): RoomTerminal[] {
  const ends = new Map(ended.map(({ data }) => [data.runId, data]));
  return began.map(({ data, participantId, name, at }) => ({
    id: data.runId,
    participantId,
    name,
    at,
    startedAt: data.startedAt,
    language: data.language,
    size: { rows: data.rows, columns: data.columns },
    end: ends.get(data.runId),
  }));
}

/** The one that is open: of several the newest, which ends the others. */
export function useOpenTerminal(): RoomTerminal | undefined {
  const began = useEntries("terminal");
  const ended = useEntries("terminal-ended");
  const newest = terminalsOf(began, ended).at(-1);
  return newest?.end ? undefined : newest;
}
