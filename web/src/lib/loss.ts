import { useEffect, useSyncExternalStore } from "react";

/** What a page says of a lost connection; the one notice of the shell tells it. */
export interface Loss {
  /** The server is not reached, though the machine may have a network. */
  isLost: boolean;
  /** Why the connection was ended for good. */
  why?: string;
  /** What is kept, and what waits until the connection is back, in sentences. */
  kept?: string;
}

const told = new Map<object, Loss>();
const listeners = new Set<() => void>();
const none: Loss = { isLost: false };
let all: Loss = none;

function changed() {
  const losses = [...told.values()];
  all = {
    isLost: losses.some((loss) => loss.isLost),
    why: losses.find((loss) => loss.why)?.why,
    kept: losses.findLast((loss) => loss.kept)?.kept,
  };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells of the connection for as long as the calling component is shown. */
export function useTellLoss({ isLost, why, kept }: Loss) {
  useEffect(() => {
    const owner = {};
    told.set(owner, { isLost, why, kept });
    changed();
    return () => {
      told.delete(owner);
      changed();
    };
  }, [isLost, why, kept]);
}

/** What all pages together say. */
export function useLoss(): Loss {
  return useSyncExternalStore(subscribe, () => all);
}

/** Whether the notice says already that nothing reaches the server. */
export function isLossTold(): boolean {
  return all.isLost || !navigator.onLine;
}
