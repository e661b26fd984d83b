import type { ChangeSet } from "@codemirror/state";

/** What a tab must remember of a document to go on after a crash as after a lost connection. */
export interface Kept {
  client: string;
  version: number;
  /** The document at that version. */
  text: string;
  /** Number of the first pending change. */
  seq: number;
  /** Changes the server has not acknowledged, each for what the one before makes. */
  pending: ReturnType<ChangeSet["toJSON"]>[];
}

const prefix = (document: string) => `codecraft.document.${document}.`;

/** Keeps everything in one write: half of it would be worse than nothing. */
export function keep(document: string, kept: Kept) {
  try {
    localStorage.setItem(prefix(document) + kept.client, JSON.stringify(kept));
  } catch {
    // Storage is full or refused: the connection is the only keeper then, and the save state tells.
  }
}

export function forget(document: string, client: string) {
  localStorage.removeItem(prefix(document) + client);
}

/**
 * Takes over what an earlier tab of this browser left behind, if that tab is gone. The lock named by the client
 * id says so: a tab holds it as long as it lives. What has edits waiting comes first.
 */
export async function adopt(document: string): Promise<{ kept?: Kept; release: () => void }> {
  const left: Kept[] = [];
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (!key?.startsWith(prefix(document))) continue;
    try {
      left.push(JSON.parse(localStorage.getItem(key) ?? "") as Kept);
    } catch {
      localStorage.removeItem(key);
    }
  }
  left.sort((a, b) => b.pending.length - a.pending.length);
  for (const kept of left) {
    const release = await lock(kept.client);
    if (release) return { kept, release };
  }
  return { release: () => {} };
}

/** Holds the lock of a client id until released or the tab dies; undefined when another tab has it. */
export function lock(client: string): Promise<(() => void) | undefined> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    void navigator.locks.request(`codecraft.client.${client}`, { ifAvailable: true }, (held) => {
      if (!held) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((release) => resolve(() => release()));
    });
  });
}
