import { CatchBoundary } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useDark } from "@/lib/theme";
import { FailedState, Skeleton } from "@/ui/states";
import type { BoardProps } from "./board-body";

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string;
  }
}

const Body = lazy(() => {
  // Excalidraw's fonts are served from here (web/excalidraw.ts), as all else is. It looks where they are while it is loaded.
  window.EXCALIDRAW_ASSET_PATH = "/assets/excalidraw/";
  return import("./board-body");
});

interface GuardedProps extends Omit<BoardProps, "isDark"> {
  /** Another one begins anew after what could not be shown. */
  attempt: number;
  onRetry: () => void;
}

/** A whiteboard. Its own code is loaded when first shown; what it cannot show takes nothing else with it. */
export function Board({ attempt, onRetry, ...props }: GuardedProps) {
  const isDark = useDark();
  return (
    <div className="min-h-0 flex-1">
      <CatchBoundary
        getResetKey={() => attempt}
        errorComponent={({ error }) => <FailedState error={error} onRetry={onRetry} />}
      >
        <Suspense fallback={<BoardSkeleton />}>
          <Body {...props} isDark={isDark} />
        </Suspense>
      </CatchBoundary>
    </div>
  );
}

export function BoardSkeleton() {
  return (
    <div role="status" aria-label="Loading the whiteboard" className="p-4">
      <Skeleton className="mx-auto h-9 w-1/2" />
    </div>
  );
}
