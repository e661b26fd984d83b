import { ChangeSet } from "@codemirror/state";
import { expect, test } from "vitest";
import { BoardLog } from "./board";
import { FileLog } from "./log";
import {
  filesAt,
  lastTouched,
  type Parts,
  type ReplayFile,
  replayOf,
  runAt,
  type TimedEntry,
} from "./replay";
import { densityOf } from "./scrubber";
import { search } from "./search";
import type { ReplayTerminal } from "./terminal";
import { happenings, messages, noted } from "./told";

let number = 0;

function entry(ms: number, kind: string, data: object, more: object = {}) {
  number++;
  const about = { id: `e${number}`, at: `at ${ms}`, participantId: "p", name: "Kim", audience: "all" };
  return { ...about, ms, kind, data, ...more } as unknown as TimedEntry;
}

type Typed = [ms: number, text: string];

async function file(id: string, texts: Typed[], names: ReplayFile["names"]): Promise<ReplayFile> {
  let length = 0;
  const edits = texts.map(([ms, text]) => {
    const changes = ChangeSet.of({ from: length, insert: text }, length).toJSON();
    length += text.length;
    return { ms, author: "p", changes };
  });
  return { id, names, log: await FileLog.of("", edits, async () => {}) };
}

async function interview(more: Partial<Parts> = {}) {
  const python = { path: "main.py", language: "python" };
  const files = [
    await file(
      "main",
      [
        [2000, "print(1)\n"],
        [40_000, "# end\n"],
      ],
      [{ ms: 1000, what: "made", ...python }],
    ),
    await file(
      "rest",
      [[20_000, "one\n"]],
      [
        { ms: 19_000, what: "made", path: "a.py", language: "python" },
        { ms: 21_000, what: "changed", path: "b.go", language: "go" },
        { ms: 50_000, what: "removed", path: "b.go", language: "go" },
      ],
    ),
  ];
  const entries = [
    entry(1000, "file", { what: "made", ...python }, { subject: "main" }),
    entry(5000, "run", { runId: "r", language: "python" }),
    entry(6000, "run-ended", { runId: "r", status: "ok", stdout: "One\n1\n" }),
    entry(7000, "message", { text: "It printed one" }),
    entry(8000, "message", { text: "Slow, though" }, { audience: "interviewers" }),
    entry(30_000, "problem", { shown: true, title: "Sums" }),
    entry(70_000, "decision", { decision: "advance" }),
  ];
  const notes = [{ id: "n", ms: 9000, name: "Ada", text: "Tests **one** case" }];
  return replayOf({
    startedAt: "s",
    lengthMs: 60_000,
    files,
    board: new BoardLog([]),
    terminals: [],
    entries,
    notes,
    ...more,
  });
}

test("marks are runs, notes, files and problems in order, and what came after the end is no part of it", async () => {
  const { marks, moments, entries } = await interview();
  expect(marks.map(({ ms, kind }) => [ms, kind])).toEqual([
    [1000, "file"],
    [5000, "run"],
    [9000, "note"],
    [30_000, "problem"],
  ]);
  expect(entries.at(-1)?.ms).toBe(30_000);
  expect(moments).toEqual([1000, 2000, 5000, 6000, 7000, 8000, 9000, 20_000, 30_000, 40_000]);
});

test("what was under way at the end ends with it", async () => {
  const { entries } = await interview({ lengthMs: 5500 });
  expect(entries.map(({ ms, kind }) => [ms, kind])).toEqual([
    [1000, "file"],
    [5000, "run"],
    [5500, "run-ended"],
  ]);
  expect(runAt(entries, 5500)?.view.status).toBe("ok");
});

test("a terminal is among the marks and the moments, and is told and found like a run", async () => {
  const shown = { ms: 5200, data: new Uint8Array([62]) };
  const replay = await interview({
    lengthMs: 5500,
    entries: [
      entry(5000, "terminal", { runId: "t", language: "python" }),
      entry(9000, "terminal-ended", { runId: "t", status: "failed", stdout: "Your name?" }),
    ],
    terminals: [{ ms: 5000, outputs: [shown] } as ReplayTerminal],
  });
  expect(replay.marks.map(({ label }) => label)).toContain("Kim opened a terminal");
  expect(replay.moments).toContain(5200);
  expect(happenings(replay).map(({ ms, title }) => [ms, title])).toEqual([
    [5000, "Kim opened a terminal"],
    [5500, "The terminal of Kim ended: Runtime error"],
  ]);
  expect(search(replay, [], "your name")).toMatchObject([{ ms: 5500, where: "Output" }]);
});

