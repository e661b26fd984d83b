import type { ParticipantAttributes } from "@codecraft/api/types";
import { expect, it } from "vitest";
import { show } from "@/testing/show";
import { ParticipantState } from "./labels";

it.each([
  ["admitted", false, false, "Let in, not there"],
  ["admitted", true, false, "In the room"],
  ["admitted", false, true, "Was there"],
  ["invited", false, false, "Invited"],
  ["invited", false, true, "Did not come"],
  ["waiting", false, true, "Waited, and left"],
  ["removed", false, true, "Removed"],
] as const)("somebody %s (there: %s, the interview over: %s) is called %j", (state, here, over, word) => {
  show(<ParticipantState participant={{ state, here } as ParticipantAttributes} over={over} />);
  expect(document.body.textContent).toContain(word);
});
