import { expect, test } from "vitest";
import { diffLines } from "./line-diff";

const marks = { same: " ", removed: "-", added: "+" };
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
