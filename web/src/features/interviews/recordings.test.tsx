import type { Item } from "@codecraft/api/resources";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useForm } from "react-hook-form";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionQuery } from "@/api/query";
import { show } from "@/testing/show";
import { aboutOf, type InterviewValues, newValues } from "./interview-form";
import { RecordingField } from "./recording-field";
import { RecordingsPart } from "./recordings-part";

function Form({ onSend }: { onSend: (recorded: boolean) => void }) {
  const form = useForm<InterviewValues>({ defaultValues: newValues() });
  return (
    <form onSubmit={form.handleSubmit((values) => onSend(aboutOf(values).recorded))}>
      <RecordingField form={form} />
      <button type="submit">Send</button>
    </form>
  );
}

const at = (seconds: number) => new Date(Date.parse("2026-03-02T09:00:00Z") + seconds * 1000).toISOString();

const interview = (more: object = {}) =>
  ({
    ...{ type: "interviews", id: "i" },
    attributes: {
      title: "Systems",
      state: "ended",
      recorded: true,
      startsAt: at(0),
      startedAt: at(0),
      ...more,
    },
  }) as unknown as Item<"interviews">;

const file = (name: string, more: object = {}) => ({
  ...{ name, participantId: "kim", source: "camera", offsetMs: 0, durationMs: 90_000, bytes: 3 << 20 },
  ...{ hasPictures: true, hasSound: true, ...more },
});

const recording = (more: object = {}) => ({
  ...{ type: "recordings", id: "r" },
  attributes: {
    ...{
      state: "recorded",
      reason: "",
      startedAt: at(120),
      endedAt: at(210),
      held: false,
      keptUntil: at(9000),
    },
    ...{ removedAt: null, removedBy: "", files: [file("a.webm"), file("b.webm", { source: "screen" })] },
    ...more,
  },
});

let recordings: object[];
let sent: { method?: string; path: string; held?: boolean }[];

beforeEach(() => {
  queryClient.clear();
  sent = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://x").pathname;
    if (init.method && init.method !== "GET") {
      const held = init.body ? JSON.parse(init.body as string).data.attributes.held : undefined;
      sent.push({ method: init.method, path, held });
      if (init.method === "DELETE") return new Response(null, { status: 204 });
    }
    const people = [{ type: "interview-participants", id: "kim", attributes: { name: "Kim" } }];
    const data = path.startsWith("/v1/recordings") ? recordings : people;
    return new Response(JSON.stringify({ data: init.method === "PATCH" ? data[0] : data }));
  });
});
afterEach(() => vi.unstubAllGlobals());

function visit(all: object[], permissions = ["recordings:manage"], of = interview()) {
  recordings = all;
  queryClient.setQueryData(sessionQuery.queryKey, {
    ...{ type: "sessions", id: "s" },
    attributes: { permissions },
  } as unknown as Item<"sessions">);
  show(<RecordingsPart interview={of} mayReplay />);
}

const card = () => screen.findByRole("listitem", { name: "Recording from 2:00" });
const choose = async (label: string) => {
  await userEvent.click(await screen.findByRole("button", { name: "More about Recording from 2:00" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: label }));
};
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("tells how long, how large and of what a recording is, and leads to its replay and files", async () => {
  visit([recording()]);
  const text = (await card()).textContent;
  for (const part of ["Recorded", "1:30", "1 camera, 1 screen", "6 MiB", "Removed by itself after"])
    expect(text).toContain(part);
  const replay = within(await card()).getByRole("link", { name: "Replay from here" });
  expect(replay.getAttribute("href")).toBe("/interviews/i/replay?t=120");
  const download = await within(await card()).findByRole("link", {
    name: "Download Kim: camera and microphone",
  });
  expect(download.getAttribute("href")).toBe("/v1/recordings/r/files/a.webm");
  expect(download.hasAttribute("download")).toBe(true);
});

it.each([
  ["recording", "Recording now", ""],
  ["verifying", "Being checked and stored", "The files are not stored yet"],
  ["failed", "Failed", "A file cannot be played"],
])("says of one that is %s how it is, and offers nothing to play", async (state, word, reason) => {
  visit([recording({ state, reason: reason.charAt(0).toLowerCase() + reason.slice(1) })]);
  const text = (await card()).textContent?.toLowerCase();
  expect(text).toContain(word.toLowerCase());
  expect(text).toContain(reason.toLowerCase());
  expect(within(await card()).queryByRole("link")).toBeNull();
});

it("removes one once who asks has read what is lost", async () => {
  visit([recording()]);
  await choose("Remove…");
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog.textContent).toContain("1 camera, 1 screen, 6 MiB");
  expect(dialog.textContent).toContain("nobody can bring them back");
  expect(sent).toEqual([]);
  await press("Remove for good");
  await waitFor(() => expect(sent).toEqual([{ method: "DELETE", path: "/v1/recordings/r" }]));
});

it("puts one on hold, which then offers no removal", async () => {
  visit([recording()]);
  await choose("Put on hold");
  await waitFor(() => expect(sent).toEqual([{ method: "PATCH", path: "/v1/recordings/r", held: true }]));
});

it("ends a hold after asking", async () => {
  visit([recording({ held: true, keptUntil: null })]);
  expect((await card()).textContent).toContain("On hold");
  await userEvent.click(await screen.findByRole("button", { name: "More about Recording from 2:00" }));
  expect(screen.queryByRole("menuitem", { name: "Remove…" })).toBeNull();
  await userEvent.click(await screen.findByRole("menuitem", { name: "End the hold…" }));
  await press("End the hold");
  await waitFor(() => expect(sent.at(-1)?.held).toBe(false));
});

it("tells what was removed, by whom and when", async () => {
  visit([recording({ state: "removed", files: [], removedAt: at(5000), removedBy: "Ada" })]);
  expect((await card()).textContent).toContain("Removed by Ada");
  expect(screen.queryByRole("button", { name: /^More about/ })).toBeNull();
});

it("offers nothing to change to who may not", async () => {
  visit([recording()], ["interviews:read"]);
  await card();
  expect(screen.queryByRole("button", { name: /^More about/ })).toBeNull();
});

it("says why there is nothing", async () => {
  visit([]);
  expect(await screen.findByText("Nothing was recorded")).toBeTruthy();
});

it("shows what was recorded of one that is not to be recorded any more, and else nothing", async () => {
  visit([recording()], undefined, interview({ recorded: false }));
  expect(await card()).toBeTruthy();
  cleanup();
  queryClient.clear();
  visit([], undefined, interview({ recorded: false }));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(screen.queryByText("Recordings")).toBeNull();
});

it("asks in the form whether to record, and says what that means", async () => {
  const onSend = vi.fn();
  show(<Form onSend={onSend} />);
  const box = screen.getByRole("checkbox", { name: "Record this interview" });
  expect(document.getElementById("recorded-hint")?.textContent).toContain("free to say no");
  await press("Send");
  expect(onSend).toHaveBeenLastCalledWith(false);
  await userEvent.click(box);
  await press("Send");
  expect(onSend).toHaveBeenLastCalledWith(true);
});
