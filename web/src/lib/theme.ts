import { useEffect, useSyncExternalStore } from "react";

/** The theme is a choice of this browser; "system" follows the operating system. public/theme.js applies it before the first paint. */
export type ThemeChoice = "light" | "dark" | "system";

const key = "codecraft.theme";
const listeners = new Set<() => void>();
const media = window.matchMedia("(prefers-color-scheme: dark)");

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

let choice: ThemeChoice = stored();

function apply() {
  document.documentElement.classList.toggle("dark", isDark());
  for (const listener of listeners) listener();
}

function isDark(): boolean {
  return choice === "dark" || (choice === "system" && media.matches);
}

media.addEventListener("change", apply);
apply(); // what changed since the first paint was told to nobody

export function setTheme(next: ThemeChoice) {
  choice = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  apply();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}

/** Paper is light: while the page is shown, what is printed of it is. */
export function usePaper() {
  useEffect(() => {
    const print = new AbortController();
    const lighten = () => document.documentElement.classList.remove("dark");
    window.addEventListener("beforeprint", lighten, print);
    window.addEventListener("afterprint", apply, print);
    return () => print.abort();
  }, []);
}
