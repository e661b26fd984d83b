import type { StreamEvent } from "@codecraft/api/events";
import type { Run, RunStatus } from "@codecraft/api/types";
import type { Chunk } from "./console";

type Outcome = Pick<
  Run,
  | "stdout"
  | "stderr"
  | "output"
  | "exitCode"
  | "cpuTimeMs"
  | "wallTimeMs"
  | "memoryKb"
  | "truncated"
  | "verdict"
  | "difference"
  | "message"
> & { signal: string; detail: string; compileOutput: string };

/**
 *   asked → queued → compiling → running → one of the ends in RunStatus
 *         → refused                        the server did not take it; detail says why
 */
export interface RunView extends Outcome {
  status: RunStatus | "asked" | "refused";
  id?: string;
}

export const noOutcome: Outcome = {
  stdout: "",
  stderr: "",
  output: [],
  exitCode: 0,
  signal: "",
  detail: "",
  cpuTimeMs: 0,
  wallTimeMs: 0,
  memoryKb: 0,
  compileOutput: "",
  truncated: false,
  verdict: "",
  message: "",
};

/** What becomes of a run whose stream ends before it does. */
export const lostResult = {
  status: "internal_error",
  detail: "The run's result is gone: run it again.",
} as const;

/** More than this is not held while it runs; the end brings what the server keeps. */
const longestText = 512 * 1024;
const underWay = new Set(["asked", "queued", "compiling", "running"]);

export function isUnderWay(run: RunView | undefined): boolean {
  return run !== undefined && underWay.has(run.status);
}

/** A run, with what one event of its stream tells. */
export function afterEvent<R extends RunView>(run: R, { name, data }: StreamEvent): R {
  if (name === "status") return { ...run, ...(data as { status: RunStatus }) };
  if (name === "end") return { ...run, ...(data as Outcome & { status: RunStatus }) };
  if (name !== "stdout" && name !== "stderr") return run;
  const chunk = data as Chunk;
  const room = longestText - run.stdout.length - run.stderr.length;
  if (room <= 0) return run;
  const text = chunk.text.slice(0, room);
  return { ...run, [name]: run[name] + text, output: [...run.output, { ...chunk, text }] };
}
