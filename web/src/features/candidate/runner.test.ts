// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { noOptions } from "@/lib/run-options";
import { Runner } from "./runner";

afterEach(() => vi.unstubAllGlobals());

const request = {
  answerId: "1",
  language: "python",
  source: "",
  input: "",
  options: noOptions,
};

it("a run there is no room for says what is full and until when", async () => {
  const problem = {
    status: "429",
    code: "organization_rate_limited",
    title: "",
    detail: "as many as it may",
  };
  const refused = new Response(JSON.stringify({ errors: [problem] }), {
    status: 429,
    headers: { "Retry-After": "20" },
  });
  vi.stubGlobal("fetch", async () => refused);
  const before = Date.now();
  const run = await new Runner().start("case", request);
  expect(run).toMatchObject({
    status: "refused",
    busy: { what: "Too many programs were started within a minute." },
  });
  expect(run.busy?.until).toBeGreaterThanOrEqual(before + 20_000);
});

it("a sample is asked for by its number alone, an own input with its options", async () => {
  const sent: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", async (_path: string, call: RequestInit) => {
    sent.push(JSON.parse(call.body as string).data.attributes);
    return new Response("", { status: 409 });
  });
  const options = { ...noOptions, args: "a" };
  await new Runner().start("sample", { ...request, input: "1", sample: 2, options });
  await new Runner().start("own", { ...request, input: "1", options });
  const program = { answerId: "1", language: "python", source: "" };
  expect(sent).toEqual([
    { ...program, sample: 2 },
    { ...program, stdin: "1", args: ["a"] },
  ]);
});
