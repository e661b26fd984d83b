import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { show } from "@/testing/show";
import { PacketParts } from "./parts";
import { type Packet, packetQuery } from "./queries";

const startedAt = "2026-03-02T09:00:00Z";
const interview = {
  ...{ type: "interviews", id: "i" },
  attributes: {
    ...{
      title: "Systems",
      state: "ended",
      startsAt: startedAt,
      startedAt,
      timeZone: "UTC",
      durationMinutes: 60,
    },
    ...{ decision: "advance", decisionText: "Works **well**", decidedAt: startedAt },
  },
};
const card = (id: string, name: string, state: string) => ({
  ...{ type: "scorecards", id },
  attributes: { participantId: id, name, state, text: "", recommendation: "yes", scores: [] },
});
const problem = (id: string, title: string, versionId: string) => ({
  ...{ type: "interview-problems", id },
  attributes: { title, versionId, statement: "Add *two* numbers" },
});
const answers: Record<string, unknown> = {
  interviews: interview,
  "interview-participants": [
    {
      type: "interview-participants",
      id: "a",
      attributes: { name: "Ann", role: "interviewer", state: "admitted" },
    },
    {
      type: "interview-participants",
      id: "c",
      attributes: { name: "Cleo", role: "candidate", state: "invited" },
    },
  ],
  scorecards: [card("a", "Ann", "submitted"), card("b", "Ben", "draft")],
  notes: [{ type: "notes", id: "n", attributes: { at: "2026-03-02T09:01:15Z", name: "Ann", text: "Asks" } }],
  "interview-problems": [problem("p", "Sums", "v"), problem("q", "Never shown", "")],
  "interview-files": [
    {
      type: "interview-files",
      id: "f",
      attributes: { path: "main.py", language: "python", text: "print(3)\n" },
    },
    { type: "interview-files", id: "g", attributes: { path: "notes.txt", language: "text", text: "" } },
  ],
  languages: [],
};

beforeEach(() => {
  queryClient.clear();
  vi.stubGlobal("fetch", async (address: string) => {
    const type = new URL(address, "http://x").pathname.split("/")[2] ?? "";
    return new Response(JSON.stringify({ data: answers[type] }));
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = async (): Promise<Packet> => queryClient.fetchQuery(packetQuery("i"));

it("has the decision, who was there, submitted scorecards, notes with their times, what was shown and written", async () => {
  show(<PacketParts packet={await open()} />);
  const part = (name: string) => within(screen.getByRole("region", { name }));
  expect(part("Decision").getByText("Advance")).toBeDefined();
  expect(await part("Decision").findByText("well")).toBeDefined();
  const people = part("People")
    .getAllByRole("row")
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  expect(people).toEqual([
    ["Ann", "Interviewer", "Was there"],
    ["Cleo", "Candidate", "Did not come"],
  ]);
  expect(screen.getByRole("columnheader", { name: "Ann" })).toBeDefined();
  expect(screen.queryByRole("columnheader", { name: "Ben" })).toBeNull();
  expect(within(screen.getByRole("list", { name: "Notes" })).getByText("1:15")).toBeDefined();
  expect(await part("Problem: Sums").findByText("two")).toBeDefined();
  expect(screen.queryByText("Never shown")).toBeNull();
  expect(part("File: main.py").getByText("print(3)")).toBeDefined();
  expect(part("File: notes.txt").getByText("It is empty.")).toBeDefined();
});

it("says what there is none of", async () => {
  const packet = await open();
  show(
    <PacketParts
      packet={{
        ...packet,
        ...{ cards: [], notes: [], problems: [], files: [] },
        interview: { ...packet.interview, attributes: { ...packet.interview.attributes, decision: "" } },
      }}
    />,
  );
  for (const word of [
    "Nothing is decided yet.",
    "No scorecard can be seen here.",
    "Nobody noted anything.",
    "There are none.",
  ]) {
    expect(screen.getByText(word)).toBeDefined();
  }
});
