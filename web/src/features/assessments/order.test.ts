import type { Section } from "@codecraft/api/types";
import { describe, expect, it } from "vitest";
import { moveItem, moveSection } from "./order";

const sections: Section[] = [
  { title: "A", items: [{ problemId: "1" }, { problemId: "2" }, { problemId: "3" }] },
  { title: "B", items: [] },
];
const ids = (list: Section[]) => list.map((section) => section.items.map((item) => item.problemId).join(""));

describe("moving", () => {
  it.each([
    ["down within a section", { section: 0, item: 0 }, { section: 0, item: 1 }, ["213", ""]],
    ["up within a section", { section: 0, item: 2 }, { section: 0, item: 0 }, ["312", ""]],
    ["into another section", { section: 0, item: 1 }, { section: 1, item: 0 }, ["13", "2"]],
    ["beyond the end, which is the end", { section: 0, item: 0 }, { section: 0, item: 9 }, ["231", ""]],
    [
      "to a section that is not there, which moves nothing",
      { section: 0, item: 0 },
      { section: 5, item: 0 },
      ["123", ""],
    ],
  ])("an item %s", (_, from, to, expected) => {
    expect(ids(moveItem(sections, from, to))).toEqual(expected);
  });

  it("a section, never over the ends", () => {
    expect(moveSection(sections, 0, 1).map((section) => section.title)).toEqual(["B", "A"]);
    expect(moveSection(sections, 0, -1)).toBe(sections);
  });
});
