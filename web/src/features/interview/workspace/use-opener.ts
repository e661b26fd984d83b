import { SquareTerminal } from "lucide-react";
import { useRef, useState } from "react";
import { useCommands } from "@/lib/commands";
import type { TerminalSize } from "@/lib/terminal/session";
import type { Desk } from "./use-desk";

/** Opens the room's terminal with the file that is open; `whyNot` says why that cannot be now, or nothing. */
export function useOpener({ terminal, open: file, pool }: Desk, whyNot: string, onOpen: () => void) {
  const [isAsking, setAsking] = useState(false);
  const room = useRef<TerminalSize>({ rows: 16, columns: 80 });
  const open = () => {
    if (whyNot || !file || terminal.isPending) return;
    setAsking(false);
    terminal.start({
      language: file.attributes.language,
      source: pool.get(file.id).text,
      size: room.current,
    });
    onOpen();
  };
  const ask = () => {
    if (terminal.isTaken) setAsking(whyNot === "");
    else open();
  };
  useCommands([
    {
      id: "terminal",
      label: "Run the open file in a terminal",
      group: "Interview",
      icon: SquareTerminal,
      keys: "mod+alt+enter",
      perform: ask,
    },
  ]);
  return {
    whyNot,
    /** Whether it is asked about the terminal that is open. */
    isAsking,
    setAsking,
    ask,
    open,
    /** How much room there is for it here. */
    setRoom: (size: TerminalSize) => {
      room.current = size;
    },
  };
}

export type Opener = ReturnType<typeof useOpener>;
