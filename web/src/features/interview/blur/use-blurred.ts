import { useEffect, useRef, useState } from "react";
import { Blur } from "./blur";

/**
 *	off → starting → on, until it is not wanted any more
 *	      starting, on → failed, until it is wanted again
 */
export interface Blurred {
  at: "off" | "starting" | "on" | "failed";
  stream?: MediaStream;
  isSlow: boolean;
}

const off: Blurred = { at: "off", isSlow: false };

/** The picture of a camera on trial, blurred while that is wanted. It is not wanted any more once it has failed. */
export function useBlurred(
  stream: MediaStream | undefined,
  isWanted: boolean,
  onFailed: () => void,
): Blurred {
  const [state, setState] = useState(off);
  const latest = useRef(onFailed);
  latest.current = onFailed;
  useEffect(() => {
    const [camera] = stream?.getVideoTracks() ?? [];
    if (!camera || !isWanted) return;
    let isOver = false;
    const fail = () => {
      if (isOver) return;
      setState({ at: "failed", isSlow: false });
      latest.current();
    };
    const blur = new Blur((news) =>
      news === "failed" ? fail() : setState((state) => ({ ...state, isSlow: news === "slow" })),
    );
    setState({ at: "starting", isSlow: false });
    blur
      .start(camera)
      .then(
        (picture) => !isOver && setState({ at: "on", stream: new MediaStream([picture]), isSlow: false }),
        fail,
      );
    return () => {
      isOver = true;
      blur.end();
      setState((state) => (state.at === "failed" ? state : off));
    };
  }, [stream, isWanted]);
  return state;
}
