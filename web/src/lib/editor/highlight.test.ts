import { expect, test } from "vitest";
import { rangesOf } from "./highlight";

test.each([
  [
    "every place",
    "a b a",
    ["a"],
    [
      [0, 1],
      [4, 5],
    ],
  ],
  ["what overlaps, as one", "abcd", ["bc", "abc", "cd"], [[0, 4]]],
  ["nothing of what is not there any more", "abc", ["x", ""], []],
])("%s is found", (_, document, texts, expected) => {
  expect(rangesOf(document, texts)).toEqual(expected);
});
