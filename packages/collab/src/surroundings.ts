/** Where texts are kept over a reload; each of these may throw, when storage is full or refused. */
interface TextStore {
  keys: () => string[];
  getItem: (key: string) => string | null;
  setItem: (key: string, text: string) => void;
  removeItem: (key: string) => void;
}

/** What a document needs of the place where it is open. */
export interface Surroundings {
  /** Opens a socket to a path of the server. */
  connect: (path: string) => WebSocket;
  storage: TextStore;
  /** Locks that end with the tab that holds them; without them no tab takes over what another left behind. */
  locks?: Pick<LockManager, "request">;
  isOffline: () => boolean;
  isHidden: () => boolean;
  /** Tells when the network comes or goes, when the page is shown or hidden, and before it goes; the answer ends that. */
  on: (event: "online" | "offline" | "visibilitychange" | "pagehide", listener: () => void) => () => void;
  /** Whether a text was copied in this app. */
  isOwnText: (text: string) => boolean;
}
