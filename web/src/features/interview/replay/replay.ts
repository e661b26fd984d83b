import { type RoomRun, runsOf } from "../workspace/runs";
import type { Entry, EntryKind } from "../workspace/store";
import type { BoardLog } from "./board";
import type { FileLog } from "./log";
import type { ReplayTerminal } from "./terminal";

/** Something on the clock of the interview, in milliseconds since it began. */
interface Timed {
  ms: number;
}

export type TimedEntry<K extends EntryKind = EntryKind> = Entry<K> & Timed;

export interface TimedNote extends Timed {
  id: string;
  name: string;
  text: string;
}

interface Naming extends Timed {
  what: "made" | "changed" | "removed";
  path: string;
  language: string;
}

export interface ReplayFile {
  id: string;
  log: FileLog;
  /** What it was called, from when on. */
  names: Naming[];
}

export interface Mark extends Timed {
  kind: "run" | "note" | "file" | "problem" | "drawing";
  label: string;
}

/** An interview that is over, whole. Everything in it is in order. */
export interface Replay {
  startedAt: string;
  lengthMs: number;
  files: ReplayFile[];
  board: BoardLog;
  /** In the order in which they were opened. */
  terminals: ReplayTerminal[];
  entries: TimedEntry[];
  notes: TimedNote[];
  marks: Mark[];
  /** Each at which something happened, edits included. */
  moments: number[];
}

export type Parts = Pick<
  Replay,
  "startedAt" | "lengthMs" | "files" | "board" | "terminals" | "entries" | "notes"
>;

const inOrder = <T extends Timed>(all: T[]) => all.toSorted((a, b) => a.ms - b.ms);

export function ofKind<K extends EntryKind>(entries: TimedEntry[], kind: K): TimedEntry<K>[] {
  return entries.filter((entry): entry is TimedEntry<K> => entry.kind === kind);
}

/** Somebody's coming or going, in words. */
export function passageOf(entry: TimedEntry<"joined"> | TimedEntry<"left">): string {
  const who = entry.name || "A member";
  if (entry.kind === "joined") return `${who} joined`;
  return `${who} ${entry.data.removed ? "was removed" : "left"}`;
}

/** What may be told of something after the interview that was under way at its end. */
const endings = new Set<EntryKind>(["run-ended", "terminal-ended", "recording"]);

export function replayOf(parts: Parts): Replay {
  const { lengthMs } = parts;
  // What was under way at the end of an interview ends with it; what came of it later is no part of it.
  const ended = parts.entries.map((entry) =>
    entry.ms > lengthMs && endings.has(entry.kind) ? { ...entry, ms: lengthMs } : entry,
  );
  const entries = inOrder(ended.filter(({ ms }) => ms <= lengthMs));
  const notes = inOrder(parts.notes.filter(({ ms }) => ms <= lengthMs));
  const edits = parts.files.flatMap(({ log }) => log.edits.map(({ ms }) => ms));
  const drawn = parts.board.drawings.map(({ ms }) => ms);
  const shown = parts.terminals.flatMap(({ outputs }) => outputs.map(({ ms }) => ms));
  const moments = [...entries, ...notes].map(({ ms }) => ms).concat(edits, drawn, shown);
  return {
    ...parts,
    entries,
    notes,
    marks: marksOf(entries, notes),
    moments: moments.sort((a, b) => a - b),
  };
}

function marksOf(entries: TimedEntry[], notes: TimedNote[]): Mark[] {
  const runs = ofKind(entries, "run").map(({ ms, name }) => ({
    ms,
    kind: "run" as const,
    label: `${name} ran the program`,
  }));
  const terminals = ofKind(entries, "terminal").map(({ ms, name }) => ({
    ms,
    kind: "run" as const,
    label: `${name} opened a terminal`,
  }));
  const files = ofKind(entries, "file").map(({ ms, name, data }) => ({
    ms,
    kind: "file" as const,
    label: `${name}: ${data.path} was ${data.what}`,
  }));
  const problems = ofKind(entries, "problem").map(({ ms, data }) => ({
    ms,
    kind: "problem" as const,
    label: `${data.title} was ${data.shown ? "shown" : "hidden"}`,
  }));
  const drawings = ofKind(entries, "drawing").map(({ ms, name }) => ({
    ms,
    kind: "drawing" as const,
    label: `${name} drew on the whiteboard`,
  }));
  const noted = notes.map(({ ms, name }) => ({
    ms,
    kind: "note" as const,
    label: `${name} noted something`,
  }));
  return inOrder<Mark>([...runs, ...terminals, ...files, ...problems, ...drawings, ...noted]);
}

export interface FileThen {
  file: ReplayFile;
  path: string;
  language: string;
}

/** The files that were there at a moment, under the names they had, oldest first. */
export function filesAt(files: ReplayFile[], ms: number): FileThen[] {
  return files.flatMap((file) => {
    const naming = file.names.findLast((one) => one.ms <= ms);
    if (!naming || naming.what === "removed") return [];
    return [{ file, path: naming.path, language: naming.language }];
  });
}

/** In which of them somebody typed last; before anybody did, the first one. */
export function lastTouched(files: FileThen[], ms: number): FileThen | undefined {
  return files.reduce<FileThen | undefined>(
    (best, one) => (best && touchedMs(best, ms) >= touchedMs(one, ms) ? best : one),
    undefined,
  );
}

/** When somebody typed last in a file, until a moment; -1: nobody did. */
export function touchedMs({ file: { log } }: FileThen, ms: number): number {
  return log.edits[log.versionAt(ms) - 1]?.ms ?? -1;
}

/** The run that was the newest at a moment, as far as it had come. */
export function runAt(entries: TimedEntry[], ms: number): RoomRun | undefined {
  const until = entries.filter((entry) => entry.ms <= ms);
  return runsOf(ofKind(until, "run"), ofKind(until, "run-ended"))[0];
}
