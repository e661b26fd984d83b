import { useSyncExternalStore } from "react";

const media = window.matchMedia("(max-width: 900px)");

function subscribe(listener: () => void) {
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether the panes stand no more side by side and become tabs. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => media.matches);
}
