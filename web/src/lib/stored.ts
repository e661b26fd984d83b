import { useCallback, useState } from "react";

/** State kept in this browser under a key: sizes of panes, chosen tabs. Reading never fails. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(`codecraft.${key}`);
      return text === null ? initial : (JSON.parse(text) as T);
    } catch {
      return initial;
    }
  });
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(`codecraft.${key}`, JSON.stringify(next));
      } catch {
        // Full or refused storage costs only the memory of a pane's size.
      }
    },
    [key],
  );
  return [value, keep];
}
