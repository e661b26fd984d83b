import { listen, type StreamEvent, type StreamState } from "@codecraft/api/events";
import { useEffect, useRef, useState } from "react";
import { transport } from "./client";

/** How a stream stands, and why it has ended where that needs words. */
export interface Stream {
  state: StreamState;
  why?: string;
}

const connecting: Stream = { state: "connecting" };

/** Listens to a stream while the component is shown; without a path it does not listen. */
export function useEvents(
  path: string | undefined,
  onEvent: (event: StreamEvent) => void,
  isLast?: (event: StreamEvent) => boolean,
): Stream {
  const [stream, setStream] = useState<Stream>(connecting);
  const latest = useRef({ onEvent, isLast });
  latest.current = { onEvent, isLast };
  useEffect(() => {
    if (!path) return;
    setStream(connecting);
    return listen(transport, path, {
      onEvent: (event) => latest.current.onEvent(event),
      isLast: (event) => latest.current.isLast?.(event) ?? false,
      onState: (state, why) => setStream({ state, why }),
    });
  }, [path]);
  return stream;
}
