import { formatMinutes } from "@/lib/format";
import type { Part, Problem, Process, Setting } from "./queries";

const titles: Record<string, string> = {
  auth: "People and sessions",
  problems: "Problems",
  execution: "Queue and judging",
  assessments: "Assessments",
  worker: "Workers",
  interviews: "Interviews",
  web: "Web",
  queue: "Messages between parts",
  bucket: "Bucket of files",
  video: "Video server",
};

/** What a part is called; one that is not known yet, as of a server that is newer, by its own name. */
export const titleOf = (name: string) => titles[name] ?? name;

/** "All parts are ready", or how many are not. */
export function healthOf(parts: Part[]): { tone: "ok" | "warn" | "bad"; words: string } {
  const troubled = parts.filter(({ state }) => state !== "ready");
  if (troubled.length === 0) return { tone: "ok", words: "All parts are ready" };
  const isDown = troubled.some(({ state }) => state !== "degraded");
  const words = troubled.length === 1 ? "1 part needs a look" : `${troubled.length} parts need a look`;
  return { tone: isDown ? "bad" : "warn", words };
}

/** How long something has lasted: "12 s", "5 min", "2 h 5 min". */
export function formatSpan(seconds: number): string {
  return seconds < 60 ? `${Math.max(0, Math.floor(seconds))} s` : formatMinutes(Math.floor(seconds / 60));
}

const has = (text: string | undefined, wanted: string) => text?.toLowerCase().includes(wanted) ?? false;

/** The problems that a text is found in: a request's id shows all that it met. */
export function problemsWith(all: Problem[], text: string): Problem[] {
  const wanted = text.trim().toLowerCase();
  return all.filter((problem) =>
    [
      problem.message,
      problem.error,
      problem.code,
      problem.request,
      problem.trace,
      problem.route,
      problem.service,
      problem.unit,
      problem.subject,
      problem.language,
      problem.run,
      problem.judgement,
      problem.host,
    ].some((part) => has(part, wanted)),
  );
}

/** The settings that a text is found in, by name or value. */
export function settingsWith(all: Setting[], text: string, isChangedOnly: boolean): Setting[] {
  const wanted = text.trim().toLowerCase();
  return all.filter(
    ({ name, value, from }) =>
      (!isChangedOnly || from !== "default") && (has(name, wanted) || has(value, wanted)),
  );
}

/** From when on all processes have kept what went wrong: the youngest knows of nothing before. */
export function watchedSince(processes: Process[]): string | undefined {
  return processes
    .map(({ startedAt }) => startedAt)
    .sort()
    .at(-1);
}

/** Each version that runs, once. */
export const versionsOf = (processes: Process[]) => [
  ...new Set(
    processes.filter(({ silent }) => !silent).map(({ version, commit }) => `${version} (${commit})`),
  ),
];
