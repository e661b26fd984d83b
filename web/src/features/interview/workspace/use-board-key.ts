import { Presentation } from "lucide-react";
import { useCommands } from "@/lib/commands";
import type { Desk } from "./use-desk";

/** The key that leads to the whiteboard from anywhere in the room, and from there to the files. */
export function useBoardKey({ isBoard, setBoard }: Desk, isCode: boolean, onCode: () => void) {
  const isShown = isCode && isBoard;
  useCommands([
    {
      id: "board",
      label: isShown ? "To the files" : "To the whiteboard",
      group: "Interview",
      icon: Presentation,
      keys: "b",
      perform: () => {
        setBoard(!isShown);
        onCode();
      },
    },
  ]);
}
