import { ApiError } from "@codecraft/api/errors";
import { useEffect, useState } from "react";
import { api } from "@/api/client";

/** A window that loses the focus to another one of the same attempt is not left: the other says so within this time. */
const settleMs = 300;
const againMs = 5000;

type Tell = (workingOn: string) => Promise<unknown>;

/**
 * Tells the server which problem is before the candidate, or "" once the page is left: each change, one at a time, the
 * last one also when it could not be told at first.
 */
export class FocusTeller {
  #tell: Tell;
  #channel: BroadcastChannel;
  #isHere = document.visibilityState === "visible" && document.hasFocus();
  #item = "";
  #told: string | undefined;
  #isTelling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(attemptId: string, tell: Tell) {
    this.#tell = tell;
    this.#channel = new BroadcastChannel(`codecraft.focus.${attemptId}`);
    this.#channel.onmessage = () => this.#elsewhere();
    window.addEventListener("focus", this.#came);
    window.addEventListener("blur", this.#left);
    window.addEventListener("pagehide", this.#gone);
    document.addEventListener("visibilitychange", this.#seen);
  }

  /** Another problem is shown. */
  turn(item: string) {
    this.#item = item;
    if (this.#isHere) this.#came();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#channel.close();
    window.removeEventListener("focus", this.#came);
    window.removeEventListener("blur", this.#left);
    window.removeEventListener("pagehide", this.#gone);
    document.removeEventListener("visibilitychange", this.#seen);
  }

  #came = () => {
    this.#isHere = true;
    this.#channel.postMessage("here");
    this.#soon(0);
  };

  #left = () => {
    this.#isHere = false;
    this.#soon(settleMs);
  };

  #gone = () => {
    this.#isHere = false;
    void this.#now();
  };

  #seen = () => {
    if (document.visibilityState === "hidden") this.#left();
    else if (document.hasFocus()) this.#came();
  };

  /** Another window of the attempt has the focus, and tells. */
  #elsewhere() {
    clearTimeout(this.#timer);
    this.#isHere = false;
    this.#told = undefined;
  }

  #soon(ms: number) {
    clearTimeout(this.#timer);
    if (ms === 0) void this.#now();
    else this.#timer = setTimeout(() => void this.#now(), ms);
  }

  async #now() {
    const wanted = this.#isHere ? this.#item : "";
    if (this.#closed || this.#isTelling || wanted === this.#told) return;
    this.#isTelling = true;
    this.#told = wanted;
    try {
      await this.#tell(wanted);
    } catch (error) {
      this.#told = undefined;
      if (!(error instanceof ApiError && error.unreachable)) return; // refused: the next change asks again
      this.#soon(againMs);
      return;
    } finally {
      this.#isTelling = false;
    }
    if ((this.#isHere ? this.#item : "") !== wanted) this.#soon(this.#isHere ? 0 : settleMs);
  }
}

/** Tells what is before the candidate, while the attempt is open. */
export function useFocus(attemptId: string, item: string, isOpen: boolean) {
  const [teller, setTeller] = useState<FocusTeller>();
  useEffect(() => {
    if (!isOpen) return;
    const made = new FocusTeller(attemptId, (workingOn) =>
      api.update({ type: "attempts", id: attemptId }, { workingOn }, undefined, { keepalive: true }),
    );
    setTeller(made);
    return () => made.close();
  }, [attemptId, isOpen]);
  useEffect(() => teller?.turn(item), [teller, item]);
}
