import { ApiError } from "@codecraft/api/errors";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardLink, type BoardPort, type LinkView } from "./link";
import type { BoardElement } from "./scene";

const one = (id: string, version: number, isDeleted = false): BoardElement => ({
  id,
  version,
  versionNonce: 1,
  isDeleted,
});

const refusal = (status: number, detail: string, pointer?: string) =>
  new ApiError(status, [
    { status: String(status), code: "refused", title: "Refused", detail, source: { pointer } },
  ]);

/** A board on a server, on which others draw, too. */
class Server implements BoardPort {
  log: { number: number; elements: BoardElement[] }[] = [];
  fault: unknown;
  /** The id of an element that it refuses. */
  unsound = "";
  asked = 0;

  async read() {
    return { number: this.log.length, elements: this.log.flatMap(({ elements }) => elements) };
  }

  async since(number: number) {
    this.asked++;
    if (this.fault) throw this.fault;
    return this.log.slice(number, number + 2);
  }

  async draw(elements: BoardElement[]) {
    if (this.fault) throw this.fault;
    if (JSON.stringify(elements).length > 100_000) throw refusal(413, "Send less.");
    const place = elements.findIndex(({ id }) => id === this.unsound);
    if (place >= 0) throw refusal(422, "Draw it in parts.", `/data/attributes/elements/${place}`);
    this.log.push({ number: this.log.length + 1, elements: [...elements] });
    return { number: this.log.length };
  }
}

const told = (log: Server["log"]) =>
  log.map(({ elements }) => elements.map(({ id, version }) => `${id}.${version}`).join(" "));

function page(server: Server) {
  const views: LinkView[] = [];
  const come: BoardElement[] = [];
  const link = new BoardLink(server, {
    elements: (elements) => come.push(...elements),
    view: (view) => views.push(view),
  });
  return { link, views, come };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("what is drawn while something is on its way goes with the next, once", async () => {
  const server = new Server();
  const { link } = page(server);
  await link.open();
  link.drew([one("a", 1)]);
  link.drew([one("a", 2)]);
  link.drew([one("a", 2), one("b", 1)]);
  await pass(1000);
  link.drew([one("a", 2), one("b", 1)]);
  await pass(1000);
  expect(told(server.log)).toEqual(["a.1", "a.2 b.1"]);
  expect(server.asked).toBe(0);
});

test("what others draw comes when the stream tells of it, and is not sent back", async () => {
  const server = new Server();
  server.log = [{ number: 1, elements: [one("a", 1)] }];
  const { link, come } = page(server);
  expect(await link.open()).toEqual([one("a", 1)]);
  server.log.push({ number: 2, elements: [one("b", 1)] }, { number: 3, elements: [one("a", 2, true)] });
  link.heard(3);
  await pass(10);
  expect(come).toEqual([one("b", 1), one("a", 2, true)]);
  link.drew([one("a", 2, true), one("b", 1)]);
  await pass(1000);
  expect(server.log).toHaveLength(3);
  expect(server.asked).toBe(1);
});

test("what others drew is read until all of it is there, also when it could not be read at first", async () => {
  const server = new Server();
  const { link, come, views } = page(server);
  await link.open();
  server.log = Array.from({ length: 5 }, (_, i) => ({ number: i + 1, elements: [one(`e${i}`, 1)] }));
  server.fault = new TypeError("no network");
  link.heard(5);
  await pass(100);
  expect(come).toEqual([]);
  server.fault = undefined;
  await pass(2000);
  expect(come.map(({ id }) => id)).toEqual(["e0", "e1", "e2", "e3", "e4"]);
  expect(views).toEqual([]);
});

test("a tab that was away sends what it drew, and brings nothing back that was deleted meanwhile", async () => {
  const server = new Server();
  server.log = [{ number: 1, elements: [one("a", 1)] }];
  const { link, come, views } = page(server);
  await link.open();
  server.fault = new TypeError("no network");
  link.drew([one("a", 1), one("mine", 1)]);
  await pass(100);
  expect(views.at(-1)?.state).toBe("waiting");
  server.log.push({ number: 2, elements: [one("a", 2, true)] });
  server.fault = undefined;
  link.heard(2);
  await pass(2000);
  expect(come).toContainEqual(one("a", 2, true));
  expect(told(server.log)).toEqual(["a.1", "a.2", "mine.1"]);
  expect(views.at(-1)?.state).toBe("open");
});

test("what is refused says why and is sent with the next change", async () => {
  const server = new Server();
  const { link, views } = page(server);
  await link.open();
  server.fault = refusal(403, "It is locked.");
  link.drew([one("a", 1)]);
  await pass(60_000);
  expect(views.at(-1)).toEqual({ state: "refused", why: "It is locked." });
  server.fault = undefined;
  link.drew([one("a", 1), one("b", 1)]);
  await pass(1000);
  expect(told(server.log)).toEqual(["a.1 b.1"]);
});

test("an element that the page changes in its place is sent again", async () => {
  const server = new Server();
  const { link } = page(server);
  await link.open();
  const element = one("a", 1);
  link.drew([element]);
  element.version = 2;
  await pass(1000);
  element.version = 3;
  link.drew([element]);
  await pass(1000);
  expect(told(server.log)).toEqual(["a.1", "a.2", "a.3"]);
});

test("one element that is refused keeps nothing else back, and one that is gone again is not sent", async () => {
  const server = new Server();
  const { link, views } = page(server);
  await link.open();
  server.unsound = "large";
  link.drew([one("a", 1), one("large", 1), one("b", 1)]);
  await pass(5000);
  expect(told(server.log)).toEqual(["a.1 b.1"]);
  expect(views.at(-1)).toEqual({ state: "refused", why: "Draw it in parts." });
  link.drew([one("a", 1), one("large", 2, true), one("b", 2)]);
  await pass(5000);
  expect(told(server.log)).toEqual(["a.1 b.1", "b.2"]);
  expect(views.at(-1)?.state).toBe("open");
});

test("one element that is larger than any request keeps nothing else back", async () => {
  const server = new Server();
  const { link, views } = page(server);
  await link.open();
  const huge = { ...one("huge", 1), text: "x".repeat(100_000) };
  link.drew([one("a", 1), huge, one("b", 1)]);
  await pass(5000);
  expect(told(server.log)).toEqual(["a.1", "b.1"]);
  expect(views.at(-1)).toEqual({ state: "refused", why: "Send less." });
});

test("what was refused while it was locked is sent when it is not", async () => {
  const server = new Server();
  const { link, views } = page(server);
  await link.open();
  server.fault = refusal(403, "It is locked.");
  link.drew([one("a", 1)]);
  await pass(1000);
  server.fault = undefined;
  link.send();
  await pass(1000);
  expect(told(server.log)).toEqual(["a.1"]);
  expect(views.at(-1)?.state).toBe("open");
});

test("a page that is left sends what it has drawn, and tells nothing more", async () => {
  const server = new Server();
  const { link, views, come } = page(server);
  await link.open();
  link.drew([one("a", 1)]);
  link.drew([one("a", 2)]);
  link.leave();
  const before = views.length;
  server.log.push({ number: 2, elements: [one("b", 1)] });
  link.heard(9);
  await pass(1000);
  expect(told(server.log)).toContain("a.2");
  expect(views).toHaveLength(before);
  expect(come).toEqual([]);
});
