import { useEffect, useState } from "react";

/** Whole seconds until a moment of this machine's clock. */
export function useCountdown(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [, setTick] = useState(0);
  const isOver = left() === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another moment is another countdown
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setTick((n) => n + 1), 250);
    return () => clearInterval(timer);
  }, [until, isOver]);
  return left();
}
