import type { DocumentState } from "@codecraft/collab/state";
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/testing/show";
import { SaveMark } from "./save-mark";

const said: [DocumentState, string, string][] = [
  ["connecting", "Opening…", "Opening your text"],
  ["saved", "Saved", "All that you typed is on the server"],
  ["saving", "Saving…", "On its way to the server"],
  ["offline", "Offline", "Kept in this browser; sent as soon as the connection is back"],
  ["readOnly", "Read only", "Nothing can be changed any more"],
  ["failed", "Not saved", "Reload the page to go on"],
];

it.each(said)("says of a text that is %s: %s", (state, word, hint) => {
  show(<SaveMark state={state} connection="open" />);
  expect(screen.getByRole("status").textContent).toBe(word);
  expect(screen.getByRole("status").title).toBe(hint);
});

it("is connected only while both lines are", () => {
  const { rerender } = show(<SaveMark state="saved" connection="open" />);
  expect(screen.getByRole("img", { name: "Connected" })).toBeDefined();
  rerender(<SaveMark state="offline" connection="open" />);
  expect(screen.getByRole("img", { name: "Not connected" })).toBeDefined();
  rerender(<SaveMark state="saved" connection="connecting" />);
  expect(screen.getByRole("img", { name: "Not connected" })).toBeDefined();
});
