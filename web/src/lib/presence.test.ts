// @vitest-environment happy-dom
import { SharedDocument } from "@codecraft/collab/document";
import { FakeLocks, FakeRoom } from "@codecraft/collab/fake-room";
import { presences, Recent } from "@codecraft/collab/presence";
import { ChangeSet, Text } from "@codemirror/state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { browser } from "@/lib/surroundings";

const open: SharedDocument[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
});
afterEach(() => {
  for (const tab of open.splice(0)) tab.close();
  vi.useRealTimers();
});

const rest = (ms = 200) => vi.advanceTimersByTimeAsync(ms);

async function visit(room: FakeRoom): Promise<SharedDocument> {
  const surroundings = { ...browser, connect: room.connect };
  const tab = new SharedDocument({ id: "d1", isShared: true, extensions: [], surroundings });
  open.push(tab);
  tab.setShown(true);
  await rest();
  return tab;
}

const heads = (tab: SharedDocument) => tab.editor.state.field(presences).map(({ head }) => head);
const type = (tab: SharedDocument, at: number, insert: string) =>
  tab.editor.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length } });

test("others are where they say, and stay there through everybody's edits", async () => {
  const room = new FakeRoom("one two three");
  const [anna, ben] = [await visit(room), await visit(room)];
  anna.editor.dispatch({ selection: { anchor: 4, head: 7 } });
  await rest();
  expect(ben.editor.state.field(presences)).toMatchObject([
    { actor: "actor of client-1", anchor: 4, head: 7 },
  ]);
  type(ben, 0, "zero ");
  expect(heads(ben)).toEqual([12]);
  // Exactly where she stands: she stays before what another writes, and behind what she writes herself.
  type(ben, 12, "!");
  expect(heads(ben)).toEqual([12]);
  await rest();
  type(anna, 12, "abc");
  await rest(1);
  expect(heads(ben)).toEqual([15]);
});

test("a place told before edits that are on their way is found behind them", async () => {
  const room = new FakeRoom("one two");
  const [anna, ben] = [await visit(room), await visit(room)];
  room.mute = true; // nobody hears of this edit, its author neither
  type(ben, 0, "00 ");
  anna.editor.dispatch({ selection: { anchor: 4 } });
  await rest();
  expect(heads(ben)).toEqual([7]);
});

test("a place of an earlier version is brought over what came since, its own tab's edits from behind", () => {
  const recent = new Recent();
  const insert = (at: number, text: string, length: number) =>
    ChangeSet.of({ from: at, insert: Text.of([text]) }, length);
  recent.add({ client: "b", changes: insert(0, "long ago", 10) });
  recent.add({ client: "b", changes: insert(0, "12", 18) });
  recent.add({ client: "a", changes: insert(7, "345", 20) });
  recent.add({ client: "b", changes: insert(10, "6", 23) });
  const place = { anchor: 5, head: 5, top: 0 };
  expect(recent.bring(place, "a", 3)).toEqual({ anchor: 10, head: 10, top: 0 });
  expect(recent.bring(place, "a", 0)).toEqual(place);
});

test("who looks elsewhere, leaves or is cut off is seen no more, and again when back", async () => {
  const room = new FakeRoom("one two");
  const [anna, ben] = [await visit(room), await visit(room)];
  expect(heads(ben)).toHaveLength(1);
  anna.setShown(false);
  await rest();
  expect(heads(ben)).toHaveLength(0);
  anna.setShown(true);
  await rest();
  expect(heads(ben)).toHaveLength(1);
  room.cut();
  expect(heads(ben)).toHaveLength(0);
  room.online = true;
  await rest(10_000);
  expect(heads(ben)).toHaveLength(1);
  anna.close();
  await rest();
  expect(heads(ben)).toHaveLength(0);
});

test("who could only read writes when asked again", async () => {
  const room = new FakeRoom("one");
  room.readOnly = true;
  const tab = await visit(room);
  expect(tab.view().state).toBe("readOnly");
  room.readOnly = false;
  tab.reopen();
  await rest(1000);
  expect(tab.view().state).toBe("saved");
  expect(tab.editor.state.readOnly).toBe(false);
});
