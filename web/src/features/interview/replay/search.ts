import type { TimedCue } from "./captions";
import { ofKind, passageOf, type Replay, type ReplayFile } from "./replay";

export interface Hit {
  ms: number;
  where: "Code" | "Output" | "Said" | "Chat" | "Note" | "People";
  /** In which file, or by whom. */
  of: string;
  /** The line that holds it. */
  line: string;
}

/** More of one file, or of all, help nobody. */
const mostOfFile = 50;
const mostHits = 200;

/** The line of a text that holds the words, and what they stand in when it is long. */
function lineWith(text: string, words: string): string | undefined {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at < 0) return undefined;
  const from = text.lastIndexOf("\n", at) + 1;
  const to = text.indexOf("\n", at);
  const line = text.slice(from, to < 0 ? undefined : to);
  const before = Math.max(0, at - from - 40);
  return `${before > 0 ? "…" : ""}${line.slice(before, before + 120).trim()}`;
}

function inFile({ log, names }: ReplayFile, words: string): Hit[] {
  const begin = names[0]?.ms ?? 0;
  return log.appearances(words, mostOfFile).map(({ ms = begin, line }) => ({
    ms,
    where: "Code",
    of: names.findLast((one) => one.ms <= ms && one.what !== "removed")?.path ?? names[0]?.path ?? "a file",
    line: lineWith(line, words) ?? line,
  }));
}

/** Where and when words were typed, printed, said or noted, and who came and went, in order. */
export function search({ files, entries, notes }: Replay, cues: TimedCue[], asked: string): Hit[] {
  const words = asked.trim();
  if (words === "") return [];
  const hits = files.flatMap((file) => inFile(file, words));
  const look = (text: string | undefined, hit: Omit<Hit, "line">) => {
    const line = text && lineWith(text, words);
    if (line) hits.push({ ...hit, line });
  };
  for (const { ms, name, data } of [...ofKind(entries, "run-ended"), ...ofKind(entries, "terminal-ended")]) {
    const { stdout, stderr, compileOutput } = data as Record<string, string | undefined>;
    look([compileOutput, stdout, stderr].filter(Boolean).join("\n"), { ms, where: "Output", of: name });
  }
  for (const { ms, speaker, text } of cues) look(text, { ms, where: "Said", of: speaker || "somebody" });
  for (const { ms, name, data } of ofKind(entries, "message"))
    look(data.text, { ms, where: "Chat", of: name });
  for (const { ms, name, text } of notes) look(text, { ms, where: "Note", of: name });
  for (const entry of [...ofKind(entries, "joined"), ...ofKind(entries, "left")])
    look(passageOf(entry), { ms: entry.ms, where: "People", of: entry.name });
  return hits.sort((a, b) => a.ms - b.ms).slice(0, mostHits);
}
