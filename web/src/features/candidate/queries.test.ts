import type { Item } from "@codecraft/api/resources";
import { expect, it } from "vitest";
import { withNews } from "./queries";

const submission = (id: string, state: string, createdAt = `2026-01-0${id}`) =>
  ({ type: "submissions", id, attributes: { state, createdAt } }) as Item<"submissions">;

const told = (list: Item<"submissions">[]) => list.map(({ id, attributes }) => `${id} ${attributes.state}`);

it("a list that was read does not take back a verdict that came meanwhile", () => {
  expect(told(withNews([submission("1", "queued")], [submission("1", "judged")]))).toEqual(["1 judged"]);
});

it("a list that was read tells what is newer than what is known", () => {
  expect(told(withNews([submission("1", "judged")], [submission("1", "judging")]))).toEqual(["1 judged"]);
});

it("a submission made while the list was read stays, in its place", () => {
  const read = [submission("1", "judged"), submission("3", "judged")];
  expect(told(withNews(read, [submission("2", "queued")]))).toEqual(["3 judged", "2 queued", "1 judged"]);
});
