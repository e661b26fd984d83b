import type { Item } from "@codecraft/api/resources";
import { expect, test } from "vitest";
import { aboutRecordings, type Player, steer, takesAt, takesOf } from "./recordings";

const file = (name: string, more: object = {}) => ({
  ...{ name, participantId: "p", source: "camera", offsetMs: 500, durationMs: 10_000, hasPictures: true },
  ...more,
});

const recording = (id: string, startedAt: string, files: object[], state = "recorded") =>
  ({ type: "recordings", id, attributes: { state, startedAt, files } }) as unknown as Item<"recordings">;

const since = (time: string) => Number(time);

test("files are played from their offset on, each as long as it lasts, screens first", () => {
  const takes = takesOf(
    [
      recording("a", "2000", [file("kim"), file("ada", { source: "screen", offsetMs: 0, durationMs: 1000 })]),
      recording("b", "60000", [file("kim")]),
      recording("c", "90000", [file("kim")], "failed"),
    ],
    since,
  );
  expect(takes.map(({ source, fromMs, toMs }) => [source, fromMs, toMs])).toEqual([
    ["/v1/recordings/a/files/ada", 2000, 3000],
    ["/v1/recordings/a/files/kim", 2500, 12_500],
    ["/v1/recordings/b/files/kim", 60_500, 70_500],
  ]);
  expect(takesAt(takes, 2600).map(({ id }) => id)).toEqual(["a ada", "a kim"]);
  expect(takesAt(takes, 12_500)).toEqual([]);
});

test("what cannot be played yet, or not at all, is said", () => {
  expect(aboutRecordings([recording("a", "0", [])])).toBe("");
  expect(aboutRecordings([recording("a", "0", [], "verifying")])).toMatch(/being looked through/);
  expect(aboutRecordings([recording("a", "0", [], "failed")])).toMatch(/failed/);
});

function player(more: Partial<Player> = {}): Player {
  let paused = more.paused ?? true;
  return {
    ...{ currentTime: 10, playbackRate: 1, seeking: false },
    ...more,
    get paused() {
      return paused;
    },
    play: async () => {
      paused = false;
    },
    pause: () => {
      paused = true;
    },
  };
}

test("a player that is off a little catches up, and one that is lost jumps", () => {
  const near = player();
  steer(near, 10.01, { isPlaying: true, rate: 2 });
  expect(near).toMatchObject({ paused: false, currentTime: 10, playbackRate: 2 });
  const late = player();
  steer(late, 10.2, { isPlaying: true, rate: 1 });
  expect(late).toMatchObject({ currentTime: 10, playbackRate: 1.05 });
  const early = player();
  steer(early, 9.8, { isPlaying: true, rate: 1 });
  expect(early.playbackRate).toBe(0.95);
  const lost = player();
  steer(lost, 30, { isPlaying: true, rate: 1 });
  expect(lost.currentTime).toBe(30);
});

test("while the clock rests, and faster than browsers play, the picture is that of the moment", () => {
  const resting = player({ paused: false });
  steer(resting, 12, { isPlaying: false, rate: 1 });
  expect(resting).toMatchObject({ paused: true, currentTime: 12 });
  const hasty = player({ paused: false });
  steer(hasty, 42, { isPlaying: true, rate: 32 });
  expect(hasty).toMatchObject({ paused: true, currentTime: 42, playbackRate: 1 });
  const seeking = player({ seeking: true });
  steer(seeking, 42, { isPlaying: false, rate: 1 });
  expect(seeking.currentTime).toBe(10);
});
