import type { Track, TrackProcessor, VideoProcessorOptions } from "livekit-client";
import { Blur, type TellBlur } from "./blur";

/** A blur in the shape in which LiveKit's tracks take it: they begin it before they are published, and anew with each camera. */
export class LiveKitBlur implements TrackProcessor<Track.Kind.Video, VideoProcessorOptions> {
  readonly name = "blur";
  processedTrack?: MediaStreamTrack;
  #blur: Blur;

  constructor(tell: TellBlur) {
    this.#blur = new Blur(tell);
  }

  init(options: VideoProcessorOptions) {
    return this.restart(options);
  }

  async restart({ track }: VideoProcessorOptions) {
    try {
      this.processedTrack = await this.#blur.start(track);
    } catch (error) {
      track.stop(); // nothing else does when a track was not made
      throw error;
    }
  }

  async destroy() {
    this.#blur.end();
  }
}
