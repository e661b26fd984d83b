import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { Cases } from "./cases";
import { casesOf } from "./inputs";
import type { CaseRun, Runner } from "./runner";

const cases = casesOf([{ input: "1 2\n", answer: "3\n" }], [{ name: "own-1", text: "4 5\n" }]);

/** A runner that has these runs. */
const having = (runs: Record<string, object>) =>
  ({
    subscribe: () => () => {},
    get: (key: string) => runs[key] as CaseRun | undefined,
  }) as unknown as Runner;

const run = (more: object) => ({
  ...{
    status: "ok",
    input: "1 2\n",
    stdout: "",
    stderr: "",
    output: [],
    exitCode: 0,
    signal: "",
    detail: "",
  },
  ...{
    cpuTimeMs: 10,
    wallTimeMs: 20,
    memoryKb: 2048,
    compileOutput: "",
    truncated: false,
    verdict: "",
    message: "",
  },
  ...more,
});

function present(chosen: string, runs: Record<string, object>) {
  const asked = { onChoose: vi.fn(), onAdd: vi.fn(), onChange: vi.fn(), onRemove: vi.fn(), onRun: vi.fn() };
  show(<Cases cases={cases} chosen={chosen} runner={having(runs)} runKey={(key) => key} {...asked} />);
  return asked;
}

it("shows a sample's output beside what was expected, with the verdict on its tab", () => {
  present("sample-0", { "sample-0": run({ verdict: "WA", stdout: "4\n" }) });
  expect(screen.getByRole("tab", { name: "Sample 1 Sample: wrong answer" })).toBeDefined();
  expect(screen.getByText("Expected output").parentElement?.textContent).toContain("3");
  expect(screen.getByText("Your output").parentElement?.textContent).toContain("4");
});

it("says what the compiler refused, and that nothing was run", () => {
  present("sample-0", { "sample-0": run({ status: "compile_error", compileOutput: "main.c:1: no" }) });
  expect(screen.getByRole("tabpanel").textContent).toMatch(
    /Compile error.*The compiler's messages.*main.c:1: no.*The program was not run/,
  );
});

it("says of a run of one's own input that the input was changed since", () => {
  present("own-1", { "own-1": run({ input: "4\n", output: [{ stream: "stdout", text: "9\n" }] }) });
  expect(screen.getByRole("tabpanel").textContent).toContain("of an earlier input");
});

it("takes inputs of one's own: adds, changes and removes them", async () => {
  const asked = present("own-1", {});
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Input"), "6");
  expect(asked.onChange.mock.calls).toEqual([["own-1", "4 5\n6"]]);
  await user.click(screen.getByRole("button", { name: "Remove Own 1" }));
  expect(asked.onRemove.mock.calls).toEqual([["own-1"]]);
  await user.click(screen.getByRole("button", { name: "Own input" }));
  expect(asked.onAdd).toHaveBeenCalledTimes(1);
});

it("says when there may be room again for a run that was refused, and runs it then", async () => {
  const busy = { what: "All machines are busy.", detail: "Come again.", until: Date.now() };
  const { onRun } = present("sample-0", { "sample-0": run({ status: "refused", busy }) });
  await userEvent.click(await screen.findByRole("button", { name: /Run again/ }));
  expect(onRun).toHaveBeenCalledTimes(1);
});
