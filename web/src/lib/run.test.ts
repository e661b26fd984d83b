import { expect, test } from "vitest";
import { afterEvent, isUnderWay, noOutcome, type RunView } from "./run";

const event = (name: string, data: object) => ({ id: "", name, data });

test("a run grows by its events, keeps no more than can be shown, and ends with what the server keeps", () => {
  let run: RunView = { ...noOutcome, status: "queued" };
  const take = (name: string, data: object) => {
    run = afterEvent(run, event(name, data));
  };
  take("status", { status: "running" });
  take("stdout", { stream: "stdout", text: "a", atMs: 1 });
  take("stderr", { stream: "stderr", text: "b".repeat(600_000), atMs: 2 });
  take("stdout", { stream: "stdout", text: "more", atMs: 3 });
  take("unknown", {});
  expect(run).toMatchObject({ status: "running", stdout: "a" });
  expect(run.stderr).toHaveLength(512 * 1024 - 1);
  expect(run.output).toHaveLength(2);
  expect(isUnderWay(run)).toBe(true);
  take("end", { status: "failed", exitCode: 1, stdout: "a" });
  expect(isUnderWay(run)).toBe(false);
  expect(run).toMatchObject({ exitCode: 1 });
});
