import type { LucideIcon } from "lucide-react";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format";
import { Markdown } from "@/ui/markdown";

export interface Moment {
  id: string;
  ms: number;
  icon: LucideIcon;
  title: string;
  /** What was said or noted. */
  text?: string;
  isMarkdown?: boolean;
}

interface MomentListProps {
  label: string;
  moments: Moment[];
  ms: number;
  onSeek: (ms: number) => void;
  /** What stands here when there are none. */
  empty: ReactNode;
}

/** Moments in order, each of which leads there. The last one that was is marked, and stays in sight as it changes. */
export function MomentList({ label, moments, ms, onSeek, empty }: MomentListProps) {
  const current = moments.findLastIndex((moment) => moment.ms <= ms);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const item = box?.children[current];
    if (!box || !(item instanceof HTMLElement)) return;
    const top = item.offsetTop - box.offsetTop;
    const isInSight = top >= box.scrollTop && top + item.offsetHeight <= box.scrollTop + box.clientHeight;
    if (!isInSight) box.scrollTop = top - box.clientHeight / 3;
  }, [current]);
  if (moments.length === 0) return empty;
  return (
    <ol ref={list} aria-label={label} className="flex h-full flex-col gap-0.5 overflow-y-auto p-1">
      {moments.map((moment, i) => (
        <Row
          key={moment.id}
          moment={moment}
          isCurrent={i === current}
          isAhead={i > current}
          onSeek={onSeek}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  moment: Moment;
  isCurrent: boolean;
  isAhead: boolean;
  onSeek: (ms: number) => void;
}

const Row = memo(function Row({ moment, isCurrent, isAhead, onSeek }: RowProps) {
  const { ms, icon: Icon, title, text, isMarkdown } = moment;
  return (
    <li
      aria-current={isCurrent || undefined}
      className={cn(
        "wrap-anywhere relative shrink-0 rounded-md border-transparent border-l-2 px-2 py-1.5 hover:bg-bg3",
        isCurrent && "border-accent bg-bg3",
        isAhead && "text-fg2",
      )}
    >
      {/* It covers what was written, too, but for the links in that. */}
      <button
        type="button"
        onClick={() => onSeek(ms)}
        className="flex w-full items-start gap-2 text-left after:absolute after:inset-0 pointer-coarse:min-h-8"
      >
        <span className="w-14 shrink-0 text-right text-fg2 text-sm tabular-nums">
          {formatClock(ms / 1000)}
        </span>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-fg2" />
        <span className={cn("min-w-0 flex-1", text !== undefined && "font-medium text-sm")}>{title}</span>
      </button>
      {text !== undefined && (
        <div className="pl-[5.5rem] [&_a]:relative">
          {isMarkdown ? <Markdown text={text} /> : <p className="whitespace-pre-wrap">{text}</p>}
        </div>
      )}
    </li>
  );
});
