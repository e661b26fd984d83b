import { Eye, EyeOff, Timer as TimerIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { passedMark, useSecondsUntil } from "@/lib/clock";
import { cn } from "@/lib/cn";
import { count, formatClock, formatMoment } from "@/lib/format";
import { announce } from "@/ui/announcer";

interface TimerProps {
  endsAt: string;
  isHidden: boolean;
  onToggle: () => void;
  onOver: () => void;
}

/** The time left on the server's clock. Hidden or not, it speaks at ten, five and one minute. */
export function Timer({ endsAt, isHidden, onToggle, onOver }: TimerProps) {
  const left = useSecondsUntil(endsAt) ?? 0;
  const before = useRef(left);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const mark = passedMark(before.current, left);
    before.current = left;
    if (mark) announce(`${count(mark / 60, "minute")} left`);
    if (left === 0) over.current();
  }, [left]);
  const Icon = isHidden ? EyeOff : Eye;
  return (
    <button
      type="button"
      onClick={onToggle}
      aria-label={isHidden ? "Time left is hidden: show it" : `Time left ${formatClock(left)}: hide it`}
      title={isHidden ? "Show the time left" : `Until ${formatMoment(endsAt)}. Press to hide it`}
      className={cn(
        "group inline-flex h-8 min-w-24 items-center justify-center gap-1.5 rounded-md px-2 font-medium tabular-nums hover:bg-bg3 pointer-coarse:h-11",
        left < 300 && "bg-warnsoft text-warn",
        left < 60 && "bg-badsoft text-bad",
      )}
    >
      <TimerIcon aria-hidden className="size-4 group-hover:hidden" />
      <Icon aria-hidden className="hidden size-4 group-hover:block" />
      {isHidden ? "Hidden" : formatClock(left)}
    </button>
  );
}
