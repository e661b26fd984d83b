import type { BlurNews } from "./blur/blur";
import type { Device } from "./faults";
import type { Person } from "./people";
import type { Session } from "./queries";

/** What is to be seen of a line. */
export interface LineView {
  /** And sound and pictures come. */
  isConnected: boolean;
  people: Person[];
  /** The other person who speaks. */
  speaker?: string;
  isSharing: boolean;
  /** The browser plays no sound before the page is touched. */
  isSoundBarred: boolean;
  /** One's own microphone, to watch its level. */
  microphone?: MediaStreamTrack;
  /** Oneself has come in again elsewhere, after this connection was made. */
  isReplaced: boolean;
}

export interface LineOptions {
  microphone: string;
  camera: string;
  speaker: string;
  /** Whether one's background is blurred: then no other picture of the camera is sent. */
  isBlurred: boolean;
  /** The name of a participant, where the line does not know it. */
  nameOf: (participantId: string) => string | undefined;
}

export interface LineEvents {
  onChange: () => void;
  /** The connection has ended, not by leaving; it does not come back by itself. */
  onLost: (isReplaced: boolean) => void;
  /** What becomes of the blur of one's background; one that failed sends no more frames. */
  onBlur: (news: BlurNews) => void;
}

/** A connection to a call, by whichever program carries it. */
export interface Line {
  view: () => LineView;
  /** Fails with what the browser refuses a device with, or with a BlurError where the picture cannot be blurred. */
  setOn: (device: Device, isOn: boolean) => Promise<void>;
  /** Fails with what the browser refuses a screen with. */
  setSharing: (isSharing: boolean) => Promise<void>;
  /** From now on; fails with a BlurError where the picture cannot be blurred. */
  setBlur: (isBlurred: boolean) => Promise<void>;
  /** An empty id is whatever the system prefers. */
  chooseDevice: (kind: MediaDeviceKind, id: string) => Promise<void>;
  hear: () => Promise<void>;
  leave: () => Promise<void>;
}

/** Connects with a session's way in, and fails where that leads nowhere. */
export type OpenLine = (session: Session, options: LineOptions, events: LineEvents) => Promise<Line>;
