import { SquareTerminal } from "lucide-react";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Tooltip } from "@/ui/tooltip";
import type { Opener } from "./use-opener";
import type { TerminalOfRoom } from "./use-room-terminal";

interface OpenTerminalProps {
  terminal: TerminalOfRoom;
  opener: Opener;
  ownId: string;
}

/** Opens a terminal for all; where one is open, after a question. */
export function OpenTerminal({ terminal, opener, ownId }: OpenTerminalProps) {
  const { open } = terminal;
  const { whyNot } = opener;
  const whose = open?.participantId === ownId ? "yours" : `that of ${open?.name || "a member"}`;
  return (
    <>
      <Tooltip
        label={whyNot || "Run the open file in a terminal that all see and type into"}
        keys={whyNot ? undefined : "mod+alt+enter"}
      >
        <Button
          size="sm"
          aria-disabled={whyNot !== ""}
          pending={terminal.isPending}
          onClick={() => !whyNot && opener.ask()}
        >
          <SquareTerminal aria-hidden /> Run in a terminal
        </Button>
      </Tooltip>
      <Confirm
        open={opener.isAsking && open !== undefined}
        onOpenChange={opener.setAsking}
        title="End the terminal that is open?"
        description={`The room has one terminal, and ${whose} is open. Its program ends, for everybody, and yours takes its place.`}
        action="End it and run"
        danger
        pending={terminal.isPending}
        onConfirm={opener.open}
      />
    </>
  );
}
