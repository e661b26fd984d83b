import { useCallback, useRef, useState } from "react";
import { type Consent, knock, type Session } from "./queries";

/** Coming in: what was answered at the door, and whether one may pass. */
export function useEntry(interviewId: string, tab: string) {
  const [session, setSession] = useState<Session>();
  const [refusal, setRefusal] = useState<unknown>();
  const consent = useRef<Consent>(undefined);

  const enter = useCallback(async () => {
    try {
      setSession(await knock(interviewId, tab, consent.current));
      setRefusal(undefined);
    } catch (error) {
      setRefusal(error);
    }
  }, [interviewId, tab]);

  /** A way in again for a call that lost its own. Who is not admitted any more waits. */
  const rejoin = useCallback(async () => {
    const entered = await knock(interviewId, tab, consent.current);
    if (entered.state !== "admitted") setSession(entered);
    return entered;
  }, [interviewId, tab]);

  const answer = (given: Consent) => {
    consent.current = given;
    void enter();
  };
  const reset = () => {
    setSession(undefined);
    setRefusal(undefined);
  };
  return { session, refusal, setRefusal, enter, rejoin, answer, reset };
}
