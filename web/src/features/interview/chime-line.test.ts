// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import type { Session } from "./queries";

type Told = (...given: unknown[]) => void;

/** What a line asks of a session of the Chime SDK, as its documents describe that. */
class FakeSession {
  static all: FakeSession[] = [];
  static refusal: Error | undefined;
  static ends: number | undefined;
  asked: string[] = [];
  observer: Record<string, Told> = {};
  share: Record<string, Told> = {};
  presence: Told = () => {};
  volumes = new Map<string, Told>();
  speakers: Told = () => {};
  message: Told = () => {};
  audioVideo = this;

  constructor(readonly configuration: { meeting: unknown; attendee: unknown }) {
    FakeSession.all.push(this);
  }

  addObserver = (observer: Record<string, Told>) => void Object.assign(this.observer, observer);
  addContentShareObserver = (observer: Record<string, Told>) => void Object.assign(this.share, observer);
  realtimeSubscribeToAttendeeIdPresence(told: Told) {
    this.presence = told;
  }

  realtimeSubscribeToVolumeIndicator = (id: string, told: Told) => void this.volumes.set(id, told);
  realtimeUnsubscribeFromVolumeIndicator = (id: string) => void this.volumes.delete(id);
  subscribeToActiveSpeakerDetector(_: unknown, told: Told) {
    this.speakers = told;
  }

  realtimeSubscribeToReceiveDataMessage(_: string, told: Told) {
    this.message = told;
  }

  realtimeSendDataMessage = (topic: string) => void this.asked.push(`say ${topic}`);
  realtimeMuteLocalAudio = () => void this.asked.push("mute");
  realtimeUnmuteLocalAudio = () => void this.asked.push("unmute");
  startLocalVideoTile = () => void this.asked.push("tile");
  stopLocalVideoTile = () => void this.asked.push("no tile");
  stopContentShare = () => void this.asked.push("no screen");
  stopVideoInput = async () => void this.asked.push("no camera");
  stopAudioInput = async () => void this.asked.push("no microphone");
  startContentShare = async () => void this.asked.push("screen");
  bindAudioElement = async () => void this.asked.push("sound");
  unbindAudioElement = () => void this.asked.push("no sound");
  stop = () => void this.asked.push("stop");
  startAudioInput = async (device: unknown) => this.#open("microphone", device);
  startVideoInput = async (device: unknown) => this.#open("camera", device);
  chooseAudioOutput = async (id: unknown) => void this.asked.push(`speaker ${id}`);

  #open(what: string, device: unknown) {
    if (FakeSession.refusal) throw FakeSession.refusal;
    this.asked.push(`${what} ${JSON.stringify(device)}`);
    return { active: true, getAudioTracks: () => ["track"] };
  }

  start() {
    this.asked.push("start");
    if (FakeSession.ends !== undefined) return this.end(FakeSession.ends);
    this.presence(me, true, "@me.tab-1");
    this.observer.audioVideoDidStart?.();
  }

  end(code: number) {
    this.observer.audioVideoDidStop?.({ statusCode: () => code });
  }
}

/** A blur that has a picture, or none. */
class FakeBlur {
  static refusal: Error | undefined;
  static ended = 0;
  end = () => void FakeBlur.ended++;
  open = async (camera: MediaTrackConstraints) => {
    if (FakeBlur.refusal) throw FakeBlur.refusal;
    return { blurred: camera.deviceId };
  };
}

vi.mock("./blur/blur", async (load) => ({ ...(await load<object>()), Blur: FakeBlur }));
vi.mock("amazon-chime-sdk-js", () => ({
  ConsoleLogger: class {},
  LogLevel: { WARN: 2 },
  DefaultDeviceController: class {},
  DefaultActiveSpeakerPolicy: class {},
  DefaultMeetingSession: FakeSession,
  MeetingSessionConfiguration: class {
    constructor(
      readonly meeting: unknown,
      readonly attendee: unknown,
    ) {}
  },
  MeetingSessionStatusCode: { AudioJoinedFromAnotherDevice: 2 },
  DefaultModality: class {
    static MODALITY_CONTENT = "content";
    constructor(readonly id: string) {}
    base = () => this.id.split("#")[0];
    hasModality = (modality: string) => this.id.endsWith(`#${modality}`);
  },
}));
const { BlurError } = await import("./blur/blur");
const { Call } = await import("./call");

const me = "attendee-me";
const ada = "attendee-ada";
const joinedFromAnotherDevice = 2;
const meetingEnded = 6;

const session = (meeting: string) =>
  ({
    provider: "chime",
    state: "admitted",
    token: JSON.stringify({ Meeting: { MeetingId: meeting }, Attendee: { AttendeeId: me } }),
  }) as Session;

