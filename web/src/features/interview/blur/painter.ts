/** How much of each point is a person, from 0 to 1, row by row. */
export interface Mask {
  width: number;
  height: number;
  values: Float32Array;
}

interface Size {
  width: number;
  height: number;
}

/** No picture is larger: the call sends none that is. */
const largest: Size = { width: 640, height: 360 };

/** A picture's size in the call: its shape, in even numbers, as codecs like them. */
export function sizeOf({ width, height }: Size): Size {
  const scale = Math.min(1, largest.width / width, largest.height / height);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

const [surelyNot, surely] = [0.3, 0.7];

/** How opaque a point is, of 255: what is half a person is an edge, and an edge is narrow. */
export function opacityOf(person: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, (person - surelyNot) / (surely - surelyNot))));
}

class Layer {
  readonly canvas = new OffscreenCanvas(2, 2);
  readonly context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("there is nothing to draw on");
    this.context = context;
  }

  /** Begins anew with an image over all of it. */
  show(image: CanvasImageSource, { width, height }: Size) {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.context.imageSmoothingQuality = "high";
    this.context.globalCompositeOperation = "copy";
    this.context.drawImage(image, 0, 0, width, height);
  }

  add(image: CanvasImageSource, how: GlobalCompositeOperation) {
    this.context.globalCompositeOperation = how;
    this.context.drawImage(image, 0, 0, this.canvas.width, this.canvas.height);
  }
}

const coarse: Size = { width: 32, height: 18 };
const fine: Size = { width: 64, height: 36 };

/** Draws a picture blurred, and over it, sharp, what is a person. */
export class Painter {
  #coarse = new Layer();
  #fine = new Layer();
  #mask = new Layer();
  #person = new Layer();
  #whole = new Layer();

  paint(picture: CanvasImageSource, { width, height, values }: Mask, size: Size): OffscreenCanvas {
    this.#whole.show(this.#blurred(picture), size);
    const image = new ImageData(width, height);
    values.forEach((person, i) => {
      image.data[4 * i + 3] = opacityOf(person);
    });
    this.#mask.canvas.width = width;
    this.#mask.canvas.height = height;
    this.#mask.context.putImageData(image, 0, 0);
    this.#person.show(this.#mask.canvas, size);
    this.#person.add(picture, "source-in");
    this.#whole.add(this.#person.canvas, "source-over");
    return this.#whole.canvas;
  }

  /** So few points that nothing can be made out; a blur of as many points as there are costs a laptop a hundred times as much. */
  #blurred(picture: CanvasImageSource): OffscreenCanvas {
    this.#fine.show(picture, fine);
    this.#coarse.show(this.#fine.canvas, coarse);
    this.#fine.show(this.#coarse.canvas, fine);
    return this.#fine.canvas;
  }
}
