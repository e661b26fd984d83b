import { expect, test } from "vitest";
import { placeOf } from "./package-fault";

test.each([
  ["data/secret/1.in: has no answer", "/data/secret/1.in", "data/secret/1.in", "has no answer"],
  ["problem.yaml: not read: [2:9] no end", "/problem.yaml", "problem.yaml:2:9", "not read: no end"],
  ["problem.xml: syntax error on line 3", "/problem.xml", "problem.xml:3", "syntax error on line 3"],
  ["there is no test", "", "", "there is no test"],
  ["is too long", "/data/attributes/title", "", "is too long"],
])("“%s” at “%s” is shown at “%s”", (detail, pointer, place, words) => {
  const fault = { status: "422", code: "package_invalid", title: "Invalid", detail, source: { pointer } };
  expect(placeOf(fault)).toEqual({ place, words });
});
