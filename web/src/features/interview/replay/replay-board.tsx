import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Board } from "../board/board";
import type { Easel } from "../board/scene";
import type { BoardLog } from "./board";

/** The whiteboard as it was at a moment. */
export function ReplayBoard({ log, ms }: { log: BoardLog; ms: number }) {
  const count = log.countAt(ms);
  const elements = useMemo(() => log.after(count), [log, count]);
  const whole = useMemo(() => log.after(log.drawings.length), [log]);
  const easel = useRef<Easel>(undefined);
  const latest = useRef(elements);
  latest.current = elements;
  const [first] = useState(elements);
  const [attempt, setAttempt] = useState(0);
  const onEasel = useCallback((draw: Easel) => {
    easel.current = draw;
    draw(latest.current);
  }, []);
  useEffect(() => easel.current?.(elements), [elements]);
  return (
    <Board
      attempt={attempt}
      onRetry={() => setAttempt((n) => n + 1)}
      first={first}
      whole={whole}
      isReadOnly
      isShown
      onEasel={onEasel}
    />
  );
}
