// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { LiveKitBlur } from "./blur/livekit-blur";
import type { Session } from "./queries";

/** A camera as the video client has published it. */
class FakeCamera {
  isMuted = false;
  processor: unknown;
  getProcessor = () => this.processor;
  setProcessor = vi.fn(async (processor: unknown) => {
    this.processor = processor;
  });
  stopProcessor = vi.fn(async () => {
    this.processor = undefined;
  });
}

const self = {
  identity: "me.tab-1",
  camera: undefined as FakeCamera | undefined,
  setCameraEnabled: vi.fn(async (..._given: unknown[]) => {}),
  unpublishTrack: vi.fn(async () => {
    self.camera = undefined;
  }),
  getTrackPublication: () => self.camera && { videoTrack: self.camera },
};

class FakeRoom {
  localParticipant = self;
  remoteParticipants = new Map();
  on() {}
  async connect() {}
  async disconnect() {}
}

vi.mock("livekit-client", async (load) => ({ ...(await load<object>()), Room: FakeRoom }));
const { openLiveKit } = await import("./livekit-line");

function open(isBlurred: boolean) {
  self.setCameraEnabled.mockClear();
  self.camera = undefined;
  const options = { microphone: "", camera: "", speaker: "", isBlurred, nameOf: () => undefined };
  const events = { onChange: vi.fn(), onLost: vi.fn(), onBlur: vi.fn() };
  return openLiveKit({ token: "t", address: "/media" } as Session, options, events);
}

it("a camera is blurred before it is published", async () => {
  const line = await open(true);
  await line.setOn("camera", true);
  expect(self.setCameraEnabled).toHaveBeenCalledWith(true, { processor: expect.any(LiveKitBlur) });
  await line.setBlur(false);
  await line.setOn("camera", true);
  expect(self.setCameraEnabled).toHaveBeenLastCalledWith(true, undefined);
  await line.leave();
});

it("a published camera is blurred where it is, once, and is no more", async () => {
  const line = await open(false);
  const camera = new FakeCamera();
  self.camera = camera;
  await line.setBlur(true);
  await line.setBlur(true);
  expect(camera.setProcessor).toHaveBeenCalledOnce();
  await line.setBlur(false);
  expect(camera.stopProcessor).toHaveBeenCalledOnce();
  await line.leave();
});

it("a camera that is off is published anew, blurred or not", async () => {
  const line = await open(false);
  const camera = new FakeCamera();
  camera.isMuted = true;
  self.camera = camera;
  await line.setBlur(true);
  expect(self.unpublishTrack).toHaveBeenCalledExactlyOnceWith(camera);
  expect(camera.setProcessor).not.toHaveBeenCalled();
  await line.setOn("camera", true);
  expect(self.setCameraEnabled).toHaveBeenLastCalledWith(true, { processor: expect.any(LiveKitBlur) });
  await line.leave();
});
