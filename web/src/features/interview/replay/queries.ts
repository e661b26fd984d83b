import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { drawingsBehind } from "../board/port";
import { terminalsOf } from "../workspace/terminals";
import { BoardLog, type Drawing } from "./board";
import { cuesOf, type TimedCue } from "./captions";
import { type Edit, FileLog } from "./log";
import { aboutRecordings, type Take, takesOf } from "./recordings";
import { ofKind, type Replay, type ReplayFile, replayOf, type TimedEntry } from "./replay";
import { bytesOf, type ReplayTerminal } from "./terminal";

type Interview = Item<"interviews">;
type Participant = Item<"interview-participants">;

/** What is shown of an interview that is over: nothing in it changes any more but notes. */
export interface Recalled {
  replay: Replay;
  people: Participant[];
  takes: Take[];
  cues: TimedCue[];
  /** Why not all of the recording can be played. */
  aboutTakes: string;
}

export function replayQuery(interview: Interview) {
  return queryOptions({
    queryKey: keys.interview.replay(interview.id, interview.attributes.endedAt),
    queryFn: ({ signal }) => recall(interview, signal),
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
}

async function recall({ id, attributes }: Interview, signal: AbortSignal): Promise<Recalled> {
  const startedAt = attributes.startedAt ?? attributes.startsAt;
  const begins = Date.parse(startedAt);
  const since = (time: string) => Math.max(0, Date.parse(time) - begins);
  const of = { "filter[interview]": id };
  const [told, noted, people, recordings, captions, board] = await Promise.all([
    api.all("timeline-entries", of, { signal }),
    api.all("notes", of, { signal }),
    api.all("interview-participants", of, { signal }),
    api.all("recordings", of, { signal }),
    api.all("captions", of, { signal }),
    recallBoard(id, since, signal),
  ]);
  const entries = told.map(
    (item) => ({ id: item.id, ...item.attributes, ms: since(item.attributes.at) }) as unknown as TimedEntry,
  );
  const notes = noted.map(({ id: noteId, attributes: { at, name, text } }) => ({
    id: noteId,
    ms: since(at),
    name,
    text,
  }));
  const [files, terminals] = await Promise.all([
    recallFiles(entries, since, signal),
    recallTerminals(entries, since, signal),
  ]);
  const replay = replayOf({
    startedAt,
    lengthMs: since(attributes.endedAt ?? startedAt),
    files,
    board,
    terminals,
    entries,
    notes,
  });
  return {
    replay,
    people,
    takes: takesOf(recordings, since),
    cues: cuesOf(captions, recordings, since),
    aboutTakes: aboutRecordings(recordings),
  };
}

type Since = (time: string) => number;

async function recallBoard(interviewId: string, since: Since, signal: AbortSignal): Promise<BoardLog> {
  const drawings: Drawing[] = [];
  for (let last = 0; ; ) {
    const some = await drawingsBehind(interviewId, last, signal);
    if (some.length === 0) return new BoardLog(drawings);
    drawings.push(...some.map(({ at, elements }) => ({ ms: since(at), elements })));
    last = some.at(-1)?.number ?? last;
  }
}

async function recallFiles(entries: TimedEntry[], since: Since, signal: AbortSignal): Promise<ReplayFile[]> {
  const names = new Map<string, ReplayFile["names"]>();
  for (const entry of entries) {
    if (entry.kind !== "file" || !entry.subject) continue;
    const { ms, data } = entry;
    names.set(entry.subject, [...(names.get(entry.subject) ?? []), { ms, ...data }]);
  }
  return Promise.all(
    [...names].map(async ([id, known]) => ({ id, names: known, log: await recallLog(id, since, signal) })),
  );
}

function recallTerminals(
  entries: TimedEntry[],
  since: Since,
  signal: AbortSignal,
): Promise<ReplayTerminal[]> {
  const ended = ofKind(entries, "terminal-ended");
  return Promise.all(
    terminalsOf(ofKind(entries, "terminal"), ended).map(async (terminal) => {
      const ms = since(terminal.startedAt);
      const tape = (await api.get("interview-terminals", terminal.id, { signal })).attributes;
      const outputs = tape.outputs.map(({ atMs, data }) => ({
        ms: ms + atMs,
        data: Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)),
      }));
      // The compiler writes beside the terminal, whose screen shows it at the end.
      const end = ended.find(({ data }) => data.runId === terminal.id);
      const compiler = end?.data.compileOutput?.replace(/\r?\n/g, "\r\n");
      if (end && compiler) outputs.push({ ms: end.ms, data: bytesOf(compiler) });
      return { ...terminal, ms, outputs };
    }),
  );
}

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/** The first part of a log tells how long it is; the others are asked for at once. */
async function recallLog(id: string, since: Since, signal: AbortSignal): Promise<FileLog> {
  const first = (await api.get("interview-file-logs", id, { signal })).attributes;
  const step = first.edits.length;
  const starts: number[] = [];
  for (let from = step; step > 0 && from < first.version; from += step) starts.push(from);
  const others = await Promise.all(
    starts.map((from) =>
      api.get("interview-file-logs", id, { signal, query: { fromVersion: String(from) } }),
    ),
  );
  const all = [first, ...others.map(({ attributes }) => attributes)].flatMap(({ edits }) => edits);
  const edits = all.map(
    ({ at, participantId, changes }): Edit => ({
      ms: since(at),
      author: participantId,
      changes: JSON.parse(changes),
    }),
  );
  return FileLog.of(first.text, edits, breathe);
}
