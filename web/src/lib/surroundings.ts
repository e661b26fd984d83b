import type { Surroundings } from "@codecraft/collab/surroundings";
import { isOwnText } from "./own-texts";
import { openSocket } from "./socket";

/** The browser, as shared documents need it. */
export const browser: Surroundings = {
  connect: openSocket,
  storage: {
    keys: () => Object.keys(localStorage),
    getItem: (key) => localStorage.getItem(key),
    setItem: (key, text) => localStorage.setItem(key, text),
    removeItem: (key) => localStorage.removeItem(key),
  },
  // Browsers know locks on secure pages only.
  get locks() {
    return navigator.locks as LockManager | undefined;
  },
  isOffline: () => !navigator.onLine,
  isHidden: () => document.hidden,
  on: (event, listener) => {
    const target = event === "visibilitychange" ? document : window;
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  },
  isOwnText,
};
