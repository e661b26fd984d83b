import type { Item } from "@codecraft/api/resources";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { InvitationTable } from "./invitation-table";

const copied = vi.fn(async (_: string) => {});
let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: copied } });
  page = document.body.appendChild(document.createElement("div"));
  root = createRoot(page);
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
  copied.mockClear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Table({ state, isOpen }: { state: Item<"invitations">["attributes"]["state"]; isOpen: boolean }) {
  const [links, setLinks] = useState<Record<string, string>>({});
  const attributes = { email: "kim@x.example", name: "Kim", state, sentAt: "2026-03-02T09:00:00Z" };
  return (
    <QueryClientProvider client={queryClient}>
      <InvitationTable
        invitations={[{ type: "invitations", id: "7", attributes }]}
        links={links}
        onLink={(id, link) => setLinks({ [id]: link })}
        mayEdit
        isOpen={isOpen}
        onChanged={async () => {}}
      />
    </QueryClientProvider>
  );
}

const button = (name: string) => page.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);

it("a link is made when it is copied, and the same one is copied the next time", async () => {
  const made = {
    type: "invitation-links",
    id: "1",
    attributes: { mailed: false, link: "http://x/take/abc" },
  };
  const create = vi.spyOn(api, "create").mockResolvedValue(made as never);
  await act(async () => root.render(<Table state="started" isOpen={false} />));
  for (const _ of ["once", "again"]) await act(async () => button("Copy a link of Kim")?.click());
  expect(create.mock.calls).toEqual([
    ["invitation-links", { mailed: false }, { invitation: { type: "invitations", id: "7" } }],
  ]);
  expect(copied.mock.calls).toEqual([["http://x/take/abc"], ["http://x/take/abc"]]);
});

it.each([
  ["sent", true, true, ["Send the mail again", "Revoke…"]],
  ["opened", false, true, ["Revoke…"]], // the assessment takes nobody any more
  ["started", false, true, ["Send the mail again"]],
  ["finished", true, true, []],
  ["revoked", true, false, []],
] as const)("%s, open: %s: a link: %s, and %j", async (state, isOpen, link, actions) => {
  await act(async () => root.render(<Table state={state} isOpen={isOpen} />));
  expect(button("Copy a link of Kim") !== null).toBe(link);
  await act(async () => {
    button("More about Kim")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
  const shown = [...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent?.trim());
  expect(shown).toEqual(actions);
});
