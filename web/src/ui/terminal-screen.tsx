import { Ear } from "lucide-react";
import { lazy, type ReactNode, type RefObject, Suspense, useRef } from "react";
import { useStored } from "@/lib/stored";
import type { TerminalSize } from "@/lib/terminal/session";
import { Button } from "./button";
import { Skeleton } from "./states";
import type { TerminalFeed } from "./terminal-body";
import { Tooltip } from "./tooltip";

const Body = lazy(() => import("./terminal-body"));

interface TerminalScreenProps {
  session: TerminalFeed;
  /** Buttons at the left of the bar. */
  children?: ReactNode;
  /** How it is, in words. */
  status: ReactNode;
  /** Between the bar and the screen. */
  notice?: ReactNode;
  /** What stands in the place of a screen that has nothing to show. */
  empty?: ReactNode;
  footer?: ReactNode;
  size?: TerminalSize;
  isReadOnly?: boolean;
  focusAt?: number;
  onSize?: (size: TerminalSize) => void;
  /** Where the focus goes with F6; without it to the button of the screen reader mode. */
  leaveTo?: RefObject<HTMLButtonElement | null>;
}

/** A terminal's screen with a bar above it and a line below. The terminal's own code is loaded when first shown. */
export function TerminalScreen({
  session,
  children,
  status,
  notice,
  empty,
  footer,
  size,
  isReadOnly,
  focusAt = 0,
  onSize = () => {},
  leaveTo,
}: TerminalScreenProps) {
  const [isSpoken, setSpoken] = useStored("terminal.spoken", false);
  const ear = useRef<HTMLButtonElement>(null);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-10 shrink-0 items-center gap-2 px-3 py-1">
        {children}
        <p role="status" className="line-clamp-2 min-w-0 flex-1 text-fg2 text-xs tabular-nums">
          {status}
        </p>
        <Tooltip label="Read the output aloud to screen readers">
          <Button
            ref={ear}
            size="icon-sm"
            variant="ghost"
            aria-label="Screen reader mode"
            aria-pressed={isSpoken}
            className="aria-pressed:bg-bg3 aria-pressed:text-fg"
            onClick={() => setSpoken(!isSpoken)}
          >
            <Ear aria-hidden />
          </Button>
        </Tooltip>
      </div>
      {notice}
      <div className="relative min-h-0 flex-1 border-line border-t">
        <Suspense fallback={<Skeleton className="m-3 w-1/3" />}>
          <Body
            session={session}
            isSpoken={isSpoken}
            size={size}
            isReadOnly={isReadOnly}
            focusAt={focusAt}
            onSize={onSize}
            onLeave={() => (leaveTo?.current ?? ear.current)?.focus()}
          />
        </Suspense>
        {empty && <p className="pointer-events-none absolute inset-x-0 top-0 p-3 text-fg2">{empty}</p>}
      </div>
      <div className="flex min-h-7 shrink-0 items-center gap-3 border-line border-t px-3 text-fg2 text-xs">
        <span>F6 leaves the terminal</span>
        {footer}
      </div>
    </div>
  );
}
