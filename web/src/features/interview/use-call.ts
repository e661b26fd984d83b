import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Call, type CallOptions } from "./call";
import type { Session } from "./queries";

/** The call of this page, from the first rendering until the page is left. */
export function useCall(session: Session, options: CallOptions) {
  const latest = useRef(options);
  latest.current = options;
  const first = useRef(session);
  const make = () =>
    new Call({
      ...options,
      join: () => latest.current.join(),
      onRefused: (error) => latest.current.onRefused(error),
      onReplaced: () => latest.current.onReplaced(),
      onBlur: (isBlurred) => latest.current.onBlur(isBlurred),
      nameOf: (id) => latest.current.nameOf(id),
    });
  const [call, setCall] = useState(make);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a call is made once; only what it asks of the page is new each time
  useEffect(() => {
    const started = make();
    setCall(started);
    void started.start(first.current);
    return () => void started.leave();
  }, []);
  const view = useSyncExternalStore(call.subscribe, call.view);
  return { call, view };
}
