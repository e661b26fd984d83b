import { ApiError } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { show } from "@/testing/show";
import { latestVerificationQuery } from "./verification";
import { Verify } from "./verify";

const problem = { type: "problems", id: "p", attributes: { revision: 3 } } as Item<"problems">;

const result = (more: object) => ({
  ...{ referenceId: "r1", name: "main.py", language: "python", expected: "AC", verdict: "AC", agrees: true },
  ...{ worstCpuMs: 120, worstWallMs: 150, memoryKb: 9000, compileOutput: "", detail: "", limit: "" },
  ...{ exitCode: 0, signal: "", limits: { cpuTimeMs: 1000 } },
  ...more,
});

/** The page of a problem whose latest verification this is. */
function present(verification?: object) {
  const latest = verification && { type: "verifications", id: "v", attributes: verification };
  queryClient.setQueryData(latestVerificationQuery(problem.id).queryKey, (latest ?? null) as never);
  show(<Verify problem={problem} mayEdit beforeStart={async () => true} />);
}

beforeEach(() => {
  queryClient.clear();
  queryClient.setDefaultOptions({ queries: { staleTime: Number.POSITIVE_INFINITY } });
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ data: [] })));
});

it("says what verifying is for while nothing was verified", () => {
  present();
  expect(screen.getByText("Not verified yet")).toBeDefined();
});

it("tells of each solution what it should have got, what it got, and why", () => {
  present({
    state: "failed",
    revision: 3,
    finishedAt: "2026-03-02T09:00:00Z",
    results: [
      result({}),
      result({ referenceId: "r2", name: "slow.py", expected: "TLE", agrees: false }),
      result({
        referenceId: "r3",
        name: "no.c",
        verdict: "CE",
        agrees: false,
        compileOutput: "no.c:1: expected ;",
      }),
    ],
  });
  expect(screen.getByText("Not all agree")).toBeDefined();
  const rows = screen.getAllByRole("row").slice(1);
  expect(rows.map((row) => within(row).getAllByRole("cell")[3]?.textContent?.trim())).toEqual([
    "Yes",
    "No",
    "No",
  ]);
  expect(rows[0]?.textContent).toMatch(/120 ms.*of 1 s/);
  expect(rows[2]?.querySelector("details")?.open).toBe(true);
  expect(rows[2]?.textContent).toContain("no.c:1: expected ;");
});

it("says that the problem was changed since it was verified", () => {
  present({ state: "passed", revision: 2, finishedAt: "2026-03-02T09:00:00Z", results: [result({})] });
  expect(screen.getByText("All solutions agree")).toBeDefined();
  expect(screen.getByText(/the problem was changed since: verify again/)).toBeDefined();
});

it("says how long to wait when it is refused for want of room", async () => {
  const create = vi.spyOn(api, "create");
  create.mockRejectedValue(
    new ApiError(503, [{ code: "queue_full", detail: "200 wait before." } as never], 7),
  );
  present();
  await userEvent.click(screen.getByRole("button", { name: "Verify" }));
  expect((await screen.findByRole("alert")).textContent).toMatch(
    /Not verified. The queue for judging is full. 200 wait before/,
  );
});
