import { expect, test } from "vitest";
import { type Standing, whyNoActing, whyNoWriting } from "./rights";

const candidate: Standing = { role: "candidate", isLive: true, isLocked: false };

test.each<[Partial<Standing>, RegExp, RegExp]>([
  [{}, /^$/, /^$/],
  [{ isLocked: true }, /^$/, /locked/],
  [{ isLocked: true, role: "interviewer" }, /^$/, /^$/],
  [{ role: "observer" }, /observer/, /observer/],
  [{ isLive: false, role: "interviewer" }, /not under way/, /not under way/],
])("rights of %j are said in words", (more, acting, writing) => {
  const standing = { ...candidate, ...more };
  expect(whyNoActing(standing)).toMatch(acting);
  expect(whyNoWriting(standing)).toMatch(writing);
});
