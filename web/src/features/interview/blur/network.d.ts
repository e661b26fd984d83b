declare module "@twilio/video-processors/dist/build/tflite-simd-1-0-0.js" {
  /** TensorFlow Lite with one network in its memory; places are in bytes. */
  interface Network {
    HEAPU8: Uint8Array;
    HEAPF32: Float32Array;
    _getModelBufferMemoryOffset(): number;
    _loadModel(bytes: number): number;
    _getInputMemoryOffset(): number;
    _getInputWidth(): number;
    _getInputHeight(): number;
    _getOutputMemoryOffset(): number;
    _runInference(): number;
  }
  export default function createNetwork(given: { wasmBinary: ArrayBuffer }): Promise<Network>;
}
