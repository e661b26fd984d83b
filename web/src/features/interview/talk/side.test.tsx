import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Announcer } from "@/ui/announcer";
import type { Session } from "../queries";
import { WorkspaceContext, WorkspaceStore } from "../workspace/store";
import { Side } from "./side";

let root: Root;
let page: HTMLElement;
let store: WorkspaceStore;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  page = document.createElement("div");
  document.body.append(page);
  root = createRoot(page);
  store = new WorkspaceStore();
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that answers each message with what the test says next; without a word, with an id. */
function serve() {
  const sent: { text: string; audience: string; key: string | null }[] = [];
  const answers: Response[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const { attributes } = JSON.parse(init.body as string).data;
    sent.push({ ...attributes, key: new Headers(init.headers).get("Idempotency-Key") });
    const made = { data: { id: `m${sent.length}`, type: "interview-messages", attributes } };
    return answers.shift() ?? new Response(JSON.stringify(made), { status: 201 });
  });
  return { sent, answers };
}

const refusal = (status: number, detail: string) =>
  new Response(JSON.stringify({ errors: [{ status: String(status), code: "x", title: "x", detail }] }), {
    status,
  });

async function show(role: Session["role"] = "interviewer") {
  const session = { participantId: "me", role, holds: role === "interviewer", state: "admitted" } as Session;
  await act(async () =>
    root.render(
      <WorkspaceContext value={store}>
        <Announcer />
        <Side interviewId="i" startedAt={null} session={session} people={<p>Who is there</p>} faces={null} />
      </WorkspaceContext>,
    ),
  );
}

interface Said {
  id: string;
  text: string;
  name?: string;
  from?: string;
  audience?: "all" | "interviewers";
  at?: string;
}

const tell = ({
  id,
  text,
  name = "Kim",
  from = "kim",
  audience = "all",
  at = new Date().toISOString(),
}: Said) =>
  act(async () =>
    store.take({
      id,
      name: "entry",
      data: { id, kind: "message", at, audience, participantId: from, name, data: { text } },
    }),
  );

const one = <E extends Element>(selector: string) => page.querySelector(selector) as E;
const log = () => one<HTMLElement>("[role=log]");
const chatTab = () => one<HTMLButtonElement>("[role=tab]:nth-of-type(2)");

async function openChat() {
  await act(async () => chatTab().dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 })));
}

async function type(text: string) {
  const box = one<HTMLTextAreaElement>("textarea");
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function key(name: string, more: KeyboardEventInit = {}) {
  const pressed = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
  await act(async () => one("textarea").dispatchEvent(pressed));
}

async function press(name: string) {
  const button = [...page.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
  await act(async () => button?.click());
}

it("shows a message while it is on its way, and once when the room has it", async () => {
  const { sent } = serve();
  await show();
  await openChat();
  await type("Hello Kim");
  await key("Enter", { shiftKey: true });
  expect(sent).toEqual([]);
  await key("Enter");
  expect(sent).toMatchObject([{ text: "Hello Kim", audience: "all" }]);
  expect(one<HTMLTextAreaElement>("textarea").value).toBe("");
  expect(log().textContent).toContain("Sending…");
  await tell({ id: "m1", text: "Hello Kim", name: "Ira", from: "me" });
  expect(log().textContent).not.toContain("Sending…");
  expect(log().textContent?.match(/Hello Kim/g)).toHaveLength(1);
});

it("keeps what was refused, with the reason, and sends it again as the same intention", async () => {
  const { sent, answers } = serve();
  answers.push(refusal(403, "an interviewer has to admit you first"));
  await show("candidate");
  await openChat();
  await type("Hello");
  await key("Enter");
  expect(log().textContent).toContain("Not sent. An interviewer has to admit you first");
  await press("Send again");
  expect(log().textContent).not.toContain("Not sent");
  expect(sent[1]?.key).toBe(sent[0]?.key);
});

it("marks a whisper before and after it is sent, and offers it to interviewers only", async () => {
  const { sent } = serve();
  await show();
  await openChat();
  await act(async () => one<HTMLInputElement>("label:nth-of-type(2) input").click());
  expect(one("textarea").getAttribute("aria-label")).toBe("Message to the interviewers only");
  await type("Strong so far");
  await press("Whisper");
  expect(sent).toMatchObject([{ audience: "interviewers" }]);
  expect(log().textContent).toContain("Interviewers only");

  await show("candidate");
  expect(page.querySelector("fieldset")).toBeNull();
  expect(one("textarea").getAttribute("aria-label")).toBe("Message to all");
});

it("has nothing for observers to write with", async () => {
  serve();
  await show("observer");
  await openChat();
  expect(page.querySelector("textarea")).toBeNull();
  expect(page.textContent).toContain("Observers read what is written");
});

it("counts what others wrote while nobody looked, and announces what is new", async () => {
  serve();
  await show();
  await tell({ id: "1", text: "From before", at: "2020-01-01T00:00:00Z" });
  expect(one("[aria-live]").textContent).not.toContain("From before");
  await tell({ id: "2", text: "Hello" });
  await tell({ id: "3", text: "My own", from: "me" });
  expect(chatTab().textContent).toBe("Chat2 unread");
  expect(one("[aria-live]").textContent).toContain("Kim wrote to all: Hello");
  await openChat();
  expect(chatTab().textContent).toBe("Chat");
  await tell({ id: "4", text: "Seen" });
  expect(chatTab().textContent).toBe("Chat");
});

it("joins what somebody says in one go under one name", async () => {
  serve();
  await show();
  await openChat();
  const at = (time: string) => `2026-03-02T09:${time}Z`;
  await tell({ id: "1", text: "One", at: at("00:00") });
  await tell({ id: "2", text: "Two", at: at("01:00") });
  await tell({ id: "3", text: "Three", at: at("01:30"), audience: "interviewers" });
  await tell({ id: "4", text: "Four", at: at("30:00"), audience: "interviewers" });
  const named = [...page.querySelectorAll("li")].map(
    (li) => !li.querySelector("p")?.classList.contains("sr-only"),
  );
  expect(named).toEqual([true, false, true, true]);
});

it("links addresses of the web and nothing else", async () => {
  serve();
  await show();
  await openChat();
  await tell({
    id: "1",
    text: "See (https://example.org/a?b=1), javascript:alert(1) <b>http://x.example</b>",
  });
  const links = [...page.querySelectorAll("a")];
  expect(links.map((a) => a.getAttribute("href"))).toEqual([
    "https://example.org/a?b=1",
    "http://x.example/",
  ]);
  expect(links[0]?.rel).toContain("noreferrer");
  expect(log().textContent).toContain(
    "See (https://example.org/a?b=1), javascript:alert(1) <b>http://x.example</b>",
  );
});
