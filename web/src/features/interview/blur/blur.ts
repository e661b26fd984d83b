import type { Asked, Told } from "./worker";

/** Insertable streams, which not all browsers have. */
declare const MediaStreamTrackProcessor: new (init: {
  track: MediaStreamTrack;
  maxBufferSize: number;
}) => { readable: ReadableStream<VideoFrame> };
declare const MediaStreamTrackGenerator: new (init: {
  kind: "video";
}) => MediaStreamTrack & { writable: WritableStream<VideoFrame> };

/** Why there is no blurred picture; then there is to be none at all. */
export class BlurError extends Error {
  override name = "BlurError";
}

/** What becomes of a blur that has begun. */
export type BlurNews = "failed" | "slow" | "steady";

export type TellBlur = (news: BlurNews) => void;

const neededParts = ["MediaStreamTrackProcessor", "MediaStreamTrackGenerator", "OffscreenCanvas", "Worker"];

/** Whether this browser can blur at all; that the device has the power for it shows when it does. */
export function canBlur(): boolean {
  return neededParts.every((part) => part in globalThis);
}

/** How long the first frame is waited for, with all that is loaded before. */
const patienceMs = 60_000;

/**
 * Blurs the background of a camera's picture in a worker of its own, so that who types notices nothing of it. No frame
 * leaves the browser but blurred: where blurring fails, the picture stands still.
 */
export class Blur {
  #tell: TellBlur;
  #worker: Worker | undefined;
  #picture: MediaStreamTrack | undefined;
  /** Ends the wait for a first frame; while none is waited for there is none. */
  #settle: ((error?: BlurError) => void) | undefined;
  #round = 0;
  #own: MediaStreamTrack | undefined;

  constructor(tell: TellBlur) {
    this.#tell = tell;
  }

  /** The blurred picture of a camera, once its first frame is there; the picture of another camera before it ends. */
  async start(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
    this.#picture?.stop();
    if (!canBlur()) throw new BlurError("this browser cannot blur");
    this.#worker ??= this.#hire();
    const { readable } = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 });
    const picture = new MediaStreamTrackGenerator({ kind: "video" });
    this.#picture = picture;
    this.#round++;
    const asked: Asked = { round: this.#round, readable, writable: picture.writable };
    this.#worker.postMessage(asked, [readable, picture.writable]);
    await this.#firstFrame();
    return picture;
  }

  /** Opens a camera of its own, which goes when the blur ends. */
  async open(camera: MediaTrackConstraints): Promise<MediaStream> {
    const stream = await navigator.mediaDevices.getUserMedia({ video: camera });
    const [own] = stream.getVideoTracks();
    if (!own) throw new BlurError("there is no picture");
    this.#own = own;
    return new MediaStream([await this.start(own)]);
  }

  end() {
    this.#settle?.(new BlurError("it was ended"));
    this.#picture?.stop();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#own?.stop();
  }

  #hire(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { round, news, why } }: MessageEvent<Told>) => {
      if (round !== this.#round) return;
      if (news === "shown") this.#settle?.();
      else if (news === "failed") this.#fail(why);
      else this.#tell(news);
    };
    worker.onerror = ({ message }) => this.#fail(message);
    return worker;
  }

  #fail(why = "") {
    console.warn("the background could not be blurred:", why);
    if (this.#settle) this.#settle(new BlurError(why));
    else this.#tell("failed");
  }

  #firstFrame(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle?.(new BlurError("no frame came")), patienceMs);
      this.#settle = (error) => {
        clearTimeout(timer);
        this.#settle = undefined;
        if (error) reject(error);
        else resolve();
      };
    });
  }
}
