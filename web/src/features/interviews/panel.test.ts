import type { Item } from "@codecraft/api/resources";
import { expect, it } from "vitest";
import type { Scorecard } from "@/lib/evaluation";
import { aboutCards, missingOf } from "./panel";

const person = (id: string, role = "interviewer", state = "admitted") =>
  ({ id, attributes: { name: id, role, state } }) as Item<"interview-participants">;
const card = (participantId: string, state: string) =>
  ({ attributes: { participantId, state } }) as Scorecard;

it("misses the cards of interviewers who were there, by what is seen and by what the timeline tells", () => {
  const people = [
    person("Ann"),
    person("Ben"),
    person("Cid"),
    person("Kim", "candidate"),
    person("Late", "interviewer", "invited"),
  ];
  const missing = (cards: Scorecard[], submitted: string[]) =>
    missingOf({ people, cards, submitted }).map(({ id }) => id);
  expect(missing([], [])).toEqual(["Ann", "Ben", "Cid"]);
  expect(missing([card("Ann", "draft"), card("Ben", "submitted")], ["Cid"])).toEqual(["Ann"]);
});

const [ann, ben] = [person("Ann"), person("Ben")];

it.each([
  ["nothing once all are in", { missing: [], hasOwn: true, isDecided: false }, undefined],
  [
    "who has none that they wait for all, or a decision",
    { missing: [ben], hasOwn: false, isDecided: false },
    "They are hidden until every interviewer who was there has submitted theirs, or it is decided. Still missing: Ben.",
  ],
  [
    "who has none what is missing after a decision",
    { missing: [ben], hasOwn: false, isDecided: true },
    "Still missing: Ben.",
  ],
  [
    "who has not submitted that theirs comes first",
    { missing: [ann, ben], self: ann, hasOwn: false, isDecided: false },
    "Those of the others are hidden until you have submitted yours, so that each judges for themselves. Still missing: yours, Ben.",
  ],
  [
    "who has begun one the same after a decision",
    { missing: [ann], self: ann, hasOwn: true, isDecided: true },
    "Those of the others are hidden until you have submitted yours, so that each judges for themselves. Still missing: yours.",
  ],
  [
    "who has submitted whose are missing",
    { missing: [ben], self: ann, hasOwn: true, isDecided: false },
    "Still missing: Ben.",
  ],
])("tells %s", (_, view, want) => {
  expect(aboutCards(view)).toBe(want);
});
