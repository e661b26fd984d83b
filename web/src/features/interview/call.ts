import { type Device, type FaultKind, faultOf, tellScreenFault } from "./faults";
import type { Line, LineOptions, OpenLine } from "./line";
import { openLiveKit } from "./livekit-line";
import type { Person } from "./people";
import { isElsewhere, isFinal, type Session } from "./queries";

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

export interface CallOptions extends LineOptions {
  /** Asks for a new way in. */
  join: () => Promise<Session>;
  /** One is not let in any more. */
  onRefused: (error: unknown) => void;
  /** Somebody else's decision or one's own other tab: this one makes way. */
  onReplaced: () => void;
  isPublishing: boolean;
  isMicrophoneOn: boolean;
  isCameraOn: boolean;
}

/** How long a lost call is looked for by itself. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 10_000;

/** The program that carries the call: Amazon's is loaded where it is used. */
async function carrierOf(provider: string | undefined): Promise<OpenLine> {
  return provider === "chime" ? (await import("./chime-line")).openChime : openLiveKit;
}

/** The call of one page: connects, sends what is to be sent, and comes back by itself when the connection is lost. */
export class Call {
  #options: CallOptions;
  #line: Line | undefined;
  #isLeft = false;
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
    await this.#line?.leave();
  }

  async setOn(device: Device, isOn: boolean) {
    this.#set(device === "camera" ? { isCameraOn: isOn } : { isMicrophoneOn: isOn });
    if (!this.#line) return;
    try {
      await this.#line.setOn(device, isOn);
      this.#set({ faults: { ...this.#view.faults, [device]: undefined } });
    } catch (error) {
      const isWanted = device === "camera" ? { isCameraOn: false } : { isMicrophoneOn: false };
      this.#set({ ...isWanted, faults: { ...this.#view.faults, [device]: faultOf(error) } });
    }
    this.#refresh();
  }

  async setSharing(isSharing: boolean) {
    this.#set({ screenFault: undefined });
    try {
      await this.#line?.setSharing(isSharing);
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
    await this.#line?.chooseDevice(kind, id).catch(() => {});
    this.#refresh();
  }

  async hear() {
    await this.#line?.hear().catch(() => {});
    this.#refresh();
  }

  async #connect(session: Session): Promise<boolean> {
    let line: Line | undefined;
    try {
      const open = await carrierOf(session.provider);
      line = await open(session, this.#options, {
        onChange: () => this.#refresh(),
        onLost: (isReplaced) => line && this.#lost(line, isReplaced),
      });
    } catch {
      return false;
    }
    if (this.#isLeft) {
      await line.leave();
      return true;
    }
    this.#line = line;
    this.#refresh();
    if (this.#options.isPublishing) {
      await Promise.all([
        this.#view.isMicrophoneOn && this.setOn("microphone", true),
        this.#view.isCameraOn && this.setOn("camera", true),
      ]);
    }
    return true;
  }

  #lost(line: Line, isReplaced: boolean) {
    if (this.#isLeft || line !== this.#line) return;
    this.#line = undefined;
    if (isReplaced) return this.#options.onReplaced();
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
    if (!this.#line || this.#isLeft) return;
    const { isConnected, isReplaced, speaker, ...seen } = this.#line.view();
    if (isReplaced) return this.#options.onReplaced();
    this.#set({
      ...seen,
      state: isConnected ? "connected" : "reconnecting",
      speaker: speaker ?? this.#view.speaker,
    });
  }

  #set(changed: Partial<CallView>) {
    this.#view = { ...this.#view, ...changed };
    for (const listener of this.#listeners) listener();
  }
}
