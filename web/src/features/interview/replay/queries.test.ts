// @vitest-environment happy-dom
import type { Item } from "@codecraft/api/resources";
import { ChangeSet } from "@codemirror/state";
import { afterEach, expect, test, vi } from "vitest";
import { queryClient } from "@/api/query";
import { replayQuery } from "./queries";

afterEach(() => vi.unstubAllGlobals());

const at = (seconds: number) =>
  new Date(Date.parse("2026-03-02T09:00:00.000Z") + seconds * 1000).toISOString();

const interview = {
  ...{ type: "interviews", id: "i" },
  attributes: { title: "Systems", state: "ended", startsAt: at(-60), startedAt: at(0), endedAt: at(600) },
} as unknown as Item<"interviews">;

/** Five edits of one letter each, a minute apart; the server answers two at most. */
function stretch(from: number) {
  const edits = [0, 1, 2, 3, 4].map((i) => ({
    at: at(60 + i * 60),
    participantId: i % 2 === 0 ? "kim" : "ada",
    kind: "edit",
    changes: JSON.stringify(ChangeSet.of({ from: 1 + i, insert: "abcde"[i] }, 1 + i)),
  }));
  const text = ">abcde".slice(0, 1 + from);
  return { version: 5, fromVersion: from, at: at(0), text, edits: edits.slice(from, from + 2) };
}

test("an interview is read whole: every stretch of its logs, under the names that its files had", async () => {
  const file = (seconds: number, what: string, path: string) => ({
    ...{ type: "timeline-entries", id: `${what} ${path}` },
    attributes: {
      kind: "file",
      at: at(seconds),
      name: "Kim",
      subject: "f",
      data: { what, path, language: "go" },
    },
  });
  const terminal = (seconds: number, kind: string, data: object) => ({
    ...{ type: "timeline-entries", id: kind },
    attributes: {
      kind,
      at: at(seconds),
      name: "Kim",
      subject: "t",
      data: { runId: "t", language: "c", ...data },
    },
  });
  const shown = { outputs: [{ atMs: 500, data: btoa("Gr\xc3") }] };
  const answers: Record<string, object[]> = {
    "timeline-entries": [
      file(-30, "made", "a.go"),
      file(200, "changed", "b.go"),
      terminal(100, "terminal", { startedAt: at(99), rows: 20, columns: 90 }),
      terminal(120, "terminal-ended", { status: "compile_error", compileOutput: "no\n" }),
    ],
    notes: [{ type: "notes", id: "n", attributes: { at: at(90), name: "Ada", text: "Quick" } }],
    recordings: [
      { type: "recordings", id: "r", attributes: { state: "verifying", startedAt: at(0), files: [] } },
    ],
  };
  vi.stubGlobal("fetch", async (address: string) => {
    const { pathname, searchParams } = new URL(address, "http://x");
    const [type = "", id] = pathname.split("/").slice(2);
    const attributes = id === "t" ? shown : id && stretch(Number(searchParams.get("fromVersion") ?? 0));
    return new Response(JSON.stringify({ data: id ? { type, id, attributes } : (answers[type] ?? []) }));
  });
  const { replay, aboutTakes } = await queryClient.fetchQuery(replayQuery(interview));
  expect(replay.lengthMs).toBe(600_000);
  const { log, names } = replay.files[0] as (typeof replay.files)[0];
  expect(names.map(({ ms, path }) => [ms, path])).toEqual([
    [0, "a.go"], // before the beginning, and there from it on
    [200_000, "b.go"],
  ]);
  expect(log.at(0).text.toString()).toBe(">");
  expect(log.at(185_000).text.toString()).toBe(">abc");
  expect(log.at(600_000)).toMatchObject({ version: 5, last: { author: "kim", position: 6 } });
  expect(log.at(600_000).text.toString()).toBe(">abcde");
  expect(replay.notes).toEqual([{ id: "n", ms: 90_000, name: "Ada", text: "Quick" }]);
  expect(replay.terminals).toHaveLength(1);
  expect(replay.terminals[0]).toMatchObject({ ms: 99_000, size: { rows: 20, columns: 90 } });
  expect(replay.terminals[0]?.outputs).toEqual([
    { ms: 99_500, data: new Uint8Array([71, 114, 0xc3]) },
    { ms: 120_000, data: new TextEncoder().encode("no\r\n") },
  ]);
  expect(aboutTakes).toMatch(/being looked through/);
});
