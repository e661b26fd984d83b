import {
  type AudioVideoFacade,
  ConsoleLogger,
  type DataMessage,
  DefaultActiveSpeakerPolicy,
  DefaultDeviceController,
  DefaultMeetingSession,
  LogLevel,
  MeetingSessionConfiguration,
  type MeetingSessionStatus,
  MeetingSessionStatusCode,
} from "amazon-chime-sdk-js";
import { Blur } from "./blur/blur";
import { isScreen, Roster } from "./chime-people";
import type { Device } from "./faults";
import type { Line, LineEvents, LineOptions, LineView, OpenLine } from "./line";
import { pictureSize } from "./use-device";

/** What a ticket's token is, in JSON. */
interface Ticket {
  Meeting: object;
  Attendee: { AttendeeId: string; ExternalUserId: string };
}

/** By messages of this topic whoever has connected asks their own older connections to make way. */
const comeTopic = "codecraft-come";
const comeLifeMs = 10_000;
const screenRate = 15;

const chosen = (id: string) => (id ? { deviceId: { ideal: id } } : {});

/** A connection to a meeting of the Amazon Chime SDK. */
class ChimeLine implements Line {
  readonly #self: string;
  readonly #session: AudioVideoFacade;
  readonly #events: LineEvents;
  readonly #roster = new Roster();
  #options: LineOptions;
  #isLeft = false;
  #isConnected = false;
  #hasStarted = false;
  #isReplaced = false;
  #isSharing = false;
  #isSoundBarred = false;
  #microphone: MediaStream | undefined;
  #isCameraOn = false;
  #blur: Blur | undefined;
  #speakers: HTMLAudioElement | undefined;
  readonly #sound = {
    attach: (element: HTMLMediaElement) => {
      this.#speakers = element as HTMLAudioElement;
      // The sound comes later, and a browser that bars it says so then.
      element.onloadedmetadata = () => void this.hear();
      void this.#session.bindAudioElement(this.#speakers).catch(() => {});
    },
    detach: (element: HTMLMediaElement) => {
      element.onloadedmetadata = null;
      this.#speakers = undefined;
      this.#session.unbindAudioElement();
    },
  };

  constructor(session: AudioVideoFacade, ticket: Ticket, options: LineOptions, events: LineEvents) {
    this.#session = session;
    this.#self = ticket.Attendee.AttendeeId;
    this.#options = options;
    this.#events = events;
  }

  /** Is done once the meeting is entered. */
  start(): Promise<void> {
    this.#watchPeople();
    return new Promise((resolve, reject) => {
      this.#session.addObserver({
        audioVideoDidStart: () => {
          this.#isConnected = true;
          if (!this.#hasStarted) this.#session.realtimeSendDataMessage(comeTopic, "", comeLifeMs);
          this.#hasStarted = true;
          resolve();
          this.#events.onChange();
        },
        audioVideoDidStartConnecting: () => {
          this.#isConnected = false;
          this.#events.onChange();
        },
        audioVideoDidStop: (status) => {
          reject(new Error(`the meeting was not entered: ${status.statusCode()}`)); // of no effect once it was
          this.#stopped(status);
        },
        videoTileDidUpdate: (tile) => this.#tell(() => this.#roster.show(tile)),
        videoTileWasRemoved: (tileId) => this.#tell(() => this.#roster.hide(tileId)),
      });
      this.#session.addContentShareObserver({
        contentShareDidStart: () => this.#tell(() => this.#share(true)),
        contentShareDidStop: () => this.#tell(() => this.#share(false)),
      });
      if (this.#options.speaker) void this.chooseDevice("audiooutput", this.#options.speaker).catch(() => {});
      // Until there is a microphone the program sends silence, which others are to see as muted.
      this.#session.realtimeMuteLocalAudio();
      this.#session.start();
    });
  }

  #share(isSharing: boolean) {
    this.#isSharing = isSharing;
  }

  #tell(change: () => void) {
    change();
    this.#events.onChange();
  }

  #watchPeople() {
    const session = this.#session;
    session.realtimeSubscribeToAttendeeIdPresence((id, isPresent, externalId) => {
      if (isScreen(id)) return;
      if (!isPresent) {
        session.realtimeUnsubscribeFromVolumeIndicator(id);
        return this.#tell(() => this.#roster.leave(id));
      }
      this.#tell(() => this.#roster.enter(id, externalId ?? ""));
      session.realtimeSubscribeToVolumeIndicator(id, (_, _volume, isMuted, strength) => {
        if (isMuted !== null || strength !== null) this.#tell(() => this.#roster.hear(id, isMuted, strength));
      });
    });
    session.subscribeToActiveSpeakerDetector(new DefaultActiveSpeakerPolicy(), (ids) =>
      this.#tell(() => this.#roster.speak(ids)),
    );
    session.realtimeSubscribeToReceiveDataMessage(comeTopic, (message) => this.#somebodyCame(message));
  }

  /** The service tells who sends a message: nobody else has one make way. */
  #somebodyCame({ senderAttendeeId }: DataMessage) {
    const own = this.#roster.participantOf(this.#self);
    if (senderAttendeeId === this.#self || own === undefined) return;
    if (this.#roster.participantOf(senderAttendeeId) !== own) return;
    this.#isReplaced = true;
    this.#events.onChange();
  }

  #stopped(status: MeetingSessionStatus) {
    this.#isConnected = false;
    if (this.#isLeft) return;
    void this.#release();
    if (this.#hasStarted)
      this.#events.onLost(status.statusCode() === MeetingSessionStatusCode.AudioJoinedFromAnotherDevice);
  }

  view(): LineView {
    return {
      isConnected: this.#isConnected,
      people: this.#roster.people(this.#self, this.#sound, this.#options.nameOf),
      speaker: this.#roster.speaker(this.#self),
      isSharing: this.#isSharing,
      isSoundBarred: this.#isSoundBarred,
      microphone: this.#microphone?.getAudioTracks()[0],
      isReplaced: this.#isReplaced,
    };
  }

  async setOn(device: Device, isOn: boolean) {
    await (device === "camera" ? this.#setCamera(isOn) : this.#setMicrophone(isOn));
  }

  /** A microphone that is muted stays open, so that the first word after it is heard. */
  async #setMicrophone(isOn: boolean) {
    if (!isOn) return this.#session.realtimeMuteLocalAudio();
    if (!this.#microphone?.active) await this.#openMicrophone(); // it may have been pulled out
    this.#session.realtimeUnmuteLocalAudio();
  }

  async #openMicrophone() {
    this.#microphone = await this.#session.startAudioInput(chosen(this.#options.microphone));
  }

  async #setCamera(isOn: boolean) {
    const blur = isOn && this.#options.isBlurred ? new Blur(this.#events.onBlur) : undefined;
    if (isOn) {
      const camera = { ...pictureSize, ...chosen(this.#options.camera) };
      try {
        await this.#session.startVideoInput(blur ? await blur.open(camera) : camera);
      } catch (error) {
        blur?.end();
        throw error;
      }
      this.#session.startLocalVideoTile();
    } else {
      this.#session.stopLocalVideoTile();
      await this.#session.stopVideoInput();
    }
    this.#blur?.end();
    this.#blur = blur;
    this.#isCameraOn = isOn;
  }

  async setBlur(isBlurred: boolean) {
    this.#options = { ...this.#options, isBlurred };
    if (this.#isCameraOn) await this.#setCamera(true);
  }

  async setSharing(isSharing: boolean) {
    if (!isSharing) return this.#session.stopContentShare();
    const options: DisplayMediaStreamOptions & { selfBrowserSurface: string } = {
      video: { frameRate: { max: screenRate } },
      audio: true,
      selfBrowserSurface: "exclude",
    };
    const stream = await navigator.mediaDevices.getDisplayMedia(options);
    for (const track of stream.getVideoTracks()) track.contentHint = "detail";
    await this.#session.startContentShare(stream);
  }

  async chooseDevice(kind: MediaDeviceKind, id: string) {
    if (kind === "audiooutput") return this.#session.chooseAudioOutput(id || null);
    if (kind === "audioinput") {
      this.#options = { ...this.#options, microphone: id };
      if (this.#microphone) await this.#openMicrophone();
    } else {
      this.#options = { ...this.#options, camera: id };
      if (this.#isCameraOn) await this.#setCamera(true);
    }
  }

  async hear() {
    try {
      await this.#speakers?.play();
      this.#isSoundBarred = false;
    } catch (error) {
      this.#isSoundBarred = error instanceof DOMException && error.name === "NotAllowedError";
    }
    this.#events.onChange();
  }

  /** Devices are the page's to give back. */
  async #release() {
    if (this.#isSharing) this.#session.stopContentShare();
    if (this.#isCameraOn) await this.#setCamera(false);
    if (this.#microphone) await this.#session.stopAudioInput();
  }

  async leave() {
    this.#isLeft = true;
    await this.#release().catch(() => {});
    this.#session.stop();
  }
}

export const openChime: OpenLine = async (session, options, events) => {
  const ticket = JSON.parse(session.token ?? "") as Ticket;
  const logger = new ConsoleLogger("video", LogLevel.WARN);
  const configuration = new MeetingSessionConfiguration(ticket.Meeting, ticket.Attendee);
  const meeting = new DefaultMeetingSession(configuration, logger, new DefaultDeviceController(logger));
  const line = new ChimeLine(meeting.audioVideo, ticket, options, events);
  await line.start();
  return line;
};
