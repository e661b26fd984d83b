import { ApiError, explain } from "./errors";

/** A request that was refused because there is too much to do, and when to come again. */
export interface Busy {
  /** What is the matter, in a sentence. */
  what: string;
  /** The server's own sentence, with its numbers: the place in a queue, the limit that was met. */
  detail: string;
  /** By this machine's clock, when it may work. */
  until: number;
}

const words: Record<string, string> = {
  rate_limited: "Too much was asked for within a minute.",
  organization_rate_limited: "Too many programs were started within a minute.",
  runs_at_once: "As many programs are running as may at once.",
  organization_queue_full: "The queue of your organization is full.",
  queue_full: "The queue for judging is full.",
  workers_busy: "All machines are busy.",
  no_worker: "No machine is ready to run programs.",
  too_many_open: "Too many pages are open at once.",
};

/** Without a word of the server it is asked again after this long. */
const standardSeconds = 10;

/** What a refusal for want of room says; undefined when the failure is another one. */
export function busyOf(error: unknown, now = Date.now()): Busy | undefined {
  if (!(error instanceof ApiError) || ![429, 503].includes(error.status)) return undefined;
  // Nobody waits for the next day: what is used up is told as it is, without counting down.
  if (error.code === "organization_quota_used") return undefined;
  const what = words[error.code] ?? (error.status === 429 ? "That was too often." : "The server is busy.");
  return { what, detail: explain(error), until: now + (error.retryAfterSeconds ?? standardSeconds) * 1000 };
}
