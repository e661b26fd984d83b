// @vitest-environment happy-dom
import { SharedDocument } from "@codecraft/collab/document";
import { FakeLocks, FakeRoom } from "@codecraft/collab/fake-room";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchCopies } from "@/lib/own-texts";
import { browser } from "@/lib/surroundings";

let locks: FakeLocks;
const open: SharedDocument[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  locks = new FakeLocks();
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
});

afterEach(() => {
  for (const tab of open.splice(0)) tab.close();
  vi.useRealTimers();
});

function visit(room: FakeRoom): SharedDocument {
  const tab = new SharedDocument({
    id: "d1",
    extensions: [],
    surroundings: { ...browser, connect: room.connect },
  });
  open.push(tab);
  return tab;
}

const rest = (ms = 10) => vi.advanceTimersByTimeAsync(ms);

function type(tab: SharedDocument, text: string, at = tab.text.length) {
  tab.editor.dispatch({ changes: { from: at, insert: text }, userEvent: "input.type" });
}

test("what is typed is pushed, acknowledged and numbered without gaps", async () => {
  const room = new FakeRoom("start\n");
  const tab = visit(room);
  await rest();
  expect(tab.view().state).toBe("saved");
  for (const letter of "abcdef") type(tab, letter);
  expect(tab.view().state).toBe("saving");
  await rest();
  expect(room.text.toString()).toBe("start\nabcdef");
  expect(room.log.map((update) => update.seq)).toEqual([1, 2, 3, 4, 5, 6]);
  // One push at a time: the first letter alone, then what had gathered meanwhile.
  expect(room.pushes.map((push) => push.updates.length)).toEqual([1, 5]);
  expect(tab.view()).toMatchObject({ state: "saved", version: 6 });
  await expect(tab.settled()).resolves.toBe(6);
});

test("a push whose answer was lost is applied once", async () => {
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  room.mute = true;
  type(tab, "one ");
  await rest();
  expect(tab.view().state).toBe("saving");
  room.cut();
  type(tab, "two");
  expect(tab.view().state).toBe("offline");
  room.mute = false;
  room.online = true;
  await rest(20_000);
  expect(room.text.toString()).toBe("one two");
  expect(tab.view().state).toBe("saved");
  expect(room.hellos.at(-1)).toMatchObject({ client: "client-1", version: 0 });
  // Asked again, it pushes what is pending; an ack alone does not make it push again and again.
  expect(room.pushes.length).toBeLessThanOrEqual(3);
});

test("edits of a tab that crashed are handed in by the next one", async () => {
  const room = new FakeRoom("x");
  const crashed = visit(room);
  await rest();
  type(crashed, "1");
  await rest();
  room.cut();
  type(crashed, "2");
  type(crashed, "3");
  const kept = { ...localStorage };
  crashed.close();
  for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value as string);
  locks.releaseAll();

  const next = visit(room);
  await rest();
  expect(next.text).toBe("x123"); // before the line is there
  room.online = true;
  await rest(20_000);
  expect(room.text.toString()).toBe("x123");
  expect(room.log.map((update) => [update.client, update.seq])).toEqual([
    ["client-1", 1],
    ["client-1", 2],
    ["client-1", 3],
  ]);
});

test("a tab that crashed after its push was taken repeats nothing", async () => {
  const room = new FakeRoom();
  const crashed = visit(room);
  await rest();
  room.mute = true;
  type(crashed, "once");
  await rest();
  const kept = { ...localStorage };
  room.cut();
  crashed.close();
  for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value as string);
  locks.releaseAll();

  room.mute = false;
  room.online = true;
  const next = visit(room);
  await rest(1000);
  type(next, "!");
  await rest();
  expect(room.text.toString()).toBe("once!");
  expect(next.text).toBe("once!");
});

test("two tabs type at once and end with one text", async () => {
  const room = new FakeRoom("shared");
  const left = visit(room);
  await rest();
  const right = visit(room);
  await rest();
  for (let i = 0; i < 20; i++) {
    type(left, "<", 0);
    type(right, ">");
    if (i % 3 === 0) await rest(1);
  }
  await rest();
  expect(left.text).toBe(`${"<".repeat(20)}shared${">".repeat(20)}`);
  expect(right.text).toBe(left.text);
  expect(room.text.toString()).toBe(left.text);
  expect(new Set(room.log.map((update) => update.client)).size).toBe(2);
});

test("who may only read cannot type, and pushes nothing", async () => {
  const room = new FakeRoom("given");
  room.readOnly = true;
  const tab = visit(room);
  await rest();
  expect(tab.view().state).toBe("readOnly");
  expect(tab.editor.state.readOnly).toBe(true);
  type(tab, "by program");
  await rest();
  expect(room.pushes).toHaveLength(0);
});

test("the end of writing in mid-typing makes the document read-only", async () => {
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  room.refusals.push({ code: "read_only", detail: "" });
  type(tab, "late");
  await rest();
  expect(tab.view().state).toBe("readOnly");
  expect(tab.editor.state.readOnly).toBe(true);
});

