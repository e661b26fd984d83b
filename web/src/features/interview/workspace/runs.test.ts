import { expect, test } from "vitest";
import { runsOf } from "./runs";
import type { Entry } from "./store";

const entry = (runId: string, data: object = {}) =>
  ({
    participantId: "p",
    name: "Kim",
    at: `at ${runId}`,
    data: { runId, language: "python", ...data },
  }) as unknown;

test("runs are told newest first, under way until their end is told, whichever comes first", () => {
  const began = [entry("1"), entry("2")] as Entry<"run">[];
  const ended = [entry("1", { status: "failed", stderr: "oh" }), entry("3")] as Entry<"run-ended">[];
  const all = runsOf(began, ended);
  expect(all.map(({ id, view }) => [id, view.status])).toEqual([
    ["2", "running"],
    ["1", "failed"],
  ]);
  expect(all[1]?.view).toMatchObject({ stderr: "oh", stdout: "" });
});
