import { expect, test } from "vitest";
import { joinWords, readEnv, refusedFlags, runAttributes, splitWords } from "./run-options";

test.each([
  ["", []],
  ["  one  two ", ["one", "two"]],
  ['"two words" x', ["two words", "x"]],
  ["'it is' a\\ b", ["it is", "a b"]],
  ['--name="Ada L" ""', ["--name=Ada L", ""]],
])("%j is split into words as a shell does", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test("the environment is read a line each, values as they are", () => {
  expect(readEnv("A=1\n\nB= x=y\nC")).toEqual({ A: "1", B: " x=y", C: "" });
});

test("flags must match one of the language's patterns whole", () => {
  expect(refusedFlags("-O2 -O2x -Wall", ["-O[0-3]", "-W[a-z]+"])).toEqual(["-O2x"]);
  expect(refusedFlags("", [])).toEqual([]);
});

test("what is empty is not sent", () => {
  expect(runAttributes({ args: "", env: " ", flags: "" })).toEqual({});
  expect(runAttributes({ args: "a", env: "B=c", flags: "-O2" })).toEqual({
    args: ["a"],
    env: { B: "c" },
    compilerFlags: ["-O2"],
  });
});

test("words joined and split again are the same", () => {
  const words = ["plain", "two words", "", 'a"b', "back\\slash", "it's"];
  expect(splitWords(joinWords(words))).toEqual(words);
});
