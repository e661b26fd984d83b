import {
  CircleDot,
  FileCode,
  FileText,
  Lock,
  LockOpen,
  LogIn,
  LogOut,
  type LucideIcon,
  MessageSquare,
  NotebookPen,
  Play,
  Presentation,
  Smile,
  SquareTerminal,
  Timer,
  Volume2,
} from "lucide-react";
import { formatClock } from "@/lib/format";
import { noOutcome, type RunView } from "@/lib/run";
import { lookOfRun } from "@/ui/run-badge";
import type { TimedCue } from "./captions";
import type { Moment } from "./moment-list";
import { ofKind, passageOf, type Replay, type TimedEntry } from "./replay";

type Told = { icon: LucideIcon; title: string };

const recordings = {
  started: "The recording began",
  paused: "The recording paused",
  stopped: "The recording ended",
};

function timer({ state, seconds }: { state?: string; seconds: number }): string {
  if (state === "running") return `set the timer going: ${formatClock(seconds)}`;
  return state === "paused" ? "paused the timer" : "set the timer back";
}

/** What an entry says in the list of what happened; messages and notes have lists of their own. */
function toldOf(entry: TimedEntry): Told | undefined {
  const who = entry.name || "A member";
  switch (entry.kind) {
    case "problem":
      return { icon: FileText, title: `${who} ${entry.data.shown ? "showed" : "hid"} ${entry.data.title}` };
    case "file": {
      const what = { made: "made", changed: "renamed or changed", removed: "removed" }[entry.data.what];
      return { icon: FileCode, title: `${who} ${what} ${entry.data.path}` };
    }
    case "reaction":
      return { icon: Smile, title: `${who} reacted: ${entry.data.emoji}` };
    case "lock":
      return entry.data.locked
        ? { icon: Lock, title: `${who} locked the files` }
        : { icon: LockOpen, title: `${who} opened the files again` };
    case "timer":
      return { icon: Timer, title: `${who} ${timer(entry.data)}` };
    case "run":
      return { icon: Play, title: `${who} ran the program` };
    case "run-ended": {
      const run = { ...noOutcome, ...entry.data } as RunView;
      return { icon: SquareTerminal, title: `The run of ${who} ended: ${lookOfRun(run).word}` };
    }
    case "terminal":
      return { icon: SquareTerminal, title: `${who} opened a terminal` };
    case "terminal-ended": {
      const run = { ...noOutcome, ...entry.data } as RunView;
      return { icon: SquareTerminal, title: `The terminal of ${who} ended: ${lookOfRun(run).word}` };
    }
    case "drawing":
      return { icon: Presentation, title: `${who} drew on the whiteboard` };
    case "recording":
      return { icon: CircleDot, title: recordings[entry.data.change] };
    case "joined":
    case "left":
      return { icon: entry.kind === "joined" ? LogIn : LogOut, title: passageOf(entry) };
    default:
      return undefined;
  }
}

export function happenings({ entries }: Replay): Moment[] {
  return entries.flatMap((entry) => {
    const told = toldOf(entry);
    return told ? [{ id: entry.id, ms: entry.ms, ...told }] : [];
  });
}

export function messages({ entries }: Replay): Moment[] {
  return ofKind(entries, "message").map(({ id, ms, name, audience, data }) => ({
    id,
    ms,
    icon: audience === "interviewers" ? Lock : MessageSquare,
    title: audience === "interviewers" ? `${name || "A member"}, to interviewers only` : name || "A member",
    text: data.text,
  }));
}

export function spoken(cues: TimedCue[]): Moment[] {
  return cues.map(({ id, ms, speaker, text }) => ({
    id,
    ms,
    icon: Volume2,
    title: speaker || "Somebody",
    text,
  }));
}

export function noted({ notes }: Replay): Moment[] {
  return notes.map(({ id, ms, name, text }) => ({
    id,
    ms,
    icon: NotebookPen,
    title: name || "A member",
    text,
    isMarkdown: true,
  }));
}
