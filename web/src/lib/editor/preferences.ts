import { useSyncExternalStore } from "react";

/** How one likes one's editors; kept in this browser, for all of them. */
export interface Preferences {
  /** Pixels of a letter. */
  size: number;
  tabWidth: number;
  indentWith: "spaces" | "tabs";
  wrap: boolean;
  keys: Keys;
}

export type Keys = "standard" | "vim" | "emacs";

export const sizes = [12, 13, 14, 16, 18, 20, 24];
export const tabWidths = [2, 4, 8];
const usual: Preferences = { size: 14, tabWidth: 4, indentWith: "spaces", wrap: false, keys: "standard" };
const place = "codecraft.editor";
const listeners = new Set<() => void>();

/** Takes of a text only what this version of the page knows. */
function read(text: string | null): Preferences {
  try {
    const kept = (JSON.parse(text ?? "{}") ?? {}) as Partial<Record<keyof Preferences, unknown>>;
    const one = <T>(value: unknown, known: readonly T[], otherwise: T) =>
      known.find((each) => each === value) ?? otherwise;
    return {
      size: one(kept.size, sizes, usual.size),
      tabWidth: one(kept.tabWidth, tabWidths, usual.tabWidth),
      indentWith: one(kept.indentWith, ["spaces", "tabs"] as const, usual.indentWith),
      wrap: kept.wrap === true,
      keys: one(kept.keys, ["standard", "vim", "emacs"] as const, usual.keys),
    };
  } catch {
    return usual;
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null; // refused storage holds nothing
  }
}

let current = read(stored());

function become(next: Preferences) {
  current = next;
  for (const listener of [...listeners]) listener();
}

// Another tab's choice holds here, too.
window.addEventListener("storage", (event) => {
  if (event.key === place) become(read(event.newValue));
});

export function preferences(): Preferences {
  return current;
}

export function setPreferences(changes: Partial<Preferences>) {
  const next = { ...current, ...changes };
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    // Full or refused storage: the choice lasts as long as the page.
  }
  become(next);
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}
