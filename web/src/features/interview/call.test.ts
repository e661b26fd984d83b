// @vitest-environment happy-dom
import { ApiError } from "@codecraft/api/errors";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CallOptions } from "./call";
import type { Session } from "./queries";

type Listener = (...given: unknown[]) => void;

/** What the call asks of a room of the video client. */
class FakeRoom {
  static all: FakeRoom[] = [];
  /** How many of the next connections fail. */
  static failures = 0;
  state = "disconnected";
  canPlaybackAudio = true;
  activeSpeakers: unknown[] = [];
  remoteParticipants = new Map<string, unknown>();
  addressed: string[] = [];
  sent: string[] = [];
  localParticipant = {
    identity: "me.tab-1",
    name: "Me",
    joinedAt: new Date(1000),
    isSpeaking: false,
    isScreenShareEnabled: false,
    connectionQuality: "excellent",
    getTrackPublication: () => undefined,
    getTrackPublications: () => [],
    setCameraEnabled: async (isOn: boolean) => void this.sent.push(`camera ${isOn}`),
    setMicrophoneEnabled: async (isOn: boolean) => void this.sent.push(`microphone ${isOn}`),
  };
  #listeners = new Map<string, Listener[]>();

  constructor() {
    FakeRoom.all.push(this);
  }

  on(event: string, listener: Listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  emit(event: string, ...given: unknown[]) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...given);
  }

  async connect(address: string, token: string) {
    this.addressed = [address, token];
    if (FakeRoom.failures > 0) {
      FakeRoom.failures--;
      throw new Error("could not connect");
    }
    this.state = "connected";
  }

  async disconnect() {
    this.state = "disconnected";
    this.emit("disconnected", 1);
  }
}

vi.mock("livekit-client", async (load) => ({ ...(await load<object>()), Room: FakeRoom }));
const { Call } = await import("./call");

const session = (token: string, state: Session["state"] = "admitted") =>
  ({ state, token, address: "/media", participantId: "me", role: "candidate" }) as Session;

function callOf(more: Partial<CallOptions> = {}) {
  return new Call({
    join: vi.fn(async () => session("second")),
    onRefused: vi.fn(),
    onReplaced: vi.fn(),
    onBlur: vi.fn(),
    nameOf: () => undefined,
    isPublishing: true,
    isMicrophoneOn: true,
    isCameraOn: false,
    microphone: "",
    camera: "",
    speaker: "",
    isBlurred: false,
    ...more,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeRoom.all = [];
  FakeRoom.failures = 0;
});
afterEach(() => vi.useRealTimers());

const lostSignal = 9;

it("sends what is turned on, through the product's own address", async () => {
  const call = callOf();
  await call.start(session("first"));
  const [room] = FakeRoom.all;
  expect(room?.addressed).toEqual([
    `${window.location.href.replace(/^http/, "ws").replace(/\/$/, "")}/media`,
    "first",
  ]);
  expect(room?.sent).toEqual(["microphone true"]);
  expect(call.view().state).toBe("connected");
  await call.leave();
});

it("goes to the video server of another host where the way in says so", async () => {
  const call = callOf();
  await call.start({ ...session("first"), address: "wss://video.example.org" });
  expect(FakeRoom.all[0]?.addressed).toEqual(["wss://video.example.org/", "first"]);
  await call.leave();
});

it("comes back with a new way in when the client has given up, with what was turned on by then", async () => {
  const join = vi.fn(async () => session("second"));
  const call = callOf({ join });
  await call.start(session("first"));
  await call.setOn("camera", true);
  FakeRoom.failures = 2;
  FakeRoom.all[0]?.emit("disconnected", lostSignal);
  expect(call.view().state).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(join).toHaveBeenCalledTimes(3);
  const last = FakeRoom.all.at(-1);
  expect(last?.addressed[1]).toBe("second");
  expect(last?.sent).toEqual(["microphone true", "camera true"]);
  expect(call.view().state).toBe("connected");
  await call.leave();
});

it("being online again ends the wait, and after ten minutes it is asked for by hand", async () => {
  const join = vi.fn(async () => session("second"));
  const call = callOf({ join });
  await call.start(session("first"));
  FakeRoom.failures = 1;
  FakeRoom.all[0]?.emit("disconnected", lostSignal);
  await vi.advanceTimersByTimeAsync(10);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(10);
  expect(call.view().state).toBe("connected");

  FakeRoom.failures = 10_000;
  FakeRoom.all.at(-1)?.emit("disconnected", lostSignal);
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(call.view().state).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(call.view().state).toBe("lost");
  FakeRoom.failures = 0;
  call.again();
  await vi.advanceTimersByTimeAsync(10);
  expect(call.view().state).toBe("connected");
  await call.leave();
});

it("tells why one is not let in any more, and asks no further", async () => {
  const removed = new ApiError(403, [{ status: "403", code: "removed_from_interview", title: "Forbidden" }]);
  const join = vi.fn(async () => Promise.reject(removed));
  const onRefused = vi.fn();
  const call = callOf({ join, onRefused });
  await call.start(session("first"));
  FakeRoom.all[0]?.emit("disconnected", 4);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(join).toHaveBeenCalledOnce();
  expect(onRefused).toHaveBeenCalledWith(removed);
});

it("makes way for one's own newer connection, and shows somebody with two tabs once", async () => {
  const onReplaced = vi.fn();
  const call = callOf({ onReplaced });
  await call.start(session("first"));
  const [room] = FakeRoom.all;
  const other = (identity: string, joinedAt: number) => {
    const joined = { ...room?.localParticipant, identity, joinedAt: new Date(joinedAt), name: identity };
    room?.remoteParticipants.set(identity, joined);
    room?.emit("participantConnected");
  };
  other("ada.old", 1);
  other("ada.new", 2);
  expect(call.view().people.map(({ name }) => name)).toEqual(["Me", "ada.new"]);
  other("me.older", 500);
  expect(onReplaced).not.toHaveBeenCalled();
  other("me.tab-2", 2000);
  expect(onReplaced).toHaveBeenCalled();
  await call.leave();
});

it("a call that was left stays left", async () => {
  const join = vi.fn(async () => session("second"));
  const call = callOf({ join });
  await call.start(session("first"));
  await call.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(join).not.toHaveBeenCalled();
});

it("a call that comes back makes way for the device that one has moved to", async () => {
  const moved = new ApiError(409, [{ status: "409", code: "in_elsewhere", title: "Conflict" }]);
  const join = vi.fn(async () => Promise.reject(moved));
  const onReplaced = vi.fn();
  const call = callOf({ join, onReplaced });
  await call.start(session("first"));
  FakeRoom.all[0]?.emit("disconnected", lostSignal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(join).toHaveBeenCalledOnce();
  expect(onReplaced).toHaveBeenCalledOnce();
});
