import { useEffect, useRef, useState } from "react";

/**
 * The text of a search box that is kept in the page's address. What is typed is written there once it has rested; whatever
 * else changes the address (a filter that is cleared, going back) shows in the box, and what still waited is given up.
 */
export function useSearchText(kept = "", write: (text: string | undefined) => void, ms = 250) {
  const [typed, setTyped] = useState<string>();
  const [seen, setSeen] = useState(kept);
  const [written, setWritten] = useState<string>();
  if (kept !== seen) {
    setSeen(kept);
    setWritten(undefined);
    // What was written here arrives; more may have been typed meanwhile.
    if (kept !== written || kept === typed) setTyped(undefined);
  }
  const latest = useRef({ kept, write });
  latest.current = { kept, write };
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      if (typed === latest.current.kept) {
        setTyped(undefined);
        return;
      }
      setWritten(typed);
      latest.current.write(typed || undefined);
    }, ms);
    return () => clearTimeout(timer);
  }, [typed, ms]);
  return { text: typed ?? kept, type: setTyped, forget: () => setTyped(undefined) };
}
