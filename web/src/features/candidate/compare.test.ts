import { expect, test } from "vitest";
import { partingOf } from "./compare";

const at = (line: number, column: number) => ({ line, column });

test("the word that the judge names is pointed at, in both", () => {
  expect(partingOf("a b\nc d\n", "a\nb c x\n", at(2, 5))).toEqual({
    expected: { line: 2, column: 3, length: 1 },
    got: { line: 2, column: 5, length: 1 },
  });
});

test("within a word, and behind letters of several bytes, it is the same word", () => {
  expect(partingOf("über 1234", "über 1239", at(1, 10)).got).toEqual({ line: 1, column: 6, length: 4 });
});

test("what has ended is not pointed at", () => {
  expect(partingOf("1 2", "1", at(1, 2))).toEqual({ expected: { line: 1, column: 3, length: 1 } });
  expect(partingOf("1", "1 2", at(1, 3))).toEqual({ got: { line: 1, column: 3, length: 1 } });
});

test("nothing is, where nobody says where or the output is cut before", () => {
  expect(partingOf("1", "2")).toEqual({});
  expect(partingOf("1", "1\n1", at(70, 1))).toEqual({});
});