test("a tab told to wait waits, and loses nothing", async () => {
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  room.refusals.push({ code: "rate_limited", detail: "", retryAfter: 700 });
  type(tab, "a");
  await rest();
  type(tab, "b");
  await rest(600);
  expect(room.pushes).toHaveLength(1);
  expect(tab.view().state).toBe("saving");
  await rest(200);
  expect(room.text.toString()).toBe("ab");
  expect(tab.view().state).toBe("saved");
});

test("a push that is too long is sent in parts", async () => {
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  room.cut();
  for (const letter of "abcdefgh") type(tab, letter);
  room.refusals.push({ code: "push_too_long", detail: "" }, { code: "push_too_long", detail: "" });
  room.online = true;
  await rest(20_000);
  expect(room.text.toString()).toBe("abcdefgh");
  expect(room.pushes.map((push) => push.updates.length)).toEqual([8, 4, 2, 2, 2, 2]);
});

test("an edit that can never be accepted is undone, and its text offered back", async () => {
  const room = new FakeRoom("kept");
  const tab = visit(room);
  await rest();
  room.refusals.push({ code: "document_too_large", detail: "" });
  type(tab, " too much");
  await rest();
  expect(tab.text).toBe("kept");
  expect(tab.view()).toMatchObject({ state: "saved", rescued: "kept too much" });
  type(tab, "!");
  await rest();
  expect(room.text.toString()).toBe("kept!");
  tab.decide("drop");
  expect(tab.view().rescued).toBeUndefined();
  expect(tab.text).toBe("kept!");
  expect(tab.view().aside).toBe("kept too much");
});

test("under another client id nothing pending is pushed; the text is offered back", async () => {
  const room = new FakeRoom("log");
  const tab = visit(room);
  await rest();
  room.cut();
  type(tab, " mine");
  room.knows = () => false;
  room.online = true;
  await rest(20_000);
  expect(room.pushes).toHaveLength(0);
  expect(tab.text).toBe("log");
  expect(tab.view().rescued).toBe("log mine");
  tab.decide("restore");
  await rest();
  expect(room.text.toString()).toBe("log mine");
  // Neither choice loses the other text: it is kept aside, over a reload too, and changes places with the one shown.
  expect(tab.view()).toMatchObject({ rescued: undefined, aside: "log" });
  tab.close();
  locks.releaseAll();
  room.knows = () => true;
  const next = visit(room);
  await rest();
  expect(next.view().aside).toBe("log");
  next.swapAside();
  await rest();
  expect(room.text.toString()).toBe("log");
  expect(next.view().aside).toBe("log mine");
  next.dropAside();
  expect(next.view().aside).toBeUndefined();
});

test("a log that disagrees twice makes the tab begin anew", async () => {
  const room = new FakeRoom("log");
  const tab = visit(room);
  await rest();
  const disagree = { code: "push_out_of_order", detail: "", fatal: true };
  room.refusals.push(disagree, disagree);
  type(tab, "?");
  await rest(20_000);
  expect(room.pushes).toHaveLength(2);
  expect(tab.text).toBe("log");
  expect(tab.view()).toMatchObject({ state: "saved", rescued: "log?" });
});

test.each([
  ["opened elsewhere under the same id", "superseded"],
  ["of a session that has ended", "session_ended"],
])("a document %s does not fight for it", async (_, code) => {
  const room = new FakeRoom("x");
  const tab = visit(room);
  await rest();
  room.refusals.push({ code, detail: "", fatal: true });
  type(tab, "y");
  await rest(20_000);
  expect(tab.view().state).toBe("failed");
  expect(tab.editor.state.readOnly).toBe(true);
  expect(room.hellos).toHaveLength(1);
});

test("pasted text is marked as pasted, also after a crash", async () => {
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  tab.editor.dispatch({ changes: { from: 0, insert: "copied" }, userEvent: "input.paste" });
  type(tab, "!");
  await rest();
  expect(room.log.map((update) => update.kind)).toEqual(["paste", undefined]);
});

test("a paste says whether its text was copied on the page, as it was then, also after a crash", async () => {
  const end = watchCopies();
  const copy = (text: string) =>
    document.dispatchEvent(Object.assign(new Event("copy"), { clipboardData: { getData: () => text } }));
  const room = new FakeRoom();
  const tab = visit(room);
  await rest();
  room.cut();
  copy("my own lines");
  for (const [insert, userEvent] of [
    ["my own lines", "input.paste"],
    ["from elsewhere", "input.paste"],
    ["dropped", "input.drop"],
  ]) {
    tab.editor.dispatch({ changes: { from: 0, insert }, userEvent });
  }
  copy("from elsewhere");
  tab.close();
  end();
  locks.releaseAll();
  room.online = true;
  visit(room);
  await rest();
  expect(room.log.map(({ kind, data }) => [kind, data])).toEqual([
    ["paste", { own: true }],
    ["paste", { own: false }],
    ["paste", { own: false }],
  ]);
});

test("a session that was refused is renewed before the next try", async () => {
  const room = new FakeRoom();
  room.online = false;
  const renew = vi.fn(async () => {
    room.online = true;
  });
  const tab = new SharedDocument({
    id: "d1",
    extensions: [],
    surroundings: { ...browser, connect: room.connect },
    renew,
  });
  open.push(tab);
  await rest(20_000);
  expect(renew).toHaveBeenCalledOnce();
  expect(tab.view().state).toBe("saved");
});
