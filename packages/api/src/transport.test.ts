import { describe, expect, it, vi } from "vitest";
import { ApiError } from "./errors";
import { fakePlatform } from "./fake-platform";
import { Resources } from "./resources";
import { retryAfter, Transport, url } from "./transport";
import { waits } from "./waits";

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
}

function serve(...answers: (Response | Error)[]) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => {
    const next = answers.shift();
    if (!next) throw new Error("unexpected request");
    if (next instanceof Error) throw next;
    return next;
  });
  const platform = fakePlatform(fetch);
  const lost = vi.spyOn(platform.session, "lost");
  const transport = new Transport(platform);
  return { fetch, platform, lost, transport, api: new Resources(transport) };
}

describe("the client", () => {
  it("asks for JSON:API and names a creating POST, at its address and with the headers of the session", async () => {
    const made = answer(201, { data: { type: "problems", id: "1", attributes: {} } }, { ETag: '"4"' });
    const { fetch, platform, api } = serve(made);
    platform.baseAddress = "https://codecraft.example";
    platform.session.headers = (method) => ({ "X-Who": `somebody who would ${method}` });
    const item = await api.create("problems", { title: "Sum" });
    expect(fetch.mock.calls[0]?.[0]).toBe("https://codecraft.example/v1/problems");
    const headers = new Headers(fetch.mock.calls[0]?.[1].headers);
    expect(headers.get("Accept")).toBe("application/vnd.api+json");
    expect(headers.get("Content-Type")).toBe("application/vnd.api+json");
    expect(headers.get("X-Who")).toBe("somebody who would POST");
    expect(headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(item.etag).toBe('"4"');
  });

  it("refreshes a spent session once and repeats the request", async () => {
    const { fetch, api } = serve(answer(401), answer(201), answer(200, { data: [] }));
    await api.list("problems");
    expect(fetch.mock.calls.map((call) => call[0])).toEqual([
      "/v1/problems",
      "/v1/session-refreshes",
      "/v1/problems",
    ]);
  });

  it("tells the app when the session cannot be refreshed", async () => {
    const { api, lost } = serve(answer(401), answer(401));
    await expect(api.list("problems")).rejects.toMatchObject({ status: 401 });
    expect(lost).toHaveBeenCalledOnce();
  });

  it("acts as a preview's candidate, renews that as the member, and leaves the member signed in", async () => {
    const preview = { type: "assessment-previews", id: "1" } as const;
    const fresh = { data: { ...preview, attributes: { accessToken: "new" } } };
    const { fetch, api, transport, lost } = serve(
      answer(401),
      answer(201, fresh),
      answer(200, { data: [] }),
      answer(401),
      answer(403),
    );
    const renew = () =>
      api.create(preview.type, {}, undefined, { asMember: true }).then(({ attributes }) => {
        transport.actAs({ token: attributes.accessToken, renew });
      });
    transport.actAs({ token: "old", renew });
    const sent = () =>
      fetch.mock.calls.map(([path, init]) => [path, new Headers(init?.headers).get("Authorization")]);
    await api.list("answers");
    expect(sent()).toEqual([
      ["/v1/answers", "Bearer old"],
      ["/v1/assessment-previews", null],
      ["/v1/answers", "Bearer new"],
    ]);
    await expect(api.list("answers")).rejects.toMatchObject({ status: 401 });
    expect(lost).not.toHaveBeenCalled();
    transport.actAs(undefined);
  });

  it("leaves the 401 of a sign-in to its form", async () => {
    const { fetch, transport } = serve(answer(401));
    await expect(
      transport.request("/v1/sessions", { method: "POST", anonymous: true }),
    ).rejects.toBeInstanceOf(ApiError);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("waits as long as Retry-After says and tries again", async () => {
    vi.useFakeTimers();
    const { fetch, api } = serve(answer(503, {}, { "Retry-After": "2" }), answer(200, { data: [] }));
    const list = api.list("problems");
    await vi.advanceTimersByTimeAsync(1900);
    expect(fetch).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(200);
    await list;
    expect(fetch).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it("waits in sight, and no longer than its asker", async () => {
    vi.useFakeTimers();
    const problem = {
      status: "429",
      code: "runs_at_once",
      title: "Too many",
      detail: "4 runs are under way",
    };
    const told = vi.fn();
    const leave = waits.subscribe(told);
    const refused = () => answer(429, { errors: [problem] }, { "Retry-After": "4" });
    const { fetch, api } = serve(refused(), answer(200, { data: [] }), refused());
    const list = api.list("runs");
    await vi.advanceTimersByTimeAsync(1000);
    expect(waits.get()).toEqual([
      {
        what: "As many programs are running as may at once.",
        detail: "4 runs are under way.",
        until: Date.now() + 3000,
      },
    ]);
    await vi.advanceTimersByTimeAsync(3000);
    await list;
    expect(waits.get()).toEqual([]);
    expect(told).toHaveBeenCalledTimes(2);

    const asker = new AbortController();
    const given = expect(api.list("runs", {}, { signal: asker.signal })).rejects.toThrow("left");
    await vi.advanceTimersByTimeAsync(1000);
    expect(waits.get()).toHaveLength(1);
    asker.abort(new Error("left"));
    await given;
    expect(waits.get()).toEqual([]);
    expect(fetch).toHaveBeenCalledTimes(3);
    leave();
    vi.useRealTimers();
  });

  it("leaves a long wait to whoever asked", async () => {
    const { fetch, api } = serve(answer(503, {}, { "Retry-After": "30" }));
    await expect(api.create("submissions", {})).rejects.toMatchObject({ status: 503, retryAfterSeconds: 30 });
    expect(fetch).toHaveBeenCalledOnce();
    expect(waits.get()).toEqual([]);
  });

  it("repeats nothing that is used up, however soon it is counted anew", async () => {
    const problem = { status: "429", code: "organization_quota_used", title: "Too many", detail: "Wait." };
    const { fetch, api } = serve(answer(429, { errors: [problem] }, { "Retry-After": "1" }));
    await expect(api.create("submissions", {})).rejects.toMatchObject({ code: problem.code });
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("never repeats a change that has no name", async () => {
    const { fetch, transport } = serve(answer(429, {}, { "Retry-After": "1" }));
    await expect(transport.request("/v1/problems/1", { method: "PATCH", body: {} })).rejects.toMatchObject({
      status: 429,
      retryAfterSeconds: 1,
    });
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("says that no answer came, and whose network it is", async () => {
    const { api, platform } = serve(new TypeError("Failed to fetch"), new TypeError("Failed to fetch"));
    await expect(api.list("problems")).rejects.toMatchObject({ status: 0, unreachable: true });
    platform.isOffline = () => true;
    await expect(api.list("problems")).rejects.toThrow("You are offline");
  });

  it("reads the cursor of the next page from the links", async () => {
    const { api } = serve(
      answer(200, { data: [], links: { next: "/v1/problems?page%5Bafter%5D=abc&page%5Bsize%5D=2" } }),
    );
    expect((await api.list("problems")).after).toBe("abc");
  });

  it("leaves empty parameters out of the address", () => {
    expect(url("/v1/problems", { "filter[state]": "", sort: "title", q: undefined })).toBe(
      "/v1/problems?sort=title",
    );
  });

  it("understands both forms of Retry-After", () => {
    expect(retryAfter(answer(503, {}, { "Retry-After": "7" }))).toBe(7);
    const later = new Date(Date.now() + 60_000).toUTCString();
    expect(retryAfter(answer(503, {}, { "Retry-After": later }))).toBeGreaterThan(50);
    expect(retryAfter(answer(503))).toBeUndefined();
  });
});
