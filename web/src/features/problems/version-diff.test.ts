import type { Item } from "@codecraft/api/resources";
import { expect, test } from "vitest";
import { changedSettings, changedStarters, changedTests } from "./version-diff";

type Version = Item<"problem-versions">["attributes"];

function version(over: Partial<Version> = {}): Version {
  return {
    number: 1,
    title: "Sum",
    difficulty: "easy",
    tags: ["sums"],
    statement: "Add.",
    samples: [{ name: "1", input: "1 2", answer: "3" }],
    groups: [{ name: "hidden", points: 10 }],
    limits: { cpuTimeMs: 1000, memoryKb: 262_144, outputKb: 16_384 },
    languages: [],
    starters: [{ language: "c", source: "int main;" }],
    points: 10,
    publishedAt: "",
    judging: {
      languageFactors: false,
      comparison: {
        mode: "tokens",
        caseSensitive: false,
        spaceSensitive: false,
        absoluteTolerance: 0,
        relativeTolerance: 0,
      },
      validator: null as never,
      groups: [
        {
          name: "hidden",
          sample: false,
          points: 10,
          aggregation: "all",
          tests: [
            { name: "1", input: "a", answer: "b", points: 0, args: [] },
            { name: "2", input: "c", answer: "d", points: 0, args: [] },
          ],
        },
      ],
    },
    ...over,
  };
}

const judging = (change: (copy: NonNullable<Version["judging"]>) => void) => {
  const copy = structuredClone(version().judging) as NonNullable<Version["judging"]>;
  change(copy);
  return version({ judging: copy });
};

test("the same versions differ in nothing", () => {
  expect(changedSettings(version(), version())).toEqual([]);
  expect(changedTests(version(), version())).toEqual([]);
  expect(changedStarters(version(), version())).toEqual([]);
});

test("settings that differ are told in words", () => {
  const after = version({
    title: "Product",
    limits: { cpuTimeMs: 2000, memoryKb: 262_144, outputKb: 16_384 },
  });
  expect(changedSettings(version(), after)).toEqual([
    { name: "Title", before: "Sum", after: "Product" },
    { name: "CPU time", before: "1000 ms", after: "2000 ms" },
  ]);
});

test("tests are compared by name", () => {
  const after = judging(({ groups: [hidden] }) => {
    if (!hidden) return;
    hidden.points = 20;
    hidden.tests = [
      { name: "1", input: "a", answer: "x", points: 0, args: ["-v"] },
      { name: "3", input: "c", answer: "d", points: 0, args: [] },
    ];
  });
  expect(changedTests(version(), after)).toEqual([
    { kind: "changed", name: "Group hidden", what: "points: 10 → 20" },
    { kind: "changed", name: "hidden / 1", what: "expected output, arguments" },
    { kind: "removed", name: "hidden / 2" },
    { kind: "added", name: "hidden / 3" },
  ]);
});

test("who may not see hidden tests compares the samples", () => {
  const before = version({ judging: undefined });
  const after = version({ judging: undefined, samples: [{ name: "1", input: "1 2", answer: "4" }] });
  expect(changedTests(before, after)).toEqual([{ kind: "changed", name: "1", what: "expected output" }]);
});

test("starters are compared by language", () => {
  const after = version({ starters: [{ language: "python", source: "" }] });
  expect(changedStarters(version(), after)).toEqual([
    { kind: "removed", name: "c" },
    { kind: "added", name: "python" },
  ]);
});
