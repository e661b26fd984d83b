import { useEffect } from "react";
import { useStored } from "@/lib/stored";
import { announce } from "@/ui/announcer";
import { isNews, useBoardNumber, useEntries } from "./store";
import type { Desk } from "./use-desk";

/** Whether others have drawn since one looked at the whiteboard. Who begins to draw is said to screen readers. */
export function useDrawnOn({ interviewId, ownId, isBoard }: Desk): boolean {
  const number = useBoardNumber();
  const [seen, setSeen] = useStored(`interview.board.seen.${interviewId}`, 0);
  useEffect(() => {
    if (isBoard) setSeen(number);
  }, [isBoard, number, setSeen]);
  const newest = useEntries("drawing").findLast(({ participantId }) => participantId !== ownId);
  useEffect(() => {
    if (newest && isNews(newest)) announce(`${newest.name} draws on the whiteboard`);
  }, [newest]);
  return !isBoard && number > seen;
}
