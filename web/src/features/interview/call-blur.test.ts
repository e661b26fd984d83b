// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { BlurError } from "./blur/blur";
import type { CallOptions } from "./call";
import type { Line, LineEvents, LineOptions } from "./line";
import type { Session } from "./queries";

/** What a call asks of a line, which refuses what the test says. */
class FakeLine implements Line {
  static all: FakeLine[] = [];
  static refusals: Record<string, Error> = {};
  asked: string[] = [];
  constructor(
    readonly options: LineOptions,
    readonly events: LineEvents,
  ) {
    FakeLine.all.push(this);
  }

  view = () => ({ isConnected: true, people: [], isSharing: false, isSoundBarred: false, isReplaced: false });
  setOn = (device: string, isOn: boolean) => this.#ask(`${device} ${isOn}`);
  setBlur = (isBlurred: boolean) => this.#ask(`blur ${isBlurred}`);
  chooseDevice = (kind: string) => this.#ask(kind);
  setSharing = async () => {};
  hear = async () => {};
  leave = async () => {};

  async #ask(what: string) {
    const refusal = FakeLine.refusals[what];
    await Promise.resolve();
    this.asked.push(what);
    if (refusal) throw refusal;
  }
}

vi.mock("./livekit-line", () => ({
  openLiveKit: async (_: Session, options: LineOptions, events: LineEvents) => new FakeLine(options, events),
}));
const { Call } = await import("./call");

const session = (token: string) =>
  ({ state: "admitted", token, address: "/media", participantId: "me", role: "candidate" }) as Session;

async function start(more: Partial<CallOptions> = {}) {
  const onBlur = vi.fn();
  const call = new Call({
    join: async () => session("second"),
    onRefused: vi.fn(),
    onReplaced: vi.fn(),
    onBlur,
    nameOf: () => undefined,
    isPublishing: true,
    isMicrophoneOn: false,
    isCameraOn: true,
    microphone: "",
    camera: "",
    speaker: "",
    isBlurred: false,
    ...more,
  });
  await call.start(session("first"));
  return { call, onBlur, line: FakeLine.all.at(-1) as FakeLine };
}

const broken = new BlurError("no power");
const unseen = { isCameraOn: false, faults: { camera: "unblurred" } };

beforeEach(() => {
  FakeLine.all = [];
  FakeLine.refusals = {};
});

it("a choice made before the call is the line's before the camera is, and a later one is kept by the next line", async () => {
  const { call, line, onBlur } = await start({ isBlurred: true });
  expect(line.options.isBlurred).toBe(true);
  expect(line.asked).toEqual(["camera true"]);
  await call.setBlur(false);
  expect(line.asked).toEqual(["camera true", "blur false"]);
  expect(onBlur).toHaveBeenCalledExactlyOnceWith(false);
  await call.setBlur(true);
  line.events.onLost(false);
  await vi.waitFor(() => expect(FakeLine.all).toHaveLength(2));
  expect(FakeLine.all[1]?.options.isBlurred).toBe(true);
  await call.leave();
});

it("who cannot be blurred when the camera is turned on is not seen, is told, and has the switch back", async () => {
  FakeLine.refusals["camera true"] = broken;
  const { call, line, onBlur } = await start({ isBlurred: true });
  expect(call.view()).toMatchObject(unseen);
  expect(line.asked).toEqual(["camera true", "camera false", "blur false"]);
  expect(onBlur).toHaveBeenCalledExactlyOnceWith(false);
  FakeLine.refusals = {};
  await call.setOn("camera", true);
  expect(call.view()).toMatchObject({ isCameraOn: true, faults: { camera: undefined } });
  await call.leave();
});

it("a blur that cannot be turned on in the call, or for another camera, turns the camera off", async () => {
  FakeLine.refusals["blur true"] = broken;
  const { call, line, onBlur } = await start();
  await call.setBlur(true);
  expect(call.view()).toMatchObject(unseen);
  expect(line.asked).toEqual(["camera true", "blur true", "camera false", "blur false"]);
  expect(onBlur.mock.calls).toEqual([[true], [false]]);
  FakeLine.refusals = { videoinput: broken };
  await call.setOn("camera", true);
  await call.chooseDevice("videoinput", "other");
  expect(call.view()).toMatchObject(unseen);
  await call.leave();
});

it("a blur that fails in the middle of a call turns the camera off", async () => {
  const { call, line, onBlur } = await start({ isBlurred: true });
  line.events.onBlur("failed");
  await vi.waitFor(() => expect(line.asked).toEqual(["camera true", "camera false", "blur false"]));
  expect(call.view()).toMatchObject(unseen);
  expect(onBlur).toHaveBeenCalledExactlyOnceWith(false);
  await call.leave();
});

it("a device that falls behind is told until it has caught up, or blurs no more", async () => {
  const { call, line } = await start({ isBlurred: true });
  line.events.onBlur("slow");
  expect(call.view().isBlurSlow).toBe(true);
  line.events.onBlur("steady");
  expect(call.view().isBlurSlow).toBe(false);
  line.events.onBlur("slow");
  await call.setBlur(false);
  expect(call.view().isBlurSlow).toBe(false);
  await call.leave();
});

it("what is done to the camera is done in turn, and a failure holds up nothing after it", async () => {
  const { call, line } = await start({ isCameraOn: false });
  FakeLine.refusals["camera true"] = new DOMException("", "NotReadableError");
  await Promise.all([call.setOn("camera", true), call.setBlur(true), call.setOn("camera", false)]);
  expect(line.asked).toEqual(["camera true", "blur true", "camera false"]);
  await call.leave();
});
