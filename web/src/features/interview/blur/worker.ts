import { Pace, type PaceNews } from "./pace";
import { Painter, sizeOf } from "./painter";
import { loadSegmenter, type Segment } from "./segmenter";

/** A camera's frames, and where to put them once they are blurred. */
export interface Asked {
  /** What is told of it has the same. */
  round: number;
  readable: ReadableStream<VideoFrame>;
  writable: WritableStream<VideoFrame>;
}

export interface Told {
  round: number;
  news: PaceNews | "shown" | "failed";
  why?: string;
}

/** Frames that follow closer are left out: thirty a second are enough. */
const closestUs = 30_000;

let loading: Promise<Segment> | undefined;
const pace = new Pace();
const painter = new Painter();

type Tell = (news: Told["news"], why?: string) => void;

function blurrer(segment: Segment, tell: Tell) {
  let last: number | undefined;
  return new TransformStream<VideoFrame, VideoFrame>({
    transform(frame, controller) {
      const { timestamp } = frame;
      const isTooClose = last !== undefined && timestamp >= last && timestamp - last < closestUs;
      if (isTooClose) return frame.close();
      const start = performance.now();
      try {
        const size = sizeOf({ width: frame.displayWidth, height: frame.displayHeight });
        const canvas = painter.paint(frame, segment(frame), size);
        controller.enqueue(new VideoFrame(canvas, { timestamp, alpha: "discard" }));
      } catch (error) {
        tell("failed", String(error));
        throw error;
      } finally {
        frame.close();
      }
      if (last === undefined) tell("shown");
      last = timestamp;
      const now = performance.now();
      const news = pace.took(now - start, now);
      if (news) tell(news);
    },
    flush() {
      if (last === undefined) tell("failed", "the camera sent no frame");
    },
  });
}

async function blur({ round, readable, writable }: Asked) {
  const tell: Tell = (news, why) => postMessage({ round, news, why } satisfies Told);
  try {
    loading ??= loadSegmenter();
    const frames = readable.pipeThrough(blurrer(await loading, tell));
    void frames.pipeTo(writable).catch(() => {}); // told already, or nobody takes the picture any more
  } catch (error) {
    tell("failed", String(error));
  }
}

addEventListener("message", ({ data }: MessageEvent<Asked>) => void blur(data));
