import type { Item } from "@codecraft/api/resources";
import { expect, test } from "vitest";
import { cuesAt, cuesOf, languagesOf } from "./captions";

const recordings = [
  { id: "a", attributes: { startedAt: "10" } },
  { id: "b", attributes: { startedAt: "100" } },
] as unknown as Item<"recordings">[];

const captions = (id: string, recordingId: string, language: string, ...cues: object[]) =>
  ({ id, attributes: { recordingId, language, cues } }) as unknown as Item<"captions">;

const cue = (fromMs: number, toMs: number, speaker: string, text: string) => ({
  fromMs,
  toMs,
  speaker,
  text,
});

const since = (time: string) => Number(time) * 1000;

const all = cuesOf(
  [
    captions("later", "b", "en", cue(0, 500, "Kim", "Bye")),
    captions("kim", "a", "en", cue(0, 2000, "Kim", "Hello"), cue(1500, 3000, "Kim", "there")),
    captions("iris", "a", "en", cue(1000, 2000, "Iris", "Hi")),
    captions("german", "a", "de", cue(0, 1000, "Kim", "Hallo")),
    captions("gone", "removed", "fr", cue(0, 1000, "Kim", "Salut")),
  ],
  recordings,
  since,
);

test("captions stand on the clock of the interview, those of all recordings in order", () => {
  expect(all.map(({ ms, text }) => [ms, text])).toEqual([
    [10_000, "Hello"],
    [10_000, "Hallo"],
    [11_000, "Hi"],
    [11_500, "there"],
    [100_000, "Bye"],
  ]);
  expect(languagesOf(all)).toEqual(["en", "de"]);
});

test("at a moment each speaker says what they said last", () => {
  const english = all.filter(({ language }) => language === "en");
  expect(cuesAt(english, 9_999)).toEqual([]);
  expect(cuesAt(english, 11_200).map(({ text }) => text)).toEqual(["Hello", "Hi"]);
  expect(cuesAt(english, 11_800).map(({ text }) => text)).toEqual(["there", "Hi"]);
  expect(cuesAt(english, 13_000)).toEqual([]);
});
