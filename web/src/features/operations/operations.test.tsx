import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { router } from "@/routes";
import { operationsQuery } from "./queries";
import { healthOf, problemsWith, settingsWith, versionsOf, watchedSince } from "./words";

const started = "2026-03-02T09:02:00Z";
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(new Date(started));

const part = (name: string, state = "ready", reason = "") => ({ name, state, reason, processes: 1 });

const problem = (request: string, more: object = {}) => ({
  ...{ at: "2026-03-02T10:00:00Z", level: "error", message: "request", error: "database is locked" },
  ...{ code: "internal", request, route: "GET /v1/problems", status: "500", process: "p1", host: "alpha" },
  ...more,
});

const process = (id: string, more: object = {}) => ({
  ...{ id, host: `host-${id}`, services: ["auth", "web"], version: "v1", commit: "abc", goVersion: "go1" },
  ...{
    startedAt: started,
    toldAt: "2026-03-02T10:00:00Z",
    silent: false,
    goroutines: 40,
    memoryBytes: 1 << 20,
  },
  ...{ memoryUsedBytes: 1 << 30, memoryLimitBytes: 1 << 31, diskFreeBytes: 1 << 30, diskSizeBytes: 1 << 31 },
  units: [{ name: "auth", ready: true }],
  settings: [
    { name: "addr", value: "127.0.0.1:8080", from: "flag" },
    { name: "log-level", value: "info", from: "default" },
    { name: "smtp-password", value: "set", from: "variable" },
  ],
  ...more,
});

const worker = (more: object = {}) => ({
  ...{ process: "p1", host: "alpha", silent: false, level: "isolated", means: "isolated: a root of its own" },
  ...{ off: [], slots: 4, runs: 1, judgings: 2, waiting: 5, terminals: 4, terminalsBusy: 1, ...more },
});

const state = (more: object = {}) => ({
  at: "2026-03-02T10:00:00Z",
  parts: [part("auth"), part("worker")],
  queue: [
    { name: "judgings", waiting: 30, oldestSeconds: 90 },
    { name: "runs", waiting: 0, oldestSeconds: 0 },
  ],
  load: {
    ...{ requestsUnderWay: 3, streams: 2, sockets: 5, attempts: 1, mailsWaiting: 0, mailsOldestSeconds: 0 },
    ...{ outboxWaiting: 0, hasVideo: true, videoRooms: 1, videoParticipants: 2, recordings: 0 },
  },
  workers: [worker()],
  languages: [
    { id: "c", name: "C", versions: ["13", "14"], workers: 2, problem: "" },
    { id: "ada", name: "Ada", versions: [], workers: 0, problem: "gnat is not there" },
  ],
  problems: [],
  processes: [process("p1")],
  ...more,
});

let answer: object | number;
let permissions: string[];
let asked: string[];

beforeEach(() => {
  queryClient.clear();
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  permissions = ["operations:read"];
  asked = [];
  vi.stubGlobal("fetch", async (address: string) => {
    const path = new URL(address, "http://x").pathname;
    asked.push(path);
    if (path === "/v1/sessions/current") {
      const attributes = {
        kind: "member",
        name: "Ada",
        organizationName: "Engines",
        role: "owner",
        permissions,
      };
      return new Response(JSON.stringify({ data: { type: "sessions", id: "s", attributes } }));
    }
    if (typeof answer === "number") {
      return new Response(JSON.stringify({ errors: [{ status: String(answer), detail: "broken" }] }), {
        status: answer,
      });
    }
    return new Response(JSON.stringify({ data: { type: "operations", id: "current", attributes: answer } }));
  });
});
afterEach(() => vi.unstubAllGlobals());

function visit(of: object | number = state(), path = "/operations") {
  answer = of;
  const own = createRouter({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) });
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={own as typeof router} />
    </QueryClientProvider>,
  );
  return own;
}

const region = (name: string) => screen.findByRole("region", { name });
const textOf = async (name: string) => (await region(name)).textContent ?? "";

it("shows each part, and why one that is down is", async () => {
  visit(
    state({
      parts: [
        part("auth"),
        part("problems", "failing", "the database does not answer"),
        part("worker", "silent", "beta has not been heard of since 10:00"),
        part("interviews", "degraded", "one of two"),
        part("web", "missing", "no process that runs it"),
      ],
    }),
  );
  const health = within(await region("Health"));
  for (const [name, ...words] of [
    ["People and sessions", "Ready"],
    ["Problems", "Not ready", "the database does not answer."],
    ["Workers", "Does not answer", "beta has not been heard of since 10:00."],
    ["Interviews", "Partly ready", "one of two."],
    ["Web", "Not running", "no process that runs it."],
  ] as const) {
    const text = health.getByRole("listitem", { name }).textContent;
    for (const word of words) expect(text).toContain(word);
  }
  expect(screen.getByText("4 parts need a look")).toBeTruthy();
});

it("tells what waits, who works, and what can be written in", async () => {
  visit(state({ workers: [worker({ level: "contained", off: ["uid: the host's"] })] }));
  const figures = await textOf("Queue and load");
  for (const words of ["30", "The oldest for 1 min", "Nothing waits", "2 of events, 5 sockets", "2 people"])
    expect(figures).toContain(words);
  const workers = await textOf("Workers");
  for (const words of ["alpha", "contained", "3 of 4 busy: 1 run, 2 judgings", "uid: the host's", "1 of 4"])
    expect(workers).toContain(words);
  const languages = await textOf("Languages");
  for (const words of [
    "1 of 2 installed",
    "13, 14",
    "Workers have different versions",
    "Ada",
    "gnat is not there",
  ])
    expect(languages).toContain(words);
});

