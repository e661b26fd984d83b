import { FakeLocks, FakeRoom } from "@codecraft/collab/fake-room";
import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryClient } from "@/api/query";
import { Announcer } from "@/ui/announcer";
import { type DeskPart, DeskView } from "./desk";
import { WorkspaceContext, WorkspaceStore } from "./store";
import { useDesk } from "./use-desk";

const socket = vi.hoisted(() => ({ open: (_path: string): unknown => undefined }));
vi.mock("@/lib/socket", () => ({ openSocket: (path: string) => socket.open(path) }));
vi.mock("@/lib/use-debounced", () => ({ useDebounced: (value: unknown) => value }));
const toast = vi.hoisted(() => vi.fn());
vi.mock("sonner", () => ({ toast }));

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ data: [] })));
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  queryClient.clear();
});

const workspace = (files: string[], locked = false) => ({
  id: "",
  name: "workspace",
  data: {
    id: "i",
    attributes: { locked },
    files: files.map((path) => ({ id: path, attributes: { path, language: "python" } })),
    problems: [],
  },
});

function Room({ part }: { part: DeskPart }) {
  const people = [
    { id: "me", attributes: { name: "Kim" } },
    { id: "other", attributes: { name: "Ingo" } },
  ];
  const options = { interviewId: "i", ownId: "me", isLive: true, holds: false, people, isShown: true };
  return <DeskView desk={useDesk({ ...options, role: "candidate" })} part={part} onPart={() => {}} />;
}

/** The desk of a candidate in a room with these documents. */
async function enter(rooms: Record<string, FakeRoom>, part: DeskPart = "code") {
  socket.open = (path) => rooms[path.split("/").at(-2) ?? ""]?.connect();
  const store = new WorkspaceStore();
  const page = document.createElement("div");
  document.body.append(page);
  const root = createRoot(page);
  await act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <WorkspaceContext value={store}>
          <Room part={part} />
          <Announcer />
        </WorkspaceContext>
      </QueryClientProvider>,
    ),
  );
  const hear = (event: { id: string; name: string; data: unknown }) => act(async () => store.take(event));
  const says = (text: string) => act(() => vi.waitFor(() => expect(page.textContent).toContain(text)));
  const leave = async () => {
    await act(async () => root.unmount());
    page.remove();
  };
  return { page, hear, says, leave };
}

test("a room without a file says what to do, and a lock why one reads, until it is lifted", async () => {
  const room = new FakeRoom("written together");
  const { page, hear, says, leave } = await enter({ "main.py": room });
  await hear(workspace([]));
  await says("Make the first one");
  await hear(workspace(["main.py"]));
  await says("written together");
  room.readOnly = true;
  await hear(workspace(["main.py"], true));
  await act(async () => room.cut());
  room.online = true;
  await says("An interviewer has locked files and whiteboard for a while");
  await says("Read only");
  room.readOnly = false;
  await hear(workspace(["main.py"]));
  await says("Saved");
  expect(page.textContent).not.toContain("locked");
  await leave();
});

test("who begins to draw is said, and that there is something to look at until one does", async () => {
  const { page, hear, says, leave } = await enter({ "main.py": new FakeRoom("") });
  await hear(workspace(["main.py"]));
  const drew = (id: string, participantId: string, name: string, at = new Date()) =>
    hear({ id, name: "entry", data: { id, kind: "drawing", participantId, name, at, data: { number: 1 } } });
  const isNew = () => page.querySelector("[role=tab] [aria-label=new]") !== null;
  await drew("1", "other", "Before", new Date(0));
  await drew("2", "me", "Kim");
  expect(page.textContent).not.toContain("draws");
  expect(isNew()).toBe(false);
  await hear({ id: "", name: "board", data: { number: 1 } });
  await drew("3", "other", "Ingo");
  await says("Ingo draws on the whiteboard");
  expect(isNew()).toBe(true);
  await leave();
});

test("who is before a file that another removes is told, and sees the next one", async () => {
  const { hear, says, leave } = await enter({ "a.py": new FakeRoom("of a"), "b.py": new FakeRoom("of b") });
  await hear(workspace(["a.py", "b.py"]));
  await says("of a");
  await hear(workspace(["b.py"]));
  await says("of b");
  const data = { what: "removed", path: "a.py", language: "python" };
  const entry = { id: "1", kind: "file", participantId: "other", name: "Ingo", subject: "a.py", data };
  await hear({ id: "1", name: "entry", data: entry });
  expect(toast).toHaveBeenCalledWith("Ingo has removed a.py.");
  await leave();
});

test("another's caret has their name, a press follows them to their file, and Esc ends it", async () => {
  const rooms = { "a.py": new FakeRoom("of a"), "b.py": new FakeRoom("of b") };
  const { page, hear, says, leave } = await enter(rooms);
  await hear(workspace(["a.py", "b.py"]));
  await says("of a");
  const told = (room: FakeRoom, head: number) =>
    act(async () =>
      room.sockets[0]?.tell({
        type: "aware",
        client: "c",
        actor: "participant:other",
        version: 0,
        data: { anchor: head, head, top: 0 },
      }),
    );
  await told(rooms["a.py"], 2);
  await says("Ingo");
  expect(page.querySelector(".cm-other-name")?.textContent).toBe("Ingo");
  const press = (label: string) =>
    act(async () => page.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.click());
  await press("Follow Ingo");
  await says("You see what Ingo sees");
  await act(async () => rooms["a.py"].sockets[0]?.tell({ type: "gone", client: "c" }));
  await told(rooms["b.py"], 1);
  await says("of b");
  await act(async () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })));
  expect(page.textContent).not.toContain("You see what");
  await leave();
});

