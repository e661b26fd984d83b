// @vitest-environment happy-dom
import { ApiError } from "@codecraft/api/errors";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TerminalSession, type Ways } from "./session";

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState: number = WebSocket.OPEN;
  binaryType = "";
  sent: unknown[] = [];
  onmessage: (event: { data: unknown }) => void = () => {};
  onclose: () => void = () => {};
  constructor(readonly path: string) {
    FakeSocket.all.push(this);
  }
  send(data: unknown) {
    this.sent.push(
      typeof data === "string" ? JSON.parse(data) : new TextDecoder().decode(data as Uint8Array),
    );
  }
  close() {
    this.readyState = WebSocket.CLOSED;
  }
  says(message: object) {
    this.onmessage({ data: JSON.stringify(message) });
  }
  shows(text: string) {
    this.onmessage({ data: new TextEncoder().encode(text).buffer });
  }
}

const program = { language: "python", source: "", terminal: { rows: 24, columns: 80 } };

function session(own: Partial<Pick<Ways, "stop" | "create">> = {}) {
  return new TerminalSession({
    create: async () => ({ id: "1", socket: "/v1/runs/1/socket" }),
    connect: (path) => new FakeSocket(path) as unknown as WebSocket,
    stop: async () => {},
    ...own,
  });
}

const newest = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

test("output goes to the screen, and is told as shown when it is", async () => {
  const terminal = session();
  await terminal.start(program);
  newest().says({ type: "hello", readOnly: false, from: 0 });
  const seen: string[] = [];
  terminal.attach((data, shown) => {
    seen.push(new TextDecoder().decode(data));
    shown();
  });
  newest().shows("Name? ");
  expect(seen).toEqual(["Name? "]);
  expect(newest().sent).toEqual([{ type: "shown", offset: 6 }]);
});

test("a screen that comes back shows what it missed", async () => {
  const terminal = session();
  await terminal.start(program);
  newest().shows("before");
  const seen: string[] = [];
  terminal.attach((data) => seen.push(new TextDecoder().decode(data)));
  expect(seen).toEqual(["before"]);
});

test("a lost connection goes on at the offset it was lost", async () => {
  const terminal = session();
  await terminal.start(program);
  newest().says({ type: "hello", readOnly: false, from: 0 });
  newest().says({ type: "status", status: "running" });
  newest().shows("12345");
  newest().onclose();
  expect(terminal.view()).toMatchObject({ status: "running", isConnected: false });
  vi.advanceTimersByTime(300);
  expect(newest().path).toBe("/v1/runs/1/socket?flow=client&from=5");
});

test("a connection that never comes back ends in words", async () => {
  const terminal = session();
  await terminal.start(program);
  for (let i = 0; i < 6; i++) {
    newest().onclose();
    vi.advanceTimersByTime(6000);
  }
  expect(terminal.view()).toMatchObject({
    status: "internal_error",
    detail: expect.stringContaining("lost"),
  });
});

test("keys and signals are sent, and the end is kept", async () => {
  const terminal = session();
  await terminal.start(program);
  terminal.type("Ada\r");
  terminal.interrupt();
  terminal.resize(30, 100);
  expect(newest().sent).toEqual([
    "Ada\r",
    { type: "signal", name: "INT" },
    { type: "resize", rows: 30, columns: 100 },
  ]);
  newest().says({ type: "end", status: "signalled", signal: "SIGINT", detail: "" });
  expect(terminal.view()).toMatchObject({ status: "signalled", end: { signal: "SIGINT" } });
});

test("a start makes the screen as new before its output; a screen that comes later shows that output whole", async () => {
  const terminal = session();
  const seen: string[] = [];
  terminal.attach((data) => seen.push(new TextDecoder().decode(data)));
  await terminal.start(program);
  newest().shows("Name? ");
  expect(seen).toEqual(["\x1bc", "Name? "]);
  const later: string[] = [];
  terminal.attach((data) => later.push(new TextDecoder().decode(data)));
  expect(later).toEqual(["Name? "]);
});

test("stopping before the server has answered stops the run it makes", async () => {
  const stopped: string[] = [];
  const terminal = session({ stop: async (id) => void stopped.push(id) });
  const starting = terminal.start(program);
  await terminal.stop();
  await starting;
  expect(stopped).toEqual(["1"]);
  expect(terminal.view().status).toBe("cancelled");
  expect(FakeSocket.all).toEqual([]);
});

test("a refusal for want of room says until when, and the next start forgets it", async () => {
  const full = { status: "503", code: "no_worker", title: "", detail: "no worker is running" };
  const create = vi.fn(async () => ({ id: "1", socket: "/v1/runs/1/socket" }));
  create.mockRejectedValueOnce(new ApiError(503, [full], 5));
  const terminal = session({ create });
  await terminal.start(program);
  expect(terminal.view()).toMatchObject({
    status: "refused",
    busy: { what: "No machine is ready to run programs.", until: Date.now() + 5000 },
  });
  await terminal.start(program);
  expect(terminal.view()).toMatchObject({ status: "queued" });
  expect(terminal.view().busy).toBeUndefined();
});

test("a terminal that others opened is joined from its beginning, and says who types and whether one may", () => {
  const terminal = session();
  terminal.join("7");
  expect(newest().path).toBe("/v1/runs/7/socket?flow=client&from=0");
  expect(terminal.isAnswering).toBe(false);
  newest().says({ type: "hello", readOnly: false, from: 0, rows: 20, columns: 90 });
  newest().says({ type: "typing", name: "Ada" });
  expect(terminal.view()).toMatchObject({
    typist: "Ada",
    isReadOnly: false,
    size: { rows: 20, columns: 90 },
  });
  vi.advanceTimersByTime(2000);
  newest().says({ type: "typing", name: "Ada" });
  vi.advanceTimersByTime(2000);
  expect(terminal.view().typist).toBe("Ada");
  vi.advanceTimersByTime(1000);
  expect(terminal.view().typist).toBe("");
  newest().says({ type: "rights", readOnly: true });
  expect(terminal.view().isReadOnly).toBe(true);
});

test("joining what is shown changes nothing but whose it is; another run takes its place", () => {
  const terminal = session();
  terminal.join("7");
  newest().shows("before");
  terminal.join("7", { isOwn: true });
  expect(FakeSocket.all).toHaveLength(1);
  expect(terminal.isAnswering).toBe(true);
  const first = newest();
  first.says({ type: "end", status: "ok", detail: "" });
  terminal.join("7");
  expect(FakeSocket.all).toHaveLength(1);
  terminal.join("8");
  expect(terminal.isAnswering).toBe(false);
  first.shows("late");
  const seen: string[] = [];
  terminal.attach((data) => seen.push(new TextDecoder().decode(data)));
  newest().shows("new");
  expect(seen).toEqual(["new"]);
});

test("a shared terminal whose connection was given up is joined again", () => {
  const terminal = session();
  terminal.join("7");
  for (let i = 0; i < 6; i++) {
    newest().onclose();
    vi.advanceTimersByTime(6000);
  }
  expect(terminal.view().status).toBe("internal_error");
  terminal.join("7");
  newest().says({ type: "hello", readOnly: false, from: 0 });
  expect(terminal.view()).toMatchObject({ status: "queued", isConnected: true });
});
