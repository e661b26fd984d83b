import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { Platform, Transport } from "./transport";

/** One event of a stream; data is already parsed. */
export interface StreamEvent {
  id: string;
  name: string;
  data: unknown;
}

export type StreamState = "connecting" | "open" | "waiting" | "ended";

export interface StreamOptions {
  onEvent: (event: StreamEvent) => void;
  /** An ended stream says why in a sentence for people, where it was not simply over. */
  onState?: (state: StreamState, why?: string) => void;
  /** Says after which event nothing more is to come; a stream without it lasts until closed. */
  isLast?: (event: StreamEvent) => boolean;
}

/**
 * Listens to a stream until closed. Unlike the browser's EventSource it survives refused connections: it
 * refreshes a spent session, obeys Retry-After, and waits longer each time, always resuming after the last
 * event seen.
 */
export function listen(transport: Transport, path: string, options: StreamOptions): () => void {
  const abort = new AbortController();
  void run(transport, path, options, abort.signal);
  return () => abort.abort();
}

async function run(transport: Transport, path: string, options: StreamOptions, signal: AbortSignal) {
  let last = "";
  let failures = 0;
  let base = 1000;
  const state = (next: StreamState, why?: string) => {
    if (!signal.aborted) options.onState?.(next, why);
  };
  while (!signal.aborted) {
    state(failures === 0 ? "connecting" : "waiting");
    let wait: number | undefined;
    try {
      const response = await transport.stream(path, last ? { "Last-Event-ID": last } : {}, signal);
      if (response.status === 204) return state("ended");
      const isUnsigned = response.status === 401 && failures >= 2; // the first ones may be a refresh that failed
      if (isUnsigned || [403, 404, 410].includes(response.status)) {
        return state("ended", await reasonOf(response));
      }
      if (!response.ok || !response.body) {
        wait = Number(response.headers.get("Retry-After")) * 1000 || undefined;
        throw new Error(`stream refused: ${response.status}`);
      }
      failures = 0;
      state("open");
      const onRetry = (ms: number) => {
        base = ms;
      };
      for await (const message of messages(response.body, onRetry, signal)) {
        last = message.id ?? last;
        const event = {
          id: last,
          name: message.event ?? "message",
          data: JSON.parse(message.data) as unknown,
        };
        if (event.name === "ended") return state("ended", (event.data as { detail: string }).detail);
        options.onEvent(event);
        if (options.isLast?.(event)) return state("ended");
      }
      wait = base;
    } catch {
      failures++;
    }
    if (signal.aborted) return;
    state("waiting");
    await backOff(wait ?? Math.min(base * 2 ** (failures - 1), 20_000), signal, transport.platform.onOnline);
  }
}

/** Why a stream was refused for good. */
async function reasonOf(response: Response): Promise<string | undefined> {
  const body = (await response.json().catch(() => undefined)) as
    | { errors?: { detail?: string }[] }
    | undefined;
  return body?.errors?.[0]?.detail;
}

async function* messages(
  body: ReadableStream<Uint8Array>,
  onRetry: (ms: number) => void,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parsed: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => parsed.push(message), onRetry });
  try {
    while (!signal.aborted) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* parsed.splice(0);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Waits, a little differently each time so that a restart is not met by everyone at once; coming back online ends it. */
function backOff(ms: number, signal: AbortSignal, onOnline: Platform["onOnline"]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      leave();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms * (0.75 + Math.random() / 2));
    const leave = onOnline(done);
    signal.addEventListener("abort", done);
  });
}
