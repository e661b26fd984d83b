import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { show } from "@/testing/show";
import type { Session } from "../queries";
import { WorkspaceContext, WorkspaceStore } from "../workspace/store";
import { Side } from "./side";

const start = Date.parse("2026-03-02T09:00:00Z");
const later = (seconds: number) => new Date(start + seconds * 1000).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: start + 600_000 });
  queryClient.clear();
  sessionStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Stored {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
}

/** A server that keeps what it is sent; a test says what it refuses. */
function serve(...stored: Stored[]) {
  const sent: { method: string; path: string; attributes?: Record<string, unknown> }[] = [];
  const server = { stored, sent, refusal: "" };
  const answer = (data: unknown, status = 200) => new Response(JSON.stringify({ data }), { status });
  const write = (method: string, [type = "", id]: string[], attributes: Record<string, unknown>) => {
    if (server.refusal) {
      const error = { status: "409", code: "x", title: "x", detail: server.refusal };
      return new Response(JSON.stringify({ errors: [error] }), { status: 409 });
    }
    if (method === "DELETE") {
      server.stored = server.stored.filter((one) => one.id !== id);
      return new Response(null, { status: 204 });
    }
    const before = server.stored.find((one) => one.id === id);
    const made: Stored = before ?? {
      id: `${type}-${server.stored.length}`,
      type,
      attributes: { ...fresh[type] },
    };
    const next = { ...made, attributes: { ...made.attributes, ...attributes } };
    server.stored = [...server.stored.filter((one) => one.id !== next.id), next];
    return answer(next, before ? 200 : 201);
  };
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://x").pathname;
    const names = path.split("/").slice(2);
    const method = init.method ?? "GET";
    if (method === "GET") return answer(server.stored.filter(({ type }) => type === names[0]));
    const attributes = init.body ? JSON.parse(init.body as string).data.attributes : undefined;
    sent.push({ method, path, attributes });
    return write(method, names, attributes);
  });
  return server;
}

const fresh: Record<string, Record<string, unknown>> = {
  notes: { at: later(560), participantId: "me", name: "Ira" },
  scorecards: {
    ...{ participantId: "me", name: "Ira", state: "draft", text: "", recommendation: "", submittedAt: null },
    scores: [
      { criterion: "Code", description: "Right and easy to read", rating: 0, comment: "" },
      { criterion: "Care", description: "", rating: 0, comment: "" },
    ],
  },
};

const noteOf = (id: string, text: string, participantId: string, name: string, seconds: number): Stored => ({
  ...{ id, type: "notes" },
  attributes: { text, participantId, name, at: later(seconds) },
});

function enter(role: Session["role"] = "interviewer") {
  const store = new WorkspaceStore();
  const session = { participantId: "me", role, holds: role === "interviewer", state: "admitted" } as Session;
  show(
    <WorkspaceContext value={store}>
      <Side interviewId="i" startedAt={later(0)} session={session} people={null} faces={null} />
    </WorkspaceContext>,
  );
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const tell = (kind: "note" | "scorecard", id: string) =>
    act(async () =>
      store.take({
        ...{ id: `e-${id}`, name: "entry" },
        data: {
          id: `e-${id}`,
          kind,
          at: later(0),
          audience: "interviewers",
          participantId: "o",
          name: "O",
          data: {},
        },
      }),
    );
  return { user, tell };
}

const tab = (name: string) => screen.getByRole("tab", { name });
const tabs = () => screen.getAllByRole("tab").map((one) => one.textContent);
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "New note" });
const notes = async () => {
  const items = within(await screen.findByRole("list", { name: "Notes" })).getAllByRole("listitem");
  return items.map((item) => item.textContent);
};

it("is there for interviewers only", () => {
  serve();
  enter();
  expect(tabs()).toEqual(["People", "Chat", "Notes", "Scorecard"]);
});

it.each(["candidate", "observer"] as const)("is not there for who is %s", (role) => {
  serve();
  enter(role);
  expect(tabs()).toEqual(["People", "Chat"]);
});

it("saves a note by Ctrl+Enter, about the moment at which its writing began", async () => {
  const server = serve();
  const { user } = enter();
  await user.click(tab("Notes"));
  expect(await screen.findByText("No notes yet")).toBeDefined();
  await user.type(box(), "Asks about");
  vi.advanceTimersByTime(40_000);
  await user.type(box(), " limits{Control>}{Enter}{/Control}");
  await waitFor(() => expect(box().value).toBe(""));
  expect(server.sent).toMatchObject([
    { method: "POST", path: "/v1/notes", attributes: { text: "Asks about limits" } },
  ]);
  const ago = server.sent[0]?.attributes?.secondsAgo as number;
  expect(ago >= 40 && ago < 100).toBe(true);
  await waitFor(async () =>
    expect(await notes()).toEqual([expect.stringMatching(/^9:20You.*Asks about limits/)]),
  );
  expect(server.sent).toHaveLength(1);
});

