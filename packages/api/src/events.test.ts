import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen, type StreamEvent, type StreamOptions } from "./events";
import { fakePlatform } from "./fake-platform";
import { Transport } from "./transport";

type Fetch = ConstructorParameters<typeof Transport>[0]["fetch"];

const listenBy = (fetch: Fetch, path: string, options: StreamOptions) =>
  listen(new Transport(fakePlatform(fetch)), path, options);

function stream(...pieces: string[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

describe("listen", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("reads pieces cut anywhere, comments, several lines of data and the time to wait", async () => {
    const pieces = [
      ": hello\n\nretry: 250\n\nev",
      "ent: a\r",
      "\nda",
      "ta: [1,\r\ndata: 2]\r\n",
      "\r\nevent: x\n\ndata: 3\n\ndata: 4\n",
    ];
    const fetch = vi.fn(async () => stream(...pieces));
    const events: StreamEvent[] = [];
    const stop = listenBy(fetch, "/v1/runs/1/events", { onEvent: (event) => events.push(event) });
    await vi.advanceTimersByTimeAsync(100);
    expect(events).toEqual([
      { id: "", name: "a", data: [1, 2] },
      { id: "", name: "message", data: 3 },
    ]);
    await vi.advanceTimersByTimeAsync(300);
    expect(fetch).toHaveBeenCalledTimes(2);
    stop();
  });

  it("resumes after the last event it saw, through refusals, until the last one", async () => {
    const answers = [
      () => stream("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"),
      () => new Response(null, { status: 503, headers: { "Retry-After": "3" } }),
      () => stream("id: 3\nevent: end\ndata: 3\n\n"),
    ];
    const fetch = vi.fn(async (_path: string, _init: RequestInit) => answers.shift()?.() ?? Response.error());
    const events: StreamEvent[] = [];
    const states: string[] = [];
    listenBy(fetch, "/v1/runs/1/events", {
      onEvent: (event) => events.push(event),
      onState: (state) => states.push(state),
      isLast: (event) => event.name === "end",
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events.map((event) => event.data)).toEqual([1, 2, 3]);
    const resumed = fetch.mock.calls.map(
      (call) => (call[1].headers as Record<string, string>)["Last-Event-ID"],
    );
    expect(resumed).toEqual([undefined, "2", "2"]);
    expect(states.at(-1)).toBe("ended");
  });

  it("stops when closed", async () => {
    const fetch = vi.fn(async () => stream("data: 1\n\n"));
    const close = listenBy(fetch, "/v1/x", { onEvent: () => {} });
    await vi.advanceTimersByTimeAsync(10);
    close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("says why it was ended and does not come back", async () => {
    const ended =
      'event: ended\ndata: {"code":"session_ended","detail":"the session has ended: sign in again"}\n\n';
    const refusal = JSON.stringify({ errors: [{ detail: "sign in first" }] });
    for (const [answer, words, times] of [
      [() => stream("data: 1\n\n", ended), "the session has ended: sign in again", 1],
      [() => new Response(refusal, { status: 401 }), "sign in first", 3],
    ] as const) {
      const fetch = vi.fn(async (path: string) =>
        path === "/v1/x" ? answer() : new Response(refusal, { status: 401 }),
      );
      const states: (string | undefined)[][] = [];
      const events: StreamEvent[] = [];
      listenBy(fetch, "/v1/x", {
        onEvent: (event) => events.push(event),
        onState: (...state) => states.push(state),
      });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(states.at(-1)).toEqual(["ended", words]);
      expect(fetch.mock.calls.filter(([path]) => path === "/v1/x")).toHaveLength(times);
      expect(events.map((event) => event.name)).not.toContain("ended");
    }
  });

  it("does not ask again for what is not there", async () => {
    const fetch = vi.fn(async () => new Response(null, { status: 404 }));
    listenBy(fetch, "/v1/x", { onEvent: () => {} });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledOnce();
  });
});
