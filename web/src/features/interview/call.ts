import {
  DisconnectReason,
  type LocalTrack,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  VideoPresets,
} from "livekit-client";
import { type Device, type FaultKind, faultOf, tellScreenFault } from "./faults";
import { isReplaced, type Person, peopleOf } from "./people";
import { feelPulse } from "./pulse";
import { isElsewhere, isFinal, type Session } from "./queries";
import { pictureSize } from "./use-device";

/**
 *	connecting → connected ⇄ reconnecting (the same connection, or a new one) → lost (given up; asked for again by hand)
 *	none: there is no video in this installation
 */
export type CallState = "connecting" | "connected" | "reconnecting" | "lost" | "none";

export interface CallView {
  state: CallState;
  people: Person[];
  /** The last other person who spoke. */
  speaker?: string;
  isMicrophoneOn: boolean;
  isCameraOn: boolean;
  isSharing: boolean;
  faults: Partial<Record<Device, FaultKind>>;
  screenFault?: string;
  /** The browser plays no sound before the page is touched. */
  isSoundBarred: boolean;
  /** One's own microphone, to watch its level. */
  microphone?: MediaStreamTrack;
}

export interface CallOptions {
  /** Asks for a new way in. */
  join: () => Promise<Session>;
  /** One is not let in any more. */
  onRefused: (error: unknown) => void;
  /** Somebody else's decision or one's own other tab: this one makes way. */
  onReplaced: () => void;
  isPublishing: boolean;
  isMicrophoneOn: boolean;
  isCameraOn: boolean;
  microphone: string;
  camera: string;
  speaker: string;
}

setLogLevel("warn");

