import type { VideoProcessorOptions } from "livekit-client";
import { expect, it, vi } from "vitest";

const fake = vi.hoisted(() => ({ start: vi.fn(), end: vi.fn() }));
vi.mock("./blur", () => ({
  Blur: class {
    start = fake.start;
    end = fake.end;
  },
}));
const { LiveKitBlur } = await import("./livekit-blur");

const given = () => ({ track: { stop: vi.fn() } }) as unknown as VideoProcessorOptions;

it("each camera's picture is the blurred one, until it is not wanted any more", async () => {
  const blur = new LiveKitBlur(() => {});
  fake.start.mockResolvedValueOnce("first").mockResolvedValueOnce("second");
  await blur.init(given());
  expect(blur.processedTrack).toBe("first");
  const other = given();
  await blur.restart(other);
  expect(blur.processedTrack).toBe("second");
  expect(fake.start).toHaveBeenLastCalledWith(other.track);
  expect(other.track.stop).not.toHaveBeenCalled();
  await blur.destroy();
  expect(fake.end).toHaveBeenCalledOnce();
});

it("a camera that cannot be blurred is closed, and there is no track", async () => {
  const blur = new LiveKitBlur(() => {});
  fake.start.mockRejectedValueOnce(new Error("no power"));
  const camera = given();
  await expect(blur.init(camera)).rejects.toThrow("no power");
  expect(camera.track.stop).toHaveBeenCalledOnce();
});
