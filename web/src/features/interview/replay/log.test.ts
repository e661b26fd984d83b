import { ChangeSet, type Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { type Edit, FileLog, keptEvery, toText } from "./log";

const breathe = async () => {};

/** A log that is written one change after another. */
class Writer {
  edits: Edit[] = [];
  begins: string;
  #text: Text;

  constructor(begins = "") {
    this.begins = begins;
    this.#text = toText(begins);
  }

  get text() {
    return this.#text.toString();
  }

  write(ms: number, author: string, from: number, to: number, insert: string) {
    const changes = ChangeSet.of({ from, to, insert }, this.#text.length);
    this.#text = changes.apply(this.#text);
    this.edits.push({ ms, author, changes: changes.toJSON() });
    return this;
  }

  log() {
    return FileLog.of(this.begins, this.edits, breathe);
  }
}

/** The same numbers each time. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Two hours in which two people type, and now and then remove, 20,000 times. */
function twoHours() {
  const roll = dice(7);
  const writer = new Writer("def f():\n");
  const texts = [writer.text];
  for (let i = 0; i < 20_000; i++) {
    const { length } = writer.text;
    const at = roll(length + 1);
    const removed = length > 2000 ? Math.min(20, length - at) : 0;
    const written = roll(9) === 0 ? "\n" : "ab";
    writer.write(i * 360, i % 3 === 0 ? "ada" : "kim", at, at + removed, removed > 0 ? "" : written);
    texts.push(writer.text);
  }
  return { writer, texts };
}

test("a seek in two hours of 20,000 edits applies a few of them, and finds what plain playing finds", async () => {
  const { writer, texts } = twoHours();
  const log = await writer.log();
  const roll = dice(11);
  for (let jump = 0; jump < 500; jump++) {
    const version = roll(20_001);
    const before = log.applied;
    const state = log.at(version === 0 ? -1 : (version - 1) * 360 + roll(360));
    expect(state.version).toBe(version);
    expect(state.text.toString()).toBe(texts[version]);
    expect(state.spans.reduce((sum, { length }) => sum + length, 0)).toBe(texts[version]?.length);
    expect(log.applied - before).toBeLessThan(keptEvery);
  }
  const before = log.applied;
  log.at(0);
  for (let version = 1; version <= 1000; version++) log.at((version - 1) * 360);
  // Played on, an edit is applied once at most.
  expect(log.applied - before).toBeLessThanOrEqual(1000);
});

test("each letter is whose it is, also in the middle of others'", async () => {
  const writer = new Writer("start\n")
    .write(1000, "kim", 6, 6, "abcd")
    .write(2000, "ada", 8, 8, "XY")
    .write(3000, "kim", 0, 2, "");
  const log = await writer.log();
  expect(log.at(500).spans).toEqual([{ length: 6, author: "" }]);
  expect(log.at(2000).spans).toEqual([
    { length: 6, author: "" },
    { length: 2, author: "kim" },
    { length: 2, author: "ada" },
    { length: 2, author: "kim" },
  ]);
  expect(log.at(2500).last).toEqual({ ms: 2000, author: "ada", position: 10 });
  const end = log.at(9000);
  expect(end.text.toString()).toBe("art\nabXYcd");
  expect(end.spans[0]).toEqual({ length: 4, author: "" });
});

test("words appear with the edit that completes them, and again once they were gone", async () => {
  const writer = new Writer("# sum\n")
    .write(1000, "kim", 6, 6, "pri")
    .write(2000, "kim", 9, 9, "nt(1)")
    .write(3000, "ada", 0, 0, "x")
    .write(4000, "ada", 7, 12, "")
    .write(5000, "ada", 7, 7, "Print");
  const log = await writer.log();
  expect(log.appearances("print", 10)).toEqual([
    { ms: 2000, line: "print(1)" },
    { ms: 5000, line: "Print(1)" },
  ]);
  expect(log.appearances("SUM", 10)).toEqual([{ ms: undefined, line: "# sum" }]);
  expect(log.appearances("print", 1)).toHaveLength(1);
  expect(log.appearances("nowhere", 10)).toEqual([]);
});