it("says since when there was no error, and that nobody works", async () => {
  visit(
    state({
      workers: [],
      languages: [],
      processes: [process("p1", { startedAt: "2026-03-01T00:00:00Z" }), process("p2")],
    }),
  );
  expect(await screen.findByText(`No errors since ${time}`)).toBeTruthy();
  expect(screen.getByText("No worker is running")).toBeTruthy();
  expect(screen.getByText("No language is installed")).toBeTruthy();
});

it("finds all of a request by its id, which the address keeps", async () => {
  const own = visit(
    state({
      problems: [problem("r1"), problem("r2"), problem("r1", { level: "warning", message: "upstream" })],
    }),
  );
  const errors = within(await region("Recent errors"));
  expect(errors.getAllByRole("row")).toHaveLength(4);
  await userEvent.click(errors.getAllByRole("button", { name: "Show all of request r1" })[0] as HTMLElement);
  await waitFor(() => expect(errors.getAllByRole("row")).toHaveLength(3));
  expect(own.state.location.search).toEqual({ q: "r1" });
  await userEvent.click(errors.getByRole("button", { name: "Show all" }));
  await waitFor(() => expect(errors.getAllByRole("row")).toHaveLength(4));
});

it("searches the settings of a process, and shows those that were changed", async () => {
  visit(
    state({
      processes: [process("p1"), process("p2", { settings: [{ name: "slots", value: "7", from: "file" }] })],
    }),
  );
  const settings = within(await region("Settings in force"));
  expect(settings.getAllByRole("row")).toHaveLength(4);
  expect(settings.getByRole("row", { name: /smtp-password/ }).textContent).toContain("set");
  await userEvent.click(settings.getByRole("checkbox"));
  expect(settings.queryByRole("row", { name: /log-level/ })).toBeNull();
  await userEvent.type(settings.getByRole("searchbox"), "127.0");
  await waitFor(() => expect(settings.getAllByRole("row")).toHaveLength(2));
  await userEvent.clear(settings.getByRole("searchbox"));
  await userEvent.selectOptions(settings.getByRole("combobox"), "p2");
  await waitFor(() => expect(settings.getByRole("row", { name: /slots/ }).textContent).toContain("File"));
});

it("keeps how a process was that does not answer, with its age, and names versions that differ", async () => {
  const silent = process("p2", { silent: true, toldAt: "2026-03-02T09:58:00Z" });
  visit(state({ processes: [process("p1"), silent, process("p3", { version: "v2" })] }));
  const text = await textOf("Processes and versions");
  for (const words of ["Does not answer", "As it was 2 min ago", "2 versions run at once"])
    expect(text).toContain(words);
});

it("names the unit of a process that is not ready", async () => {
  const units = [{ name: "mail", ready: false, reason: "the server refuses" }];
  visit(state({ processes: [process("p1", { units })] }));
  expect(await textOf("Processes and versions")).toContain("mail: the server refuses");
});

it("keeps the last answer on the screen when none comes any more, and says so", async () => {
  visit();
  await region("Health");
  expect(screen.getByText(/renewed every 5 s/)).toBeTruthy();
  answer = 503;
  await queryClient.refetchQueries({ queryKey: operationsQuery.queryKey });
  expect((await screen.findByText("No answer any more.")).getAttribute("role")).toBe("status");
  expect(await textOf("Health")).toContain("People and sessions");
  answer = state({ parts: [part("auth", "failing", "x")] });
  await queryClient.refetchQueries({ queryKey: operationsQuery.queryKey });
  await screen.findByText("1 part needs a look");
  expect(screen.queryByText("No answer any more.")).toBeNull();
});

it("is in the account's menu of who may, and asks for nothing of who may not", async () => {
  visit();
  await region("Health");
  await userEvent.click(screen.getByRole("button", { name: "Account of Ada" }));
  expect(await screen.findByRole("menuitem", { name: "Operations" })).toBeTruthy();
});

it("says whom it is for to everybody else", async () => {
  permissions = ["organization:manage"];
  visit();
  expect(await screen.findByText("This page is for those who run the installation")).toBeTruthy();
  expect(asked).not.toContain("/v1/operations");
  await userEvent.click(screen.getByRole("button", { name: "Account of Ada" }));
  expect(await screen.findByRole("menuitem", { name: "Organization settings" })).toBeTruthy();
  expect(screen.queryByRole("menuitem", { name: "Operations" })).toBeNull();
});

it("tells health in words", () => {
  const parts = (...states: string[]) => states.map((each) => part("x", each)) as never;
  expect(healthOf(parts("ready", "ready"))).toEqual({ tone: "ok", words: "All parts are ready" });
  expect(healthOf(parts("ready", "degraded"))).toEqual({ tone: "warn", words: "1 part needs a look" });
  expect(healthOf(parts("silent", "degraded"))).toEqual({ tone: "bad", words: "2 parts need a look" });
});

it("finds by any word, and whatever its case", () => {
  const all = [problem("r1"), problem("r2", { error: "Disk full" })] as never;
  expect(problemsWith(all, " dISK ")).toHaveLength(1);
  expect(problemsWith(all, "")).toHaveLength(2);
  const { settings } = process("p") as never as Parameters<typeof versionsOf>[0][number];
  expect(settingsWith(settings, "LOG", false)).toHaveLength(1);
  expect(settingsWith(settings, "LOG", true)).toHaveLength(0);
});

it("counts the youngest process's start, and versions of those that answer", () => {
  const all = [
    process("a"),
    process("b", { startedAt: "2026-03-02T11:00:00Z", version: "v2", silent: true }),
  ] as never;
  expect(watchedSince(all)).toBe("2026-03-02T11:00:00Z");
  expect(versionsOf(all)).toEqual(["v1 (abc)"]);
  expect(watchedSince([])).toBeUndefined();
});
