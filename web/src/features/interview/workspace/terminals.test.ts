import { expect, test } from "vitest";
import type { Entry } from "./store";
import { terminalsOf } from "./terminals";
import { sharedSize } from "./use-room-terminal";

const entry = (runId: string, data: object = {}) =>
  ({
    participantId: "p",
    name: "Kim",
    at: `at ${runId}`,
    data: { runId, language: "python", startedAt: `of ${runId}`, rows: 20, columns: 90, ...data },
  }) as unknown;

test("terminals are told in their order, open until their end is told, whichever comes first", () => {
  const began = [entry("1"), entry("2")] as Entry<"terminal">[];
  const ended = [entry("1", { status: "ok" }), entry("3")] as Entry<"terminal-ended">[];
  expect(terminalsOf(began, ended).map(({ id, size, end }) => [id, size.columns, end?.status])).toEqual([
    ["1", 90, "ok"],
    ["2", 90, undefined],
  ]);
});

test("a terminal for all is neither as small as a phone's nor as large as a wall's", () => {
  expect(sharedSize({ rows: 3, columns: 20 })).toEqual({ rows: 8, columns: 40 });
  expect(sharedSize({ rows: 100, columns: 300 })).toEqual({ rows: 40, columns: 120 });
  expect(sharedSize({ rows: 20, columns: 80 })).toEqual({ rows: 20, columns: 80 });
});
