import { expect, test } from "vitest";
import { addTags, splitTags } from "./tag-rules";

test.each([
  ["graphs, sums", ["graphs", "sums"]],
  ["graphs;sums\r\nTwo Pointers", ["graphs", "sums", "two-pointers"]],
  [" ,; ", []],
  ["sums, Sums", ["sums"]],
])("%j is split into tags", (written, tags) => {
  expect(splitTags(written)).toEqual(tags);
});

test("what is there already is not added again", () => {
  expect(addTags(["sums"], "graphs, sums")).toEqual({ tags: ["sums", "graphs"], rest: "", fault: undefined });
});

test("what the server would refuse stays written, with the rule", () => {
  const long = "x".repeat(51);
  expect(addTags([], `graphs, ${long}`)).toEqual({
    tags: ["graphs"],
    rest: long,
    fault: "A tag has at most 50 characters; this one has 51.",
  });
  const full = Array.from({ length: 20 }, (_, i) => `t${i}`);
  expect(addTags(full, "more")).toEqual({
    tags: full,
    rest: "more",
    fault: "A problem has at most 20 tags.",
  });
});
