// @vitest-environment happy-dom
import { ApiError } from "@codecraft/api/errors";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FocusTeller } from "./focus";

/** Browser windows of one attempt hear each other. */
class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage = () => {};
  constructor() {
    FakeChannel.all.push(this);
  }
  postMessage() {
    for (const other of FakeChannel.all) if (other !== this) other.onmessage();
  }
  close() {
    FakeChannel.all = FakeChannel.all.filter((other) => other !== this);
  }
}

const open: FocusTeller[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});

afterEach(() => {
  for (const teller of open.splice(0)) teller.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function visit(tell = vi.fn(async (_workingOn: string) => {})) {
  const teller = new FocusTeller("a1", tell);
  open.push(teller);
  return { teller, said: () => tell.mock.calls.map(([workingOn]) => workingOn), tell };
}

const rest = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);
const happen = (name: string) => window.dispatchEvent(new Event(name));

test("the problem shown is told, leaving is, and coming back", async () => {
  const { teller, said } = visit();
  teller.turn("p1");
  await rest();
  teller.turn("p2");
  await rest();
  happen("blur");
  await rest();
  happen("focus");
  await rest();
  expect(said()).toEqual(["p1", "p2", "", "p2"]);
});

test("what changes to and fro at once is not told", async () => {
  const { teller, said } = visit();
  teller.turn("p1");
  await rest();
  for (let i = 0; i < 20; i++) {
    happen("blur");
    await rest(100);
    happen("focus");
  }
  await rest();
  expect(said()).toEqual(["p1"]);
});

test("going to another window of the attempt is not leaving", async () => {
  const { teller, said } = visit();
  teller.turn("p1");
  await rest();
  happen("blur");
  new FakeChannel().postMessage(); // the other window's
  await rest();
  expect(said()).toEqual(["p1"]);
  happen("focus");
  await rest();
  expect(said()).toEqual(["p1", "p1"]);
});

test("a page that is closed tells at once", async () => {
  const { teller, said } = visit();
  teller.turn("p1");
  await rest();
  happen("pagehide");
  expect(said()).toEqual(["p1", ""]);
});

test("what could not be told is told when it can be; what is refused is not told again", async () => {
  const { teller, said, tell } = visit();
  tell.mockRejectedValueOnce(new ApiError(0, [], undefined));
  teller.turn("p1");
  await rest(6000);
  expect(said()).toEqual(["p1", "p1"]);
  tell.mockRejectedValueOnce(new ApiError(409, [], undefined));
  teller.turn("p2");
  await rest(20_000);
  expect(said()).toEqual(["p1", "p1", "p2"]);
});
