import model from "@twilio/video-processors/dist/build/selfie_segmentation_landscape.tflite?url";
import createNetwork from "@twilio/video-processors/dist/build/tflite-simd-1-0-0.js";
import program from "@twilio/video-processors/dist/build/tflite-simd-1-0-0.wasm?url";
import type { Mask } from "./painter";

/** Tells of a frame what in it is a person. The next frame overwrites it. */
export type Segment = (frame: CanvasImageSource) => Mask;

async function fetched(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
  return answer.arrayBuffer();
}

/** Loads all that it takes from where the page is from: of no frame anything goes elsewhere. */
export async function loadSegmenter(): Promise<Segment> {
  const [wasmBinary, weights] = await Promise.all([fetched(program), fetched(model)]);
  const network = await createNetwork({ wasmBinary });
  network.HEAPU8.set(new Uint8Array(weights), network._getModelBufferMemoryOffset());
  network._loadModel(weights.byteLength);
  const [width, height] = [network._getInputWidth(), network._getInputHeight()];
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("there is nothing to draw on");
  const points = width * height;
  const numbers = (at: number, count: number) => network.HEAPF32.subarray(at / 4, at / 4 + count);
  return (frame) => {
    context.drawImage(frame, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const input = numbers(network._getInputMemoryOffset(), 3 * points);
    for (let i = 0; i < points; i++) {
      for (let colour = 0; colour < 3; colour++) input[3 * i + colour] = (data[4 * i + colour] ?? 0) / 255;
    }
    network._runInference();
    return { width, height, values: numbers(network._getOutputMemoryOffset(), points) };
  };
}
