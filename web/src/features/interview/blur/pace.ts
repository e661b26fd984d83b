/** What a frame may take: over it fewer than twelve a second are shown. */
const limitMs = 80;
/** One frame that takes long is no news; seconds of them are. */
const patienceMs = 5000;
const weight = 0.1;

export type PaceNews = "slow" | "steady";

/** Tells when frames take longer than there is time for, and when they do no more. */
export class Pace {
  #mean = 0;
  #isSlow = false;
  #since: number | undefined;

  /** A frame took so long, and was done at now. */
  took(ms: number, now: number): PaceNews | undefined {
    this.#mean += (ms - this.#mean) * weight;
    const isOver = this.#mean > limitMs;
    if (isOver === this.#isSlow || this.#since === undefined) {
      this.#since = now;
      return undefined;
    }
    if (now - this.#since < patienceMs) return undefined;
    this.#isSlow = isOver;
    this.#since = now;
    return isOver ? "slow" : "steady";
  }
}
