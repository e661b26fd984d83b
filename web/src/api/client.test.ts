// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { api, whenSessionIsLost } from "./client";

function serve(...statuses: number[]) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => {
    return new Response(JSON.stringify({ data: [] }), { status: statuses.shift() });
  });
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

function haveCookies() {
  // biome-ignore lint/suspicious/noDocumentCookie: the token is read from there
  document.cookie = "codecraft_csrf=abc%3D";
}

afterEach(() => {
  vi.unstubAllGlobals();
  whenSessionIsLost(() => {});
  // biome-ignore lint/suspicious/noDocumentCookie: the token is read from there
  document.cookie = "codecraft_csrf=; max-age=0";
});

it("sends the CSRF token of the cookie with what changes something", async () => {
  haveCookies();
  const fetch = serve(201, 200);
  await api.create("problems", { title: "Sum" });
  await api.list("problems");
  const tokens = fetch.mock.calls.map(([, init]) => new Headers(init.headers).get("X-CSRF-Token"));
  expect(tokens).toEqual(["abc=", null]);
});

it("refreshes a spent session by its cookies", async () => {
  haveCookies();
  const fetch = serve(401, 201, 200);
  await api.list("problems");
  expect(fetch.mock.calls.map(([path]) => path)).toEqual([
    "/v1/problems",
    "/v1/session-refreshes",
    "/v1/problems",
  ]);
});

it("does not ask for a refresh without them, and tells the app", async () => {
  const lost = vi.fn();
  whenSessionIsLost(lost);
  const fetch = serve(401);
  await expect(api.list("problems")).rejects.toMatchObject({ status: 401 });
  expect(fetch).toHaveBeenCalledOnce();
  expect(lost).toHaveBeenCalledOnce();
});
