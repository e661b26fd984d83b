import type { StreamEvent } from "@codecraft/api/events";
import type { WorkspaceAttributes } from "@codecraft/api/types";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { serverNow } from "@/lib/clock";
import type { TerminalSize } from "@/lib/terminal/session";

/** Files and problems as the stream names them; their texts are asked for. */
export interface FileName {
  id: string;
  attributes: { path: string; language: string };
}

export interface ProblemName {
  id: string;
  attributes: { problemId: string; shown: boolean; position: number };
}

export interface Workspace {
  id: string;
  attributes: WorkspaceAttributes;
  files: FileName[];
  problems: ProblemName[];
}

/** What entries of each kind tell. */
interface Facts {
  message: { text: string };
  reaction: { emoji: string };
  problem: { shown: boolean; title: string; versionId: string };
  file: { what: "made" | "changed" | "removed"; path: string; language: string };
  lock: { locked: boolean };
  timer: { state: WorkspaceAttributes["timerState"]; seconds: number; secondsLeft: number };
  run: { runId: string; language: string; problemId: string; startedAt: string };
  "run-ended": { runId: string; status: string };
  terminal: { runId: string; language: string; startedAt: string } & TerminalSize;
  "terminal-ended": { runId: string; status: string; compileOutput?: string };
  note: { change: "made" | "changed" | "removed" };
  scorecard: object;
  recording: { change: "started" | "paused" | "stopped" };
  drawing: { number: number };
  joined: object;
  left: { removed: boolean };
}

export type EntryKind = keyof Facts;

/** Something that happened in the room; subject is the id of what it happened to. */
type AnyEntry = {
  [K in EntryKind]: {
    id: string;
    kind: K;
    at: string;
    audience: "all" | "interviewers";
    participantId: string;
    name: string;
    subject?: string;
    data: Facts[K];
  };
}[EntryKind];

export type Entry<K extends EntryKind = EntryKind> = Extract<AnyEntry, { kind: K }>;

interface Known {
  /** Nothing until the stream has told it. */
  workspace?: Workspace;
  /** As they happened. */
  entries: Entry[];
  /** Of the last drawing on the whiteboard; 0: nobody has drawn. */
  boardNumber: number;
}

/** All that the room's stream tells of the work in it: the workspace anew each time, the timeline entry by entry. */
export class WorkspaceStore {
  #known: Known = { entries: [], boardNumber: 0 };
  #ids = new Set<string>();
  #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  known = () => this.#known;

  take = ({ name, data }: StreamEvent) => {
    if (name === "workspace") this.#become({ ...this.#known, workspace: data as Workspace });
    if (name === "entry") this.#enter(data as Entry);
    if (name === "board") this.#become({ ...this.#known, boardNumber: (data as { number: number }).number });
  };

  /** A stream that begins anew tells once more what is here. */
  #enter(entry: Entry) {
    if (this.#ids.has(entry.id)) return;
    this.#ids.add(entry.id);
    this.#become({ ...this.#known, entries: [...this.#known.entries, entry] });
  }

  #become(known: Known) {
    this.#known = known;
    for (const listener of this.#listeners) listener();
  }
}

/** The store of the room that is shown. */
export const WorkspaceContext = createContext(new WorkspaceStore());

export function useWorkspace(): Workspace | undefined {
  const store = useContext(WorkspaceContext);
  return useSyncExternalStore(store.subscribe, () => store.known().workspace);
}

export function useBoardNumber(): number {
  const store = useContext(WorkspaceContext);
  return useSyncExternalStore(store.subscribe, () => store.known().boardNumber);
}

const newsForMs = 10_000;

/** Whether it was told as it happened: a page that comes late is told all that has happened before. */
export const isNews = ({ at }: Entry) => serverNow() - Date.parse(at) <= newsForMs;

/** The entries of one kind, oldest first. */
export function useEntries<K extends EntryKind>(kind: K): Entry<K>[] {
  const store = useContext(WorkspaceContext);
  const all = useSyncExternalStore(store.subscribe, () => store.known().entries);
  return useMemo(() => all.filter((entry): entry is Entry<K> => entry.kind === kind), [all, kind]);
}