test("who came, went and was removed is told and found", async () => {
  const replay = await interview({
    entries: [
      entry(500, "joined", { removed: false }),
      entry(9000, "left", { removed: false }),
      entry(12_000, "joined", { removed: false }),
      entry(20_000, "left", { removed: true }),
      entry(60_000, "left", { removed: false }, { name: "" }),
    ],
  });
  expect(happenings(replay).map(({ ms, title }) => [ms, title])).toEqual([
    [500, "Kim joined"],
    [9000, "Kim left"],
    [12_000, "Kim joined"],
    [20_000, "Kim was removed"],
    [60_000, "A member left"],
  ]);
  expect(search(replay, [], "kim left")).toEqual([
    { ms: 9000, where: "People", of: "Kim", line: "Kim left" },
  ]);
  expect(search(replay, [], "joined").map(({ ms }) => ms)).toEqual([500, 12_000]);
});

test("files are there under the names they had, from when they were made until they were removed", async () => {
  const { files } = await interview();
  const at = (ms: number) => filesAt(files, ms).map(({ path, language }) => `${path} ${language}`);
  expect(at(500)).toEqual([]);
  expect(at(1000)).toEqual(["main.py python"]);
  expect(at(20_000)).toEqual(["main.py python", "a.py python"]);
  expect(at(22_000)).toEqual(["main.py python", "b.go go"]);
  expect(at(55_000)).toEqual(["main.py python"]);
  const touched = (ms: number) => lastTouched(filesAt(files, ms), ms)?.path;
  expect([1500, 25_000, 45_000].map(touched)).toEqual(["main.py", "b.go", "main.py"]);
});

test("a run is as far as it had come", async () => {
  const { entries } = await interview();
  expect(runAt(entries, 4000)).toBeUndefined();
  expect(runAt(entries, 5500)?.view.status).toBe("running");
  expect(runAt(entries, 6000)?.view).toMatchObject({ status: "ok", stdout: "One\n1\n" });
});

const cues = [{ id: "c 0", ms: 8000, toMs: 9000, language: "en", speaker: "Kim", text: "I add\none more" }];

test("words are found in code, output, what was said, chat and notes, each with its moment", async () => {
  const hits = search(await interview(), cues, " one ");
  expect(hits.map(({ ms, where, of, line }) => [ms, where, of, line])).toEqual([
    [6000, "Output", "Kim", "One"],
    [7000, "Chat", "Kim", "It printed one"],
    [8000, "Said", "Kim", "one more"],
    [9000, "Note", "Ada", "Tests **one** case"],
    [20_000, "Code", "a.py", "one"],
  ]);
  expect(search(await interview(), cues, "PRINT")[0]).toMatchObject({
    ms: 2000,
    of: "main.py",
    line: "print(1)",
  });
  expect(search(await interview(), cues, "  ")).toEqual([]);
});

test("the lists tell what happened, what was said and to whom, and what was noted", async () => {
  const replay = await interview();
  expect(happenings(replay).map(({ title }) => title)).toEqual([
    "Kim made main.py",
    "Kim ran the program",
    "The run of Kim ended: Finished",
    "Kim showed Sums",
  ]);
  expect(messages(replay).map(({ title, text }) => [title, text])).toEqual([
    ["Kim", "It printed one"],
    ["Kim, to interviewers only", "Slow, though"],
  ]);
  expect(noted(replay)).toMatchObject([{ ms: 9000, title: "Ada" }]);
});

test("the busiest stretch is the highest", () => {
  const heights = densityOf([0, 0, 0, 50, 100], 100);
  expect(Math.max(...heights)).toBe(heights[0]);
  expect(heights[60]).toBeGreaterThan(0);
  expect(heights.at(-1)).toBeGreaterThan(0);
  expect(heights[30]).toBe(0);
});