async function start(more: object = {}) {
  const given = {
    join: vi.fn(async () => session("second")),
    onRefused: vi.fn(),
    onReplaced: vi.fn(),
    onBlur: vi.fn(),
    ...more,
  };
  const call = new Call({
    nameOf: (id) => ({ me: "Me", ada: "Ada" })[id],
    isPublishing: true,
    isMicrophoneOn: true,
    isCameraOn: true,
    microphone: "",
    camera: "front",
    speaker: "",
    isBlurred: false,
    ...given,
  });
  await call.start(session("first"));
  return { call, ...given, line: FakeSession.all.at(-1) as FakeSession };
}

const tile = (tileId: number, boundAttendeeId: string, boundVideoStream: unknown = { tileId }) => ({
  tileId,
  boundAttendeeId,
  boundVideoStream,
});

beforeEach(() => {
  FakeSession.all = [];
  FakeSession.refusal = undefined;
  FakeSession.ends = undefined;
  FakeBlur.refusal = undefined;
  FakeBlur.ended = 0;
});

it("enters the meeting of the ticket with what is turned on, and gives devices back", async () => {
  const { call, line } = await start();
  expect(line.configuration).toEqual({ meeting: { MeetingId: "first" }, attendee: { AttendeeId: me } });
  expect(line.asked.slice(0, 3)).toEqual(["mute", "start", "say codecraft-come"]);
  expect(line.asked.slice(3).sort()).toEqual([
    'camera {"width":640,"height":360,"deviceId":{"ideal":"front"}}',
    "microphone {}",
    "tile",
    "unmute",
  ]);
  expect(call.view()).toMatchObject({ state: "connected", microphone: "track", faults: {} });
  expect(call.view().people).toMatchObject([{ id: "me", name: "Me", isSelf: true }]);
  line.asked = [];
  await call.setOn("microphone", false);
  await call.setOn("microphone", true);
  expect(line.asked).toEqual(["mute", "unmute"]);
  line.asked = [];
  await call.leave();
  expect(line.asked).toEqual(["no tile", "no camera", "no microphone", "stop"]);
});

it("shows who is there, what they send and how they are heard", async () => {
  const { call, line } = await start();
  line.presence(ada, true, "@ada.tab-7");
  line.presence(`${ada}#content`, true, "@ada.tab-7");
  const person = () => call.view().people[1];
  expect(call.view().people).toHaveLength(2);
  expect(person()).toMatchObject({ id: "ada", name: "Ada", microphone: "none", quality: "good" });
  line.observer.videoTileDidUpdate?.(tile(1, ada));
  line.observer.videoTileDidUpdate?.(tile(2, `${ada}#content`));
  const camera = person()?.camera;
  const shown = document.createElement("video");
  Object.defineProperty(shown, "srcObject", { value: null, writable: true });
  camera?.attach(shown);
  expect(shown.srcObject).toEqual({ tileId: 1 });
  expect(person()?.screen).toBeDefined();
  line.volumes.get(ada)?.(ada, 0.3, false, null);
  line.volumes.get(ada)?.(ada, 0.3, null, 0.5);
  line.speakers([ada, me]);
  expect(person()).toMatchObject({ microphone: "on", quality: "poor", isSpeaking: true });
  expect(person()?.camera).toBe(camera);
  expect(call.view().speaker).toBe("ada");
  line.volumes.get(ada)?.(ada, null, true, 0);
  line.observer.videoTileWasRemoved?.(2);
  line.observer.videoTileDidUpdate?.(tile(1, ada, null));
  expect(person()).toMatchObject({ microphone: "muted", quality: "lost" });
  expect(person()?.camera).toBeUndefined();
  expect(person()?.screen).toBeUndefined();
  line.presence(ada, false, "@ada.tab-7");
  expect(call.view().people).toHaveLength(1);
  await call.leave();
});

it("everybody's sound hangs on oneself, and is asked for by hand where the browser bars it", async () => {
  const { call, line } = await start();
  const sound = call.view().people[0]?.voice;
  const element = document.createElement("audio");
  const play = vi.spyOn(element, "play").mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
  sound?.attach(element);
  expect(line.asked).toContain("sound");
  expect(play).not.toHaveBeenCalled();
  element.dispatchEvent(new Event("loadedmetadata"));
  await vi.waitFor(() => expect(call.view().isSoundBarred).toBe(true));
  play.mockResolvedValue();
  await call.hear();
  expect(call.view().isSoundBarred).toBe(false);
  expect(call.view().people[0]?.voice).toBe(sound);
  sound?.detach(element);
  expect(line.asked).toContain("no sound");
  await call.leave();
});

