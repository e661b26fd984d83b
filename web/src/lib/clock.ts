import { useEffect, useState } from "react";

let offset = 0;

/** Sets this page's clock by the server's, which alone decides when time is over. */
export function noteServerTime(serverTime: string) {
  const time = Date.parse(serverTime);
  if (!Number.isNaN(time)) offset = time - Date.now();
}

export function serverNow(): number {
  return Date.now() + offset;
}

/** Whole seconds until a moment on the server's clock, renewed as each begins; never below zero. */
export function useSecondsUntil(moment: string | null | undefined): number | undefined {
  const end = moment ? Date.parse(moment) : undefined;
  const left = () => (end === undefined ? undefined : Math.max(0, Math.ceil((end - serverNow()) / 1000)));
  const [, setTick] = useState(0);
  useEffect(() => {
    if (end === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setTick((n) => n + 1);
      const rest = end - serverNow();
      if (rest > 0) timer = setTimeout(tick, rest % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [end]);
  return left();
}

/** The mark that was passed between two readings of the time left: 600, 300 or 60 seconds. */
export function passedMark(before: number, now: number): number | undefined {
  return [60, 300, 600].find((mark) => before > mark && now <= mark);
}
