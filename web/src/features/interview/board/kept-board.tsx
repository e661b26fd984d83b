import { createPortal } from "react-dom";
import type { Desk } from "../workspace/use-desk";
import { BoardPane } from "./board-pane";

/** The whiteboard of a room, from the first look at it until the room is left, wherever it is shown. */
export function KeptBoard({ desk: { interviewId, board, whyReading } }: { desk: Desk }) {
  return (
    <>
      <div ref={board.parking} aria-hidden className="pointer-events-none invisible fixed top-0 left-0" />
      {board.isMade &&
        createPortal(
          <BoardPane interviewId={interviewId} isWritable={whyReading === ""} isShown={board.isShown} />,
          board.element,
        )}
    </>
  );
}
