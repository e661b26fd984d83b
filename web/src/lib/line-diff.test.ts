import { expect, test } from "vitest";
import { diffLines, withoutSame } from "./line-diff";

const marks = { same: " ", removed: "-", added: "+", skipped: "~" };
const told = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);

test.each([
  ["", "", []],
  ["a\nb\n", "a\nb", [" a", " b"]],
  ["", "a", ["+a"]],
  ["a", "", ["-a"]],
  ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
  ["a\nb\nc\nd", "b\nx\nd", ["-a", " b", "-c", "+x", " d"]],
])("from %j to %j", (before, after, lines) => {
  expect(told(before, after)).toEqual(lines);
});

test("texts too large to compare are told as replaced, between what they share", () => {
  const many = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join("\n");
  const lines = told(`same\n${many("a")}`, `same\n${many("b")}`);
  expect(lines).toHaveLength(6001);
  expect(lines.slice(0, 2)).toEqual([" same", "-a0"]);
  expect(lines.at(-1)).toBe("+b2999");
});

test("leaves out long stretches that are in both, and says how many lines", () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const after = before.with(10, "another");
  const shown = withoutSame(diffLines(before.join("\n"), after.join("\n")), 1);
  expect(shown.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "skipped 9 lines that are in both",
    "same line 9",
    "removed line 10",
    "added another",
    "same line 11",
    "skipped 8 lines that are in both",
  ]);
});
