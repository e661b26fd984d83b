import { cn } from "@/lib/cn";
import { FailedState } from "@/ui/states";
import { Board, BoardSkeleton } from "./board";
import type { LinkView } from "./link";
import { useBoard } from "./use-board";

interface BoardPaneProps {
  interviewId: string;
  isWritable: boolean;
  /** Whether it is looked at; what others draw meanwhile is drawn once it is. */
  isShown: boolean;
}

/** The whiteboard, on which everybody in the room draws at once. */
export function BoardPane({ interviewId, isWritable, isShown }: BoardPaneProps) {
  const { view, first, fault, attempt, retry, drew, onEasel } = useBoard(interviewId, isWritable, isShown);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Unsent view={view} />
      {first ? (
        <Board
          attempt={attempt}
          onRetry={retry}
          first={first}
          isReadOnly={!isWritable}
          isShown={isShown}
          onEasel={onEasel}
          onDraw={drew}
        />
      ) : fault !== undefined ? (
        <FailedState error={fault} onRetry={retry} />
      ) : (
        <BoardSkeleton />
      )}
    </div>
  );
}

function Unsent({ view: { state, why } }: { view: LinkView }) {
  if (state !== "waiting" && state !== "refused") return null;
  const isRefused = state === "refused";
  return (
    <p
      role="alert"
      className={cn("border-b px-3 py-2", isRefused ? "border-bad/50 bg-badsoft" : "border-line bg-warnsoft")}
    >
      {isRefused
        ? `Not sent to the others: ${why}`
        : "What you drew is not with the others yet: it is sent again by itself."}
    </p>
  );
}
