import { type Busy, busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import { listen, type StreamEvent } from "@codecraft/api/events";
import { api, newIntention, transport } from "@/api/client";
import { afterEvent, isUnderWay, lostResult, noOutcome, type RunView } from "@/lib/run";
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

export interface CaseRun extends RunView {
  input: string;
  /** It was refused for want of room, and when there may be. */
  busy?: Busy;
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
    this.#set(key, { ...noOutcome, status: "asked", input });
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
    return this.#runs.get(key) ?? { ...noOutcome, status: "cancelled", input };
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
            this.#change(key, lostResult);
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
    if (run) this.#set(key, afterEvent(run, event));
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
