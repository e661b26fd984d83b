import type { Item } from "@codecraft/api/resources";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionQuery } from "@/api/query";
import { show } from "@/testing/show";
import { CaptionsPart } from "./captions-part";
import type { Recording } from "./recordings";

const recording = {
  ...{ type: "recordings", id: "r" },
  attributes: {
    files: [{ name: "a.webm", participantId: "kim", source: "camera", hasPictures: true, hasSound: true }],
  },
} as unknown as Recording;

const captions = (id: string, recordingId: string, more: object = {}) => ({
  ...{ type: "captions", id },
  attributes: { recordingId, file: "", language: "pt-BR", author: "Ada", cues: [], ...more },
});

let sent: { method?: string; path: string; attributes?: object }[];
let refusal: object | undefined;

beforeEach(() => {
  queryClient.clear();
  sent = [];
  refusal = undefined;
  const kept = [
    captions("c", "r"),
    captions("d", "r", { file: "a.webm", language: "en" }),
    captions("e", "x"),
  ];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://x").pathname;
    if (!init.method || init.method === "GET") return new Response(JSON.stringify({ data: kept }));
    const attributes = init.body ? JSON.parse(init.body as string).data.attributes : undefined;
    sent.push({ method: init.method, path, attributes });
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    if (refusal) return new Response(JSON.stringify({ errors: [refusal] }), { status: 422 });
    return new Response(JSON.stringify({ data: captions("n", "r") }), { status: 201 });
  });
});
afterEach(() => vi.unstubAllGlobals());

function visit(permissions: string[], held = false) {
  queryClient.setQueryData(sessionQuery.queryKey, {
    ...{ type: "sessions", id: "s" },
    attributes: { permissions },
  } as unknown as Item<"sessions">);
  const shown = { ...recording, attributes: { ...recording.attributes, held } };
  show(<CaptionsPart interviewId="i" recording={shown} nameOf={() => "Kim"} />);
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("names the captions of a recording, and removes them", async () => {
  visit(["interviews:hold"]);
  expect(await screen.findByText("Brazilian Portuguese")).toBeTruthy();
  expect(screen.getAllByRole("listitem").length).toBe(2);
  await press("Remove the captions: English, of Kim");
  await waitFor(() => expect(sent).toEqual([{ method: "DELETE", path: "/v1/captions/d" }]));
});

it("attaches a file, and says where it cannot be read", async () => {
  visit(["interviews:hold"]);
  await press("Attach captions…");
  await press("Attach");
  expect(await screen.findByText("Choose a file.")).toBeTruthy();
  const file = new File(["WEBVTT\n\n00:00.000 --> 00:01.000\nHello"], "said.vtt");
  await userEvent.upload(document.querySelector("input[type=file]") as HTMLInputElement, file);
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "What they are of" }), "a.webm");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Language" }), "de");
  refusal = {
    ...{ status: "422", code: "captions_unreadable", detail: "line 3: this is no time" },
    source: { pointer: "/data/attributes/text" },
  };
  await press("Attach");
  expect(await screen.findByText(/line 3: this is no time/i)).toBeTruthy();
  refusal = undefined;
  await press("Attach");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.at(-1)?.attributes).toEqual({
    ...{ recordingId: "r", file: "a.webm", language: "de" },
    text: "WEBVTT\n\n00:00.000 --> 00:01.000\nHello",
  });
});

it("offers to remove no captions of what is on hold", async () => {
  visit(["interviews:hold"], true);
  expect(await screen.findByText("Brazilian Portuguese")).toBeTruthy();
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Attach captions…"]);
});

it("offers nothing to change to who may not", async () => {
  visit([]);
  expect(await screen.findByText("Brazilian Portuguese")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});
