import { expect, test } from "vitest";
import { compareOutputs } from "./compare";

test.each([
  ["equal outputs", "1 2\n3\n", "1 2\n3\n"],
  ["space and line ends do not count", "1 2\n3\n", "  1\n2 3"],
  ["case does not count", "Yes\n", "YES"],
  ["nothing is nothing", "", "\n \n"],
])("agree: %s", (_name, expected, got) => {
  expect(compareOutputs(expected, got)).toEqual({ same: "yes" });
});

test("numbers that are nearly the same are called close", () => {
  expect(compareOutputs("0.3333333333", "0.33333333")).toEqual({ same: "close" });
  expect(compareOutputs("1000000", "1000001")).toMatchObject({ same: "no" });
});

test("the first word that differs is pointed at, in both", () => {
  expect(compareOutputs("a b\nc d\n", "a\nb c x\n")).toMatchObject({
    same: "no",
    expected: { line: 2, column: 3, length: 1 },
    got: { line: 2, column: 5, length: 1 },
  });
});

test("too little and too much are told apart", () => {
  expect(compareOutputs("1 2", "1")).toMatchObject({
    same: "no",
    expected: { line: 1, column: 3 },
    reason: "The output ends too early.",
  });
  expect(compareOutputs("1", "1 2")).toMatchObject({
    same: "no",
    got: { line: 1, column: 3 },
    reason: "There is more output than expected.",
  });
});
