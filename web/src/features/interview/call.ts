import { BlurError, type BlurNews } from "./blur/blur";
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
  /** Blurring one's background takes longer than this device has time for. */
  isBlurSlow: boolean;
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
  /** Whether one's background is blurred has changed: by one's own choice, or because it cannot be. */
  onBlur: (isBlurred: boolean) => void;
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
  #cameraTurn: Promise<void> = Promise.resolve();
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
      isBlurSlow: false,
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
    const line = this.#line;
    if (!line) return;
    await (device === "camera"
      ? this.#inTurn(() => this.#turnOn(line, device, isOn))
      : this.#turnOn(line, device, isOn));
    this.#refresh();
  }

  async #turnOn(line: Line, device: Device, isOn: boolean) {
    try {
      await line.setOn(device, isOn);
      this.#set({ faults: { ...this.#view.faults, [device]: undefined } });
    } catch (error) {
      if (error instanceof BlurError) return this.#giveUpBlur(line, error);
      const isWanted = device === "camera" ? { isCameraOn: false } : { isMicrophoneOn: false };
      this.#set({ ...isWanted, faults: { ...this.#view.faults, [device]: faultOf(error) } });
    }
  }

  async setBlur(isBlurred: boolean) {
    this.#chooseBlur(isBlurred);
    const line = this.#line;
    if (!line) return;
    await this.#inTurn(() => line.setBlur(isBlurred).catch((error) => this.#giveUpBlur(line, error)));
    this.#refresh();
  }

  #chooseBlur(isBlurred: boolean) {
    this.#options = { ...this.#options, isBlurred };
    this.#options.onBlur(isBlurred);
    this.#set({ isBlurSlow: false });
  }

  /** Who asked for a blurred background is not seen with a sharp one: the camera goes off, and is turned on by hand. */
  async #giveUpBlur(line: Line, error: unknown) {
    this.#chooseBlur(false);
    this.#set({ isCameraOn: false, faults: { ...this.#view.faults, camera: faultOf(error) } });
    await line.setOn("camera", false).catch(() => {});
    await line.setBlur(false).catch(() => {});
  }

  /** What is done to the camera is done one after another, so that none of it overtakes the blur. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#cameraTurn = this.#cameraTurn.then(step);
    return this.#cameraTurn;
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
    const line = this.#line;
    if (!line) return;
    const choose = () =>
      line.chooseDevice(kind, id).catch((error) => {
        if (error instanceof BlurError) return this.#giveUpBlur(line, error);
      });
    await (kind === "videoinput" ? this.#inTurn(choose) : choose());
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
        onBlur: (news) => line && line === this.#line && this.#hearOfBlur(line, news),
      });
    } catch {
      return false;
    }
    if (this.#isLeft) {
      await line.leave();
      return true;
    }
    this.#line = line;
    this.#cameraTurn = Promise.resolve();
    this.#refresh();
    if (this.#options.isPublishing) {
      await Promise.all([
        this.#view.isMicrophoneOn && this.setOn("microphone", true),
        this.#view.isCameraOn && this.setOn("camera", true),
      ]);
    }
    return true;
  }

  #hearOfBlur(line: Line, news: BlurNews) {
    if (news !== "failed") return this.#set({ isBlurSlow: news === "slow" });
    void this.#inTurn(() => this.#giveUpBlur(line, new BlurError("it failed in the call")));
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
