import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keys } from "./keys";

it("makes keys that are forgotten with those they begin with", () => {
  expect(keys.problems.list({ state: "draft" })).toEqual(["problems", "list", { state: "draft" }]);
  expect(keys.problems.list().slice(0, 1)).toEqual(keys.problems.all);
  expect(keys.users.one("u")).toEqual(["users", "u"]);
});

it("makes all there are", () => {
  const root = join(import.meta.dirname, "..");
  const own = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
    .filter((name) => /queryKey: \[|Query(Data|ies)\(\[/.test(readFileSync(join(root, name), "utf8")));
  expect(own).toEqual([]);
});