it("keeps what was refused with the reason, and what is written over a look at another tab", async () => {
  const server = serve();
  server.refusal = "this interview has not begun";
  const { user } = enter();
  await user.click(tab("Notes"));
  await user.type(box(), "Early");
  await user.click(screen.getByRole("button", { name: "Save note" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Not saved. This interview has not begun.");
  await user.click(tab("People"));
  await user.click(tab("Notes"));
  expect(box().value).toBe("Early");
  server.refusal = "";
  await user.click(screen.getByRole("button", { name: "Save note" }));
  await waitFor(() => expect(box().value).toBe(""));
  expect(screen.queryByRole("alert")).toBeNull();
});

it("shows the others' notes as they come, and changes and removes only one's own", async () => {
  const server = serve(noteOf("1", "Mine", "me", "Ira", 30));
  const { user, tell } = enter();
  await user.click(tab("Notes"));
  await waitFor(async () => expect(await notes()).toHaveLength(1));
  server.stored.push(noteOf("2", "Theirs", "o", "Olga", 75));
  await tell("note", "2");
  await waitFor(async () => expect((await notes())[1]).toMatch(/^1:15Olga.*Theirs/));
  expect(screen.getAllByRole("button", { name: /^(Edit|Remove) your note/ })).toHaveLength(2);

  await user.click(screen.getByRole("button", { name: "Edit your note at 0:30" }));
  const editor = screen.getByRole("textbox", { name: "Your note" });
  await user.clear(editor);
  await user.type(editor, "Mine, mended{Control>}{Enter}{/Control}");
  await waitFor(async () => expect((await notes())[0]).toContain("Mine, mended"));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Edit your note at 0:30" }));

  await user.click(screen.getByRole("button", { name: "Remove your note at 0:30" }));
  await user.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(async () => expect(await notes()).toHaveLength(1));
  expect(server.sent.at(-1)).toMatchObject({ method: "DELETE", path: "/v1/notes/1" });
});

it("saves a scorecard as it is filled, and submits it for good after a question", async () => {
  const server = serve();
  const { user, tell } = enter();
  await user.click(tab("Scorecard"));
  await user.click(await screen.findByRole("button", { name: "Begin your scorecard" }));
  const code = await screen.findByRole("group", { name: "Rating of Code" });
  expect(within(code).getAllByRole("radio")).toHaveLength(4);
  await user.click(within(code).getByRole("radio", { name: "Good" }));
  await user.type(screen.getByRole("textbox", { name: "Comment on Code" }), "Tests first");
  await user.click(tab("People"));
  vi.advanceTimersByTime(2000);
  await waitFor(() =>
    expect(server.sent.at(-1)?.attributes?.scores).toMatchObject([
      { rating: 3, comment: "Tests first" },
      { rating: 0 },
    ]),
  );
  await user.click(tab("Scorecard"));
  expect(await screen.findByText("Saved")).toBeDefined();

  await user.click(screen.getByRole("button", { name: "Submit…" }));
  expect(screen.getByRole("alert").textContent).toBe("Say what you recommend before you submit.");
  await user.click(screen.getByRole("radio", { name: "Strong yes" }));
  await user.click(screen.getByRole("button", { name: "Submit…" }));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("1 criterion is not rated.");
  expect(dialog.textContent).toContain("This is final");
  const submitted = () => server.sent.filter(({ attributes }) => attributes?.state === "submitted");
  expect(submitted()).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Submit for good" }));
  expect(await screen.findByRole("region", { name: "Scorecard of You" })).toBeDefined();
  expect(submitted()).toHaveLength(1);
  expect(server.sent.some(({ attributes }) => attributes?.recommendation === "strong_yes")).toBe(true);
  expect(screen.queryByRole("textbox", { name: "Comment on Code" })).toBeNull();

  const own = server.stored.find(({ type }) => type === "scorecards") as Stored;
  server.stored.push({
    ...own,
    id: "o",
    attributes: { ...own.attributes, participantId: "o", name: "Olga" },
  });
  await tell("scorecard", "o");
  const theirs = await screen.findByRole("region", { name: "Scorecard of Olga" });
  expect(theirs.textContent).toContain("Strong yes");
  expect(theirs.textContent).toContain("Tests first");
});