it("shares a screen until either the page or the browser stops it", async () => {
  vi.stubGlobal("navigator", {
    mediaDevices: { getDisplayMedia: async () => ({ getVideoTracks: () => [] }) },
  });
  const { call, line } = await start();
  await call.setSharing(true);
  expect(line.asked).toContain("screen");
  line.share.contentShareDidStart?.();
  expect(call.view().isSharing).toBe(true);
  line.share.contentShareDidStop?.();
  expect(call.view().isSharing).toBe(false);
  await call.leave();
});

it("tells a device that is refused, and tries it again", async () => {
  FakeSession.refusal = Object.assign(new Error("no"), { name: "PermissionDeniedError" });
  const { call, line } = await start();
  expect(call.view()).toMatchObject({
    isCameraOn: false,
    isMicrophoneOn: false,
    faults: { camera: "denied", microphone: "denied" },
  });
  FakeSession.refusal = undefined;
  await call.setOn("camera", true);
  expect(call.view()).toMatchObject({ isCameraOn: true, faults: { camera: undefined } });
  expect(line.asked).toContain("tile");
  await call.leave();
});

it("uses another device in the middle of a call", async () => {
  const { call, line } = await start();
  line.asked = [];
  await call.chooseDevice("audioinput", "headset");
  await call.chooseDevice("audiooutput", "");
  expect(line.asked).toEqual(['microphone {"deviceId":{"ideal":"headset"}}', "speaker null"]);
  await call.leave();
});

it("a blurred picture is sent in place of the camera's, which goes with it", async () => {
  const { call, line } = await start({ isBlurred: true });
  const blurred = (id: string) => `camera {"blurred":{"ideal":"${id}"}}`;
  expect(line.asked).toContain(blurred("front"));
  line.asked = [];
  await call.chooseDevice("videoinput", "back");
  expect(line.asked).toEqual([blurred("back"), "tile"]);
  expect(FakeBlur.ended).toBe(1);
  line.asked = [];
  await call.setBlur(false);
  expect(line.asked).toEqual(['camera {"width":640,"height":360,"deviceId":{"ideal":"back"}}', "tile"]);
  expect(FakeBlur.ended).toBe(2);
  line.asked = [];
  FakeBlur.refusal = new BlurError("no power");
  await call.setBlur(true);
  expect(line.asked).toEqual(["no tile", "no camera"]);
  expect(call.view()).toMatchObject({ isCameraOn: false, faults: { camera: "unblurred" } });
  await call.leave();
});

it("a connection that the program mends by itself is told, and does not ask others to make way again", async () => {
  const { call, line } = await start();
  line.observer.audioVideoDidStartConnecting?.(true);
  expect(call.view().state).toBe("reconnecting");
  line.asked = [];
  line.observer.audioVideoDidStart?.();
  expect(call.view().state).toBe("connected");
  expect(line.asked).toEqual([]);
  await call.leave();
});

it("comes back with a new way in when the meeting has ended", async () => {
  const { call, line, join } = await start();
  line.end(meetingEnded);
  await vi.waitFor(() => expect(call.view().state).toBe("connected"));
  expect(join).toHaveBeenCalledOnce();
  expect(line.asked).toContain("no camera");
  const next = FakeSession.all.at(-1);
  expect(next?.configuration.meeting).toEqual({ MeetingId: "second" });
  await call.leave();
});

it("a way in that leads nowhere is asked for anew", async () => {
  FakeSession.ends = meetingEnded;
  const join = vi.fn(async () => {
    FakeSession.ends = undefined;
    return session("second");
  });
  const { call } = await start({ join });
  await vi.waitFor(() => expect(call.view().state).toBe("connected"));
  expect(FakeSession.all).toHaveLength(2);
  await call.leave();
});

it("makes way for one's own newer connection and for nobody else's", async () => {
  const { call, line, onReplaced, join } = await start();
  line.presence(ada, true, "@ada.tab-7");
  line.presence("attendee-mine", true, "@me.tab-2");
  line.message({ senderAttendeeId: ada });
  line.message({ senderAttendeeId: me });
  line.message({ senderAttendeeId: "attendee-of-nobody" });
  expect(onReplaced).not.toHaveBeenCalled();
  line.message({ senderAttendeeId: "attendee-mine" });
  expect(onReplaced).toHaveBeenCalled();
  await call.leave();
  expect(join).not.toHaveBeenCalled();
});

it("makes way where the same ticket is used once more", async () => {
  const { call, line, onReplaced, join } = await start();
  line.end(joinedFromAnotherDevice);
  expect(onReplaced).toHaveBeenCalledOnce();
  expect(join).not.toHaveBeenCalled();
  await call.leave();
});
