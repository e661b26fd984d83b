import type { LocalUpdate } from "./protocol";
import type { Surroundings } from "./surroundings";

/** What a tab must remember of a document to go on after a crash as after a lost connection. */
export interface Kept {
  client: string;
  version: number;
  /** The document at that version. */
  text: string;
  /** Number of the first pending change. */
  seq: number;
  /** Changes the server has not acknowledged, each for what the one before makes. */
  pending: LocalUpdate[];
  /** A text whose changes could not be handed in, until its author has decided about it. */
  rescued?: string;
  /** The text that was not chosen then. */
  aside?: string;
}

const prefix = (document: string) => `codecraft.document.${document}.`;
/** A tab being reloaded gives up its lock a moment after its successor asks for it. */
const patienceMs = 1000;

/** Keeps everything in one write: half of it would be worse than nothing. */
export function keep({ storage }: Surroundings, document: string, kept: Kept) {
  try {
    storage.setItem(prefix(document) + kept.client, JSON.stringify(kept));
  } catch {
    // Storage is full or refused. An older reading would number changes twice: better none.
    forget({ storage }, document, kept.client);
  }
}

export function forget({ storage }: Pick<Surroundings, "storage">, document: string, client: string) {
  try {
    storage.removeItem(prefix(document) + client);
  } catch {
    // Refused storage holds nothing.
  }
}

function leftBehind({ storage }: Surroundings, document: string): Kept[] {
  const left: Kept[] = [];
  try {
    const keys = storage.keys().filter((key) => key.startsWith(prefix(document)));
    for (const key of keys) {
      try {
        left.push(JSON.parse(storage.getItem(key) ?? "") as Kept);
      } catch {
        storage.removeItem(key);
      }
    }
  } catch {
    // Refused storage holds nothing.
  }
  const worth = (kept: Kept) => kept.pending.length + ((kept.rescued ?? kept.aside) === undefined ? 0 : 1);
  return left.sort((a, b) => worth(b) - worth(a) || b.version - a.version);
}

/**
 * Takes over what an earlier tab of this browser left behind, if that tab is gone. The lock named by the client
 * id says so: a tab holds it as long as it lives. What has edits waiting comes first.
 */
export async function adopt(
  surroundings: Surroundings,
  document: string,
): Promise<{ kept?: Kept; release: () => void }> {
  for (const { client, pending } of leftBehind(surroundings, document)) {
    const release = await lock(surroundings, client, pending.length > 0 ? patienceMs : 0);
    if (!release) continue;
    // Read again: the tab that held the lock may have gone on until it let go.
    const kept = leftBehind(surroundings, document).find((other) => other.client === client);
    if (kept) return { kept, release };
    release();
  }
  return { release: () => {} };
}

/**
 * Holds the lock of a client id until released or the tab dies; undefined when another tab has it. Without locks a tab never
 * takes over another's id.
 */
export async function lock(
  { locks }: Surroundings,
  client: string,
  patience = 0,
): Promise<(() => void) | undefined> {
  if (!locks) return undefined;
  const options = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  return new Promise((resolve) => {
    locks
      .request(`codecraft.client.${client}`, options, (held) => {
        if (!held) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(() => resolve(undefined)); // waited long enough: the other tab lives
  });
}
