import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStored } from "@/lib/stored";
import { advance, rates, silencesOf } from "./clock";

/** A page that was hidden, or busy, goes on where it was. */
const longestFrameMs = 250;
/** The page is drawn anew so often, at most. */
const shownEveryMs = 50;

interface PlaybackOptions {
  lengthMs: number;
  moments: readonly number[];
  startMs: number;
  /** Whether silence is skipped until somebody chooses otherwise. */
  isSkipping: boolean;
}

/** The one clock of a replay. */
export function usePlayback({ lengthMs, moments, startMs, isSkipping }: PlaybackOptions) {
  const [ms, setMs] = useState(startMs);
  const [isPlaying, setPlaying] = useState(false);
  const [storedRate, setRate] = useStored("replay.rate", 1);
  const [skips, setSkips] = useStored("replay.skips", isSkipping);
  const rate = rates.includes(storedRate) ? storedRate : 1;
  const silences = useMemo(() => silencesOf(moments, lengthMs), [moments, lengthMs]);
  const pace = { rate, lengthMs, silences: skips ? silences : [] };
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const isHeld = held.size > 0;
  const latest = useRef({ pace, isPlaying, isHeld });
  latest.current = { pace, isPlaying, isHeld };
  const clock = useRef(startMs);

  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    let shown = before;
    let frame = 0;
    const tick = (time: number) => {
      const passed = Math.min(longestFrameMs, Math.max(0, time - before));
      const elapsed = latest.current.isHeld ? 0 : passed;
      before = time;
      clock.current = advance(clock.current, elapsed, latest.current.pace);
      const isOver = clock.current >= lengthMs;
      if (isOver || time - shown >= shownEveryMs) {
        shown = time;
        setMs(clock.current);
      }
      if (isOver) setPlaying(false);
      else frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, lengthMs]);

  const seek = useCallback(
    (to: number) => {
      clock.current = Math.min(Math.max(0, to), lengthMs);
      setMs(clock.current);
    },
    [lengthMs],
  );
  /** Relative to where the clock stands, which may be further than what is drawn. */
  const step = useCallback((by: number) => seek(clock.current + by), [seek]);
  const toggle = useCallback(() => {
    if (!latest.current.isPlaying && clock.current >= lengthMs) seek(0);
    setMs(clock.current);
    setPlaying(!latest.current.isPlaying);
  }, [lengthMs, seek]);

  /** What is shown at the clock has it wait. */
  const hold = useCallback((id: string, isHolding: boolean) => {
    setHeld((before) => {
      if (before.has(id) === isHolding) return before;
      const after = new Set(before);
      if (isHolding) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);

  return { ms, lengthMs, isPlaying, rate, setRate, skips, setSkips, seek, step, toggle, hold, isHeld };
}

export type Playback = ReturnType<typeof usePlayback>;
