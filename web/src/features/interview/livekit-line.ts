import {
  DisconnectReason,
  type LocalTrack,
  type LocalVideoTrack,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  VideoPresets,
} from "livekit-client";
import { LiveKitBlur } from "./blur/livekit-blur";
import type { Device } from "./faults";
import type { Line, LineEvents, LineOptions, LineView, OpenLine } from "./line";
import { isReplaced, peopleOf } from "./livekit-people";
import { participantOf } from "./people";
import { feelPulse } from "./pulse";
import { pictureSize } from "./use-device";

setLogLevel("warn");

/** Signals go through our own address, or to that of another host. */
function signalAddress(address: string): string {
  const url = new URL(address, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

function newRoom(options: LineOptions): Room {
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

/** A connection to a room of LiveKit. */
class LiveKitLine implements Line {
  #room: Room;
  #isLeft = false;
  #isBeating = true;
  #stopPulse: () => void;
  #isBlurred: boolean;
  #onBlur: LineEvents["onBlur"];

  constructor(room: Room, { isBlurred }: LineOptions, events: LineEvents) {
    this.#room = room;
    this.#isBlurred = isBlurred;
    this.#onBlur = events.onBlur;
    for (const event of telling) room.on(event, events.onChange);
    room.on(RoomEvent.Disconnected, (reason) => {
      this.#stopPulse();
      if (!this.#isLeft) events.onLost(reason === DisconnectReason.DUPLICATE_IDENTITY);
    });
    this.#stopPulse = feelPulse(room, (isBeating) => {
      this.#isBeating = isBeating;
      events.onChange();
    });
  }

  view(): LineView {
    const room = this.#room;
    const self = room.localParticipant;
    const speaker = room.activeSpeakers.find((one) => !one.isLocal);
    const microphone = self.getTrackPublication(Track.Source.Microphone)?.track as LocalTrack | undefined;
    return {
      isConnected: room.state === "connected" && this.#isBeating,
      people: peopleOf(room),
      speaker: speaker && participantOf(speaker.identity),
      isSharing: self.isScreenShareEnabled,
      isSoundBarred: !room.canPlaybackAudio,
      microphone: microphone?.mediaStreamTrack,
      isReplaced: isReplaced(room),
    };
  }

  async setOn(device: Device, isOn: boolean) {
    const self = this.#room.localParticipant;
    if (device === "microphone") return void (await self.setMicrophoneEnabled(isOn));
    // One that was published before keeps its blur.
    await self.setCameraEnabled(
      isOn,
      this.#isBlurred ? { processor: new LiveKitBlur(this.#onBlur) } : undefined,
    );
  }

  async setBlur(isBlurred: boolean) {
    this.#isBlurred = isBlurred;
    const self = this.#room.localParticipant;
    const camera = self.getTrackPublication(Track.Source.Camera)?.videoTrack as LocalVideoTrack | undefined;
    if (!camera || isBlurred === (camera.getProcessor() !== undefined)) return;
    // There is no frame to wait for of a camera that is off: it is published anew when it is on.
    if (camera.isMuted) return void (await self.unpublishTrack(camera));
    await (isBlurred ? camera.setProcessor(new LiveKitBlur(this.#onBlur)) : camera.stopProcessor());
  }

  /** One layer and no dynacast: people who come late see a share as sharp as those who were there. */
  async setSharing(isSharing: boolean) {
    await this.#room.localParticipant.setScreenShareEnabled(
      isSharing,
      { audio: true, contentHint: "detail", selfBrowserSurface: "exclude" },
      { simulcast: false, videoEncoding: { maxBitrate: 2_500_000, maxFramerate: 15 } },
    );
  }

  async chooseDevice(kind: MediaDeviceKind, id: string) {
    await this.#room.switchActiveDevice(kind, id || "default");
  }

  hear() {
    return this.#room.startAudio();
  }

  async leave() {
    this.#isLeft = true;
    this.#stopPulse();
    await this.#room.disconnect();
  }
}

export const openLiveKit: OpenLine = async (session, options, events) => {
  const room = newRoom(options);
  await room.connect(signalAddress(session.address ?? ""), session.token ?? "");
  return new LiveKitLine(room, options, events);
};