test("what anybody runs shows as it comes, with who ran it and how it ended", async () => {
  const events = (lines: [string, object][]) =>
    lines.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join("");
  const stream = events([
    ["status", { status: "running" }],
    ["stdout", { stream: "stdout", text: "of Ingo's run\n", atMs: 1 }],
  ]);
  vi.stubGlobal("fetch", async (path: string) =>
    path.includes("/v1/runs/r1/events")
      ? new Response(stream, { headers: { "Content-Type": "text/event-stream" } })
      : new Response(JSON.stringify({ data: [] })),
  );
  const { hear, says, leave } = await enter({ "main.py": new FakeRoom("print") });
  await hear(workspace(["main.py"]));
  await says("Nothing was run yet");
  const about = { participantId: "other", name: "Ingo", subject: "r1", at: "2026-01-01T10:00:00Z" };
  const began = { ...about, id: "1", kind: "run", data: { runId: "r1", language: "python" } };
  await hear({ id: "1", name: "entry", data: began });
  await says("of Ingo's run");
  await says("Running");
  const ended = {
    ...about,
    id: "2",
    kind: "run-ended",
    data: { runId: "r1", status: "failed", exitCode: 3 },
  };
  await hear({ id: "2", name: "entry", data: ended });
  await says(": Runtime error");
  await leave();
});

test("candidates see no choosing of problems, and their interviewer's problem once it is told", async () => {
  const attributes = {
    ...{ problemId: "p", shown: true, position: 0, versionId: "v", title: "Sums", difficulty: "easy" },
    ...{ statement: "Add *two* numbers", samples: [], starters: [], languages: [] },
    limits: { cpuTimeMs: 1000, memoryKb: 65536, outputKb: 64 },
  };
  const problem = { type: "interview-problems", id: "ip", attributes };
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    if (!path.includes("/v1/interview-problems")) return new Response(JSON.stringify({ data: [] }));
    asked.push(path);
    return new Response(JSON.stringify({ data: asked.length > 1 ? [problem] : [] }));
  });
  const { page, hear, says, leave } = await enter({}, "problem");
  await hear(workspace([]));
  await says("Your interviewer shows one here");
  const told = workspace([]);
  await hear({
    ...told,
    data: {
      ...told.data,
      problems: [{ id: "ip", attributes: { problemId: "p", shown: true, position: 0 } }],
    },
  });
  await says("Sums");
  for (const word of ["Add a problem", "Hide", "Candidates see this"])
    expect(page.textContent).not.toContain(word);
  await leave();
});

test("a terminal that another opens is in sight, with who types, and another one is opened after a question", async () => {
  const posted: { attributes: { terminal: object; source: string } }[] = [];
  vi.stubGlobal("fetch", async (_path: string, init?: RequestInit) => {
    if (init?.method !== "POST") return new Response(JSON.stringify({ data: [] }));
    posted.push(JSON.parse(String(init.body)).data);
    return new Response(JSON.stringify({ data: { type: "runs", id: "t2", attributes: {} } }), {
      status: 201,
    });
  });
  const { page, hear, says, leave } = await enter({ "main.py": new FakeRoom("input()") });
  const sockets: { path: string; onmessage: (event: { data: string }) => void; close: () => void }[] = [];
  const files = socket.open;
  socket.open = (path) => {
    if (!path.startsWith("/v1/runs/")) return files(path);
    sockets.push({ path, onmessage: () => {}, close: () => {} });
    return sockets.at(-1);
  };
  const press = (label: string) =>
    act(async () => {
      const named = [...document.querySelectorAll("button")].find((one) => one.textContent?.includes(label));
      named?.click();
    });
  await hear(workspace(["main.py"]));
  await says("input()");
  const data = { runId: "t1", language: "python", startedAt: "2026-01-01T10:00:00Z", rows: 20, columns: 90 };
  const about = { participantId: "other", name: "Ingo", subject: "t1", at: "2026-01-01T10:00:00Z" };
  await hear({ id: "1", name: "entry", data: { ...about, id: "1", kind: "terminal", data } });
  await says("Opened by Ingo");
  expect(sockets.map(({ path }) => path)).toEqual(["/v1/runs/t1/socket?flow=client&from=0"]);
  const told = (message: object) => act(async () => sockets[0]?.onmessage({ data: JSON.stringify(message) }));
  await told({ type: "hello", readOnly: false, from: 0, rows: 20, columns: 90 });
  await told({ type: "typing", name: "Ingo" });
  await says("Ingo is typing");
  await says("Stop");
  await told({ type: "rights", readOnly: true });
  await says("you can watch, not type");
  expect(page.textContent).not.toContain("Stop");

  await press("Run in a terminal");
  expect(document.body.textContent).toContain("that of Ingo is open");
  expect(posted).toEqual([]);
  await press("End it and run");
  await act(() => vi.waitFor(() => expect(sockets).toHaveLength(2)));
  expect(sockets[1]?.path).toContain("/v1/runs/t2/socket");
  expect(posted[0]?.attributes).toMatchObject({ source: "input()", terminal: { replaces: "t1" } });
  await leave();
});
