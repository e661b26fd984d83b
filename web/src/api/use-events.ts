import { useEffect, useRef, useState } from "react";
import { listen, type StreamEvent, type StreamState } from "./events";

/** Listens to a stream while the component is shown; without a path it does not listen. */
export function useEvents(
  path: string | undefined,
  onEvent: (event: StreamEvent) => void,
  isLast?: (event: StreamEvent) => boolean,
): StreamState {
  const [state, setState] = useState<StreamState>("connecting");
  const latest = useRef({ onEvent, isLast });
  latest.current = { onEvent, isLast };
  useEffect(() => {
    if (!path) return;
    setState("connecting");
    return listen(path, {
      onEvent: (event) => latest.current.onEvent(event),
      isLast: (event) => latest.current.isLast?.(event) ?? false,
      onState: setState,
    });
  }, [path]);
  return state;
}
