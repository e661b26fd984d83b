import { type Busy, busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import { listen, type StreamEvent } from "@codecraft/api/events";
import type { Run, RunStatus } from "@codecraft/api/types";
import { api, newIntention, transport } from "@/api/client";
import type { Chunk } from "@/lib/console";
import { type RunOptions, runAttributes } from "@/lib/run-options";

/** What is asked of a run: the text as it stands, and the case's input. */
export interface RunRequest {
  answerId: string;
  language: string;
  source: string;
  input: string;
  /** Which sample this is, from 1: it is judged as a submission is, so that options would change nothing. */
  sample?: number;
  options: RunOptions;
}

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
export interface CaseRun extends Outcome {
  status: RunStatus | "asked" | "refused";
  input: string;
  id?: string;
  /** It was refused for want of room, and when there may be. */
  busy?: Busy;
}

const nothing: Outcome = {
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
/** More than this is not held while it runs; the end brings what the server keeps. */
const longestText = 512 * 1024;
const underWay = new Set(["asked", "queued", "compiling", "running"]);

export function isUnderWay(run: CaseRun | undefined): boolean {
  return run !== undefined && underWay.has(run.status);
}

/** The runs of a page, the latest of each case; they go on while another problem is shown. */
export class Runner {
  #runs = new Map<string, CaseRun>();
  #stops = new Map<string, () => void>();
  #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  get = (key: string): CaseRun | undefined => this.#runs.get(key);

  forget(key: string) {
    this.#stops.get(key)?.();
    this.#runs.delete(key);
    this.#tell();
  }

  /** Runs and resolves with the end; the output so far can be watched meanwhile. */
  async start(key: string, request: RunRequest): Promise<CaseRun> {
    this.#stops.get(key)?.();
    const { input, sample } = request;
    this.#set(key, { ...nothing, status: "asked", input });
    let stopped = false;
    this.#stops.set(key, () => {
      stopped = true;
    });
    try {
      const run = await api.create(
        "runs",
        {
          language: request.language,
          source: request.source,
          answerId: request.answerId,
          ...(sample ? { sample } : { stdin: input, ...runAttributes(request.options) }),
        },
        undefined,
        { idempotencyKey: newIntention() },
      );
      if (stopped) void api.remove(run).catch(() => {});
      else await this.#follow(key, run.id, run.links?.events ?? `/v1/runs/${run.id}/events`);
    } catch (error) {
      if (!stopped) {
        this.#change(key, { status: "refused", detail: explain(error), busy: busyOf(error) });
      }
    }
    return this.#runs.get(key) ?? { ...nothing, status: "cancelled", input };
  }

  /** Asks the server to end a run; its own end event tells when it has. */
  async stop(key: string) {
    const run = this.#runs.get(key);
    if (!run || !isUnderWay(run)) return;
    if (!run.id) {
      this.#stops.get(key)?.();
      return this.#change(key, { status: "cancelled" });
    }
    await api.remove({ type: "runs", id: run.id });
  }

  close() {
    for (const stop of this.#stops.values()) stop();
    this.#listeners.clear();
  }

  #follow(key: string, id: string, events: string): Promise<void> {
    this.#change(key, { id, status: "queued" });
    return new Promise((resolve) => {
      const leave = listen(transport, events, {
        onEvent: (event) => this.#take(key, event),
        isLast: (event) => event.name === "end",
        onState: (state) => {
          if (state !== "ended") return;
          if (isUnderWay(this.#runs.get(key))) {
            this.#change(key, {
              status: "internal_error",
              detail: "The run's result is gone: run it again.",
            });
          }
          resolve();
        },
      });
      this.#stops.set(key, () => {
        leave();
        resolve();
      });
    });
  }

  #take(key: string, event: StreamEvent) {
    const run = this.#runs.get(key);
    if (!run) return;
    if (event.name === "status") this.#change(key, event.data as { status: RunStatus });
    else if (event.name === "stdout" || event.name === "stderr") {
      const chunk = event.data as Chunk;
      const room = longestText - run.stdout.length - run.stderr.length;
      if (room <= 0) return;
      const text = chunk.text.slice(0, room);
      this.#change(key, {
        [event.name]: run[event.name] + text,
        output: [...run.output, { ...chunk, text }],
      });
    } else if (event.name === "end") this.#change(key, event.data as Outcome & { status: RunStatus });
  }

  #change(key: string, changes: Partial<CaseRun>) {
    const run = this.#runs.get(key);
    if (run) this.#set(key, { ...run, ...changes });
  }

  #set(key: string, run: CaseRun) {
    this.#runs.set(key, run);
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
