import { expect, it } from "vitest";
import type { Item } from "@/api/client";
import { withSubmission } from "./use-submit";

const submission = (id: string, state: string) =>
  ({ type: "submissions", id, attributes: { state } }) as Item<"submissions">;

it("a verdict that came before the answer to the submission stands", () => {
  const judged = submission("1", "judged");
  expect(withSubmission([judged, submission("0", "judged")], submission("1", "queued"))[0]).toBe(judged);
});

it("a new submission comes first", () => {
  const states = withSubmission([submission("0", "judged")], submission("1", "queued")).map(
    (one) => one.attributes.state,
  );
  expect(states).toEqual(["queued", "judged"]);
});
