import type { Item } from "@codecraft/api/resources";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionQuery } from "@/api/query";
import { show } from "@/testing/show";
import { momentIn } from "./films";
import { FilmsPart } from "./films-part";
import type { Recording } from "./recordings";

const recording = {
  ...{ type: "recordings", id: "r" },
  attributes: { files: [{ offsetMs: 500, durationMs: 89_500 }] },
} as unknown as Recording;

const film = (id: string, more: object = {}) => ({
  ...{ type: "clips", id },
  attributes: {
    ...{ recordingId: "r", fromMs: 0, toMs: 90_000, format: "mp4", state: "made", reason: "", progress: 1 },
    ...{ bytes: 3 << 20, author: "Ada", ...more },
  },
});

let films: object[];
let refusal: object | undefined;
let sent: { method?: string; path: string; attributes?: object }[];

beforeEach(() => {
  queryClient.clear();
  sent = [];
  refusal = undefined;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://x").pathname;
    if (!init.method || init.method === "GET") return new Response(JSON.stringify({ data: films }));
    const attributes = init.body ? JSON.parse(init.body as string).data.attributes : undefined;
    sent.push({ method: init.method, path, attributes });
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    if (refusal)
      return new Response(JSON.stringify({ errors: [{ status: "503", ...refusal }] }), { status: 503 });
    return new Response(JSON.stringify({ data: film("n", { state: "waiting" }) }), { status: 202 });
  });
});
afterEach(() => vi.unstubAllGlobals());

function visit(all: object[], permissions = ["interviews:hold"]) {
  films = all;
  queryClient.setQueryData(sessionQuery.queryKey, {
    ...{ type: "sessions", id: "s" },
    attributes: { permissions },
  } as unknown as Item<"sessions">);
  show(<FilmsPart interviewId="i" recording={recording} />);
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("shows how far each film is, and leads to those that are made", async () => {
  visit([
    film("a"),
    film("b", { state: "making", progress: 0.42, fromMs: 10_000 }),
    film("c", { state: "failed", reason: "nothing was recorded in that stretch" }),
    film("d", { recordingId: "other" }),
  ]);
  const link = await screen.findByRole("link", { name: "Download the film 0:00 to 1:30" });
  expect(link.getAttribute("href")).toBe("/v1/clips/a/file");
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
  expect(screen.getByText(/nothing was recorded in that stretch/i)).toBeTruthy();
  expect(screen.getAllByRole("listitem").length).toBe(3);
});

it("asks for a film of a stretch, and refuses times that are none", async () => {
  visit([]);
  await press("Make a film…");
  const [from, to] = [screen.getByLabelText(/^From/), screen.getByLabelText(/^To/)];
  expect((to as HTMLInputElement).value).toBe("1:30");
  await userEvent.clear(from);
  await userEvent.type(from, "soon");
  await press("Make the film");
  expect(await screen.findByText("Write a time such as 1:30.")).toBeTruthy();
  await userEvent.clear(from);
  await userEvent.type(from, "0:10");
  await userEvent.clear(to);
  await userEvent.type(to, "0:05");
  await press("Make the film");
  expect(await screen.findByText("It must end after it begins.")).toBeTruthy();
  await userEvent.clear(to);
  await userEvent.type(to, "0:40");
  await press("Make the film");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.at(-1)).toEqual({
    ...{ method: "POST", path: "/v1/clips" },
    attributes: { recordingId: "r", fromMs: 10_000, toMs: 40_000, format: "mp4" },
  });
});

it("says why none can be made, and leaves what was written", async () => {
  visit([]);
  refusal = { code: "clips_unavailable", detail: "films are made by FFmpeg, which is not installed here" };
  await press("Make a film…");
  await press("Make the film");
  expect((await screen.findByRole("alert")).textContent).toMatch(
    /made by FFmpeg, which is not installed here/i,
  );
  expect((screen.getByLabelText(/^To/) as HTMLInputElement).value).toBe("1:30");
});

it("removes a film", async () => {
  visit([film("a")]);
  await userEvent.click(await screen.findByRole("button", { name: "Remove the film 0:00 to 1:30" }));
  await waitFor(() =>
    expect(sent).toEqual([{ method: "DELETE", path: "/v1/clips/a", attributes: undefined }]),
  );
});

it("offers nothing to change to who may not", async () => {
  visit([film("a")], []);
  await screen.findByRole("link");
  expect(screen.queryByRole("button")).toBeNull();
});

it.each([
  ["90", 90_000],
  ["1:30", 90_000],
  ["1:00:05", 3_605_000],
  ["", undefined],
  ["1:x", undefined],
  ["-1", undefined],
])("reads %j as a moment", (text, ms) => expect(momentIn(text)).toBe(ms));