/** How long a lost call is looked for by itself. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 10_000;

/** Signals go through our own address, or to that of another host. */
function signalAddress(address: string): string {
  const url = new URL(address, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

function newRoom(options: CallOptions): Room {
  return new Room({
    adaptiveStream: true,
    dynacast: false,
    videoCaptureDefaults: { deviceId: options.camera || undefined, resolution: pictureSize },
    audioCaptureDefaults: { deviceId: options.microphone || undefined },
    audioOutput: { deviceId: options.speaker || undefined },
    publishDefaults: {
      videoCodec: "vp8",
      backupCodec: false,
      red: false,
      simulcast: true,
      videoEncoding: VideoPresets.h360.encoding,
      videoSimulcastLayers: [VideoPresets.h180],
    },
  });
}

/** What changes what is to be seen of a call. */
const telling = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
  RoomEvent.ConnectionStateChanged,
] as const;

/** The call of one page: connects, sends what is to be sent, and comes back by itself when the connection is lost. */
export class Call {
  #options: CallOptions;
  #room: Room | undefined;
  #isLeft = false;
  #isBeating = true;
  #stopPulse: () => void = () => {};
  #wake: () => void = () => {};
  #listeners = new Set<() => void>();
  #view: CallView;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#view = {
      state: "connecting",
      people: [],
      isMicrophoneOn: options.isMicrophoneOn,
      isCameraOn: options.isCameraOn,
      isSharing: false,
      faults: {},
      isSoundBarred: false,
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = () => this.#view;

  /** Connects with the way in there is, or with a new one once that fails. */
  async start(session: Session) {
    if (!session.token) return this.#set({ state: "none" });
    if (!(await this.#connect(session))) await this.#comeBack();
  }

  /** Asks again after it was given up. */
  readonly again = () => void this.#comeBack();

  async leave() {
    this.#isLeft = true;
    this.#wake();
    this.#stopPulse();
    await this.#room?.disconnect();
  }

  async setOn(device: Device, isOn: boolean) {
    this.#set(device === "camera" ? { isCameraOn: isOn } : { isMicrophoneOn: isOn });
    const self = this.#room?.localParticipant;
    if (!self) return;
    try {
      await (device === "camera" ? self.setCameraEnabled(isOn) : self.setMicrophoneEnabled(isOn));
      this.#set({ faults: { ...this.#view.faults, [device]: undefined } });
    } catch (error) {
      const isWanted = device === "camera" ? { isCameraOn: false } : { isMicrophoneOn: false };
      this.#set({ ...isWanted, faults: { ...this.#view.faults, [device]: faultOf(error) } });
    }
    this.#refresh();
  }

  /** One layer and no dynacast: people who come late see a share as sharp as those who were there. */
  async setSharing(isSharing: boolean) {
    this.#set({ screenFault: undefined });
    try {
      await this.#room?.localParticipant.setScreenShareEnabled(
        isSharing,
        { audio: true, contentHint: "detail", selfBrowserSurface: "exclude" },
        { simulcast: false, videoEncoding: { maxBitrate: 2_500_000, maxFramerate: 15 } },
      );
    } catch (error) {
      this.#set({ screenFault: tellScreenFault(error) });
    }
    this.#refresh();
  }

  async chooseDevice(kind: MediaDeviceKind, id: string) {
    const option = ({ audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const)[
      kind
    ];
    this.#options = { ...this.#options, [option]: id };
    await this.#room?.switchActiveDevice(kind, id || "default").catch(() => {});
    this.#refresh();
  }

  async hear() {
    await this.#room?.startAudio().catch(() => {});
    this.#refresh();
  }

  async #connect(session: Session): Promise<boolean> {
    const room = newRoom(this.#options);
    for (const event of telling) room.on(event, () => this.#refresh());
    room.on(RoomEvent.Disconnected, (reason) => this.#disconnected(room, reason));
    try {
      await room.connect(signalAddress(session.address ?? ""), session.token ?? "");
    } catch {
      return false;
    }
    if (this.#isLeft) {
      await room.disconnect();
      return true;
    }
    this.#room = room;
    this.#isBeating = true;
    this.#stopPulse();
    this.#stopPulse = feelPulse(room, (isBeating) => {
      this.#isBeating = isBeating;
      this.#refresh();
    });
    this.#refresh();
    if (this.#options.isPublishing) {
      await Promise.all([
        this.#view.isMicrophoneOn && this.setOn("microphone", true),
        this.#view.isCameraOn && this.setOn("camera", true),
      ]);
    }
    return true;
  }

  #disconnected(room: Room, reason: DisconnectReason | undefined) {
    if (this.#isLeft || room !== this.#room) return;
    this.#stopPulse();
    this.#room = undefined;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) return this.#options.onReplaced();
    void this.#comeBack();
  }

  /** Gets a new way in and connects with it, again and again for as long as it makes sense. */
  async #comeBack() {
    const until = Date.now() + patienceMs;
    this.#set({ state: "reconnecting", isSharing: false });
    for (let failures = 0; !this.#isLeft; failures++) {
      try {
        const session = await this.#options.join();
        if (this.#isLeft || session.state !== "admitted") return;
        if (await this.#connect(session)) return;
      } catch (error) {
        if (isElsewhere(error)) return this.#options.onReplaced();
        if (isFinal(error)) return this.#options.onRefused(error);
      }
      if (Date.now() > until) return this.#set({ state: "lost" });
      await this.#pause(Math.min(1000 * 2 ** failures, longestPauseMs));
    }
  }

  /** Being online again ends a pause. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
      window.addEventListener("online", done);
    });
  }

  #refresh() {
    const room = this.#room;
    if (!room || this.#isLeft) return;
    if (isReplaced(room)) return this.#options.onReplaced();
    const people = peopleOf(room);
    const other = room.activeSpeakers.find((one) => !one.isLocal)?.identity.split(".")[0];
    const self = room.localParticipant;
    const microphone = self.getTrackPublication(Track.Source.Microphone)?.track as LocalTrack | undefined;
    this.#set({
      state: room.state === "connected" && this.#isBeating ? "connected" : "reconnecting",
      people,
      speaker: other ?? this.#view.speaker,
      isSharing: self.isScreenShareEnabled,
      isSoundBarred: !room.canPlaybackAudio,
      microphone: microphone?.mediaStreamTrack,
    });
  }

  #set(changed: Partial<CallView>) {
    this.#view = { ...this.#view, ...changed };
    for (const listener of this.#listeners) listener();
  }
}
