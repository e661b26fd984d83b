// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Blur, BlurError, canBlur } from "./blur";
import type { Asked, Told } from "./worker";

class FakeWorker {
  static all: FakeWorker[] = [];
  asked: Asked[] = [];
  terminate = vi.fn();
  onmessage: (event: { data: Told }) => void = () => {};
  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(asked: Asked) {
    this.asked.push(asked);
  }

  tell(news: Told["news"], round = this.asked.at(-1)?.round ?? 0) {
    this.onmessage({ data: { round, news } });
  }
}

class FakePicture {
  writable = {};
  stop = vi.fn();
}

const camera = { stop: vi.fn() } as unknown as MediaStreamTrack;

beforeEach(() => {
  FakeWorker.all = [];
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal(
    "MediaStreamTrackProcessor",
    class {
      readable = {};
    },
  );
  vi.stubGlobal("MediaStreamTrackGenerator", FakePicture);
  vi.stubGlobal("OffscreenCanvas", class {});
});
afterEach(() => vi.useRealTimers());

async function begin() {
  const tell = vi.fn();
  const blur = new Blur(tell);
  const started = blur.start(camera);
  const worker = FakeWorker.all[0] as FakeWorker;
  return { blur, tell, started, worker };
}

it("there is a picture once its first frame is blurred, and what becomes of it is told", async () => {
  const { started, worker, tell, blur } = await begin();
  const done = vi.fn();
  void started.then(done);
  await Promise.resolve();
  expect(done).not.toHaveBeenCalled();
  worker.tell("shown");
  const picture = await started;
  worker.tell("slow");
  worker.tell("steady");
  worker.tell("failed");
  expect(tell.mock.calls).toEqual([["slow"], ["steady"], ["failed"]]);
  blur.end();
  expect(picture.stop).toHaveBeenCalled();
  expect(worker.terminate).toHaveBeenCalledOnce();
  expect(camera.stop).not.toHaveBeenCalled();
});

it("another camera goes through the same worker, and what is told of the last one is no news", async () => {
  const { started, worker, tell, blur } = await begin();
  worker.tell("shown");
  const first = await started;
  const again = blur.start(camera);
  expect(first.stop).toHaveBeenCalled();
  worker.tell("failed", 1);
  worker.tell("shown");
  expect(await again).not.toBe(first);
  expect(FakeWorker.all).toHaveLength(1);
  expect(tell).not.toHaveBeenCalled();
});

it("where the first frame cannot be blurred there is no picture", async () => {
  const { started, worker, tell } = await begin();
  worker.tell("failed");
  await expect(started).rejects.toThrow(BlurError);
  expect(tell).not.toHaveBeenCalled();
});

it("a first frame that never comes, or an end, is no picture either", async () => {
  vi.useFakeTimers();
  const { started, blur } = await begin();
  const refused = expect(started).rejects.toThrow(BlurError);
  await vi.advanceTimersByTimeAsync(61_000);
  await refused;
  const again = expect(blur.start(camera)).rejects.toThrow(BlurError);
  blur.end();
  await again;
});

it("a browser without the parts for it blurs nothing and hires nobody", async () => {
  Reflect.deleteProperty(globalThis, "MediaStreamTrackGenerator");
  const { started } = await begin();
  await expect(started).rejects.toThrow(BlurError);
  expect(canBlur()).toBe(false);
  expect(FakeWorker.all).toEqual([]);
});

it("a camera of its own ends with it", async () => {
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(readonly tracks: unknown[]) {}
    },
  );
  const getUserMedia = vi.fn(async () => ({ getVideoTracks: () => [camera] }));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  const blur = new Blur(vi.fn());
  const opened = blur.open({ width: 640 });
  await vi.waitFor(() => expect(FakeWorker.all).toHaveLength(1));
  FakeWorker.all[0]?.tell("shown");
  expect((await opened) as unknown).toMatchObject({ tracks: [expect.any(FakePicture)] });
  expect(getUserMedia).toHaveBeenCalledWith({ video: { width: 640 } });
  blur.end();
  expect(camera.stop).toHaveBeenCalledOnce();
});
