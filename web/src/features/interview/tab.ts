import { useCallback, useEffect, useRef, useState } from "react";
import { newIntention } from "@/api/client";

/** How long another tab of this browser has to answer that it holds the place. */
const answerMs = 300;

interface Message {
  kind: "ask" | "held" | "take";
  from: string;
}

/** A name for each page of an interview: it outlives a reload, so that who reloads takes their own place again. */
function nameOf(key: string): string {
  const tab = sessionStorage.getItem(key) ?? newIntention();
  sessionStorage.setItem(key, tab);
  return tab;
}

/** asking: whether another tab is in; free: none is, or it was asked to go; taken: another is, or has taken over. */
export type Hold = "asking" | "free" | "taken";

/**
 * One person is in an interview with one tab of a browser: a second one asks before it takes over, and the first then
 * makes way. A duplicated tab copies the name of the first, and gets another.
 */
export function useOneTab(interviewId: string) {
  const key = `codecraft.room.${interviewId}`;
  const [tab, setTab] = useState(() => nameOf(key));
  const [hold, setHold] = useState<Hold>("asking");
  // The page's own name among tabs: that of the tab may have been copied.
  const me = useRef(newIntention());
  const state = useRef(hold);
  state.current = hold;
  const channel = useRef<BroadcastChannel>(undefined);

  useEffect(() => {
    const opened = new BroadcastChannel(key);
    channel.current = opened;
    const say = (kind: Message["kind"]) => opened.postMessage({ kind, from: me.current } satisfies Message);
    opened.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === "ask" && state.current === "free") say("held");
      else if (data.kind === "held" && state.current === "asking") {
        sessionStorage.removeItem(key);
        setTab(nameOf(key));
        setHold("taken");
      } else if (data.kind === "take") setHold("taken");
    };
    say("ask");
    const timer = setTimeout(() => setHold((now) => (now === "asking" ? "free" : now)), answerMs);
    return () => {
      clearTimeout(timer);
      opened.close();
    };
  }, [key]);

  const take = useCallback(() => {
    channel.current?.postMessage({ kind: "take", from: me.current } satisfies Message);
    setHold("free");
  }, []);
  const yieldTo = useCallback(() => setHold("taken"), []);
  return { tab, hold, take, yieldTo };
}
