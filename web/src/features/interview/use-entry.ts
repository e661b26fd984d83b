import { useCallback, useRef, useState } from "react";
import { type Consent, knock, type Session } from "./queries";

/** Coming in: what was answered at the door, and whether one may pass. */
export function useEntry(interviewId: string, tab: string) {
  const [session, setSession] = useState<Session>();
  const [refusal, setRefusal] = useState<unknown>();
  const consent = useRef<Consent>(undefined);
  const takesOver = useRef(false);

  const enter = useCallback(async () => {
    try {
      setSession(await knock(interviewId, { tab, consent: consent.current, takeOver: takesOver.current }));
      takesOver.current = false;
      setRefusal(undefined);
    } catch (error) {
      setRefusal(error);
    }
  }, [interviewId, tab]);

  /** A way in again for a call that lost its own. Who is not admitted any more waits. */
  const rejoin = useCallback(async () => {
    const entered = await knock(interviewId, { tab, consent: consent.current });
    if (entered.state !== "admitted") setSession(entered);
    return entered;
  }, [interviewId, tab]);

  const answer = (given: Consent) => {
    consent.current = given;
    void enter();
  };
  /** Whoever is in elsewhere comes in here with the next knock. */
  const takeOver = () => {
    takesOver.current = true;
  };
  const reset = () => {
    setSession(undefined);
    setRefusal(undefined);
  };
  return { session, refusal, setRefusal, enter, rejoin, answer, takeOver, reset };
}
