import { expect, test } from "vitest";
import { type Chunk, formatOffset, linesOf } from "./console";

const out = (text: string, atMs = 0): Chunk => ({ stream: "stdout", text, atMs });
const err = (text: string, atMs = 0): Chunk => ({ stream: "stderr", text, atMs });
const shown = (chunks: Chunk[]) => linesOf(chunks).map((line) => `${line.stream} ${line.atMs} ${line.text}`);

test.each<[string, Chunk[], string[]]>([
  ["nothing", [], []],
  ["lines of one chunk", [out("a\nb\n", 3)], ["stdout 3 a", "stdout 3 b"]],
  [
    "a line in two pieces has the time of its first",
    [out("a", 1), out("b\nc", 5)],
    ["stdout 1 ab", "stdout 5 c"],
  ],
  [
    "streams in turn",
    [out("a\n", 1), err("b\n", 2), out("c\n", 3)],
    ["stdout 1 a", "stderr 2 b", "stdout 3 c"],
  ],
  [
    "a line that is interrupted",
    [out("a", 1), err("b\n", 2), out("c\n", 3)],
    ["stdout 1 a", "stderr 2 b", "stdout 3 c"],
  ],
  ["empty lines", [out("\n\na\n")], ["stdout 0 ", "stdout 0 ", "stdout 0 a"]],
])("%s", (_, chunks, lines) => {
  expect(shown(chunks)).toEqual(lines);
});

test("offsets", () => {
  expect([0, 12.345, 61_500].map(formatOffset)).toEqual(["0.000 s", "0.012 s", "61.500 s"]);
});
