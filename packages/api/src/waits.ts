import type { Busy } from "./busy";

/** The requests that wait by themselves to be sent again: whoever waits for one sees that it does. */
let current: readonly Busy[] = [];
const listeners = new Set<() => void>();

function become(next: readonly Busy[]) {
  current = next;
  for (const listener of listeners) listener();
}

export const waits = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  get: () => current,
};

/** Waits as long as a refusal asks for, in sight; ends early, with its reason, when the request is given up. */
export function waitFor(busy: Busy, signal?: AbortSignal): Promise<void> {
  become([...current, busy]);
  return new Promise<void>((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      },
      Math.max(0, busy.until - Date.now()),
    );
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
  }).finally(() => become(current.filter((one) => one !== busy)));
}
