import { PlugZap } from "lucide-react";
import { useRef } from "react";
import { isActive, type TerminalSize } from "@/lib/terminal/session";
import { Button } from "@/ui/button";
import { StopButtons } from "@/ui/terminal";
import { TerminalScreen } from "@/ui/terminal-screen";
import { told } from "@/ui/terminal-words";
import type { TerminalOfRoom } from "./use-room-terminal";

interface TerminalPaneProps {
  terminal: TerminalOfRoom;
  ownId: string;
  onSize: (size: TerminalSize) => void;
}

/** The terminal that all in the room share: each sees it, and whoever may write in the files types into it. */
export function TerminalPane({ terminal, ownId, onSize }: TerminalPaneProps) {
  const { session, view, open, focusAt } = terminal;
  const controls = useRef<HTMLButtonElement>(null);
  const isRunning = isActive(view);
  const isLost = open?.id === session.id && !isRunning && !view.end;
  const whose =
    open && (open.participantId === ownId ? "Opened by you" : `Opened by ${open.name || "a member"}`);
  return (
    <TerminalScreen
      session={session}
      status={[isRunning && whose, told(view)].filter(Boolean).join(" · ")}
      empty={
        view.status === "idle" &&
        "No terminal is open. Whoever runs a file in a terminal opens one here, for everybody to see and to type into."
      }
      size={view.size}
      isReadOnly={view.isReadOnly}
      focusAt={focusAt}
      onSize={onSize}
      leaveTo={controls}
      footer={isRunning && view.typist && <span className="truncate">{view.typist} is typing</span>}
    >
      {isRunning && !view.isReadOnly && <StopButtons session={session} leaveTo={controls} />}
      {isLost && open && (
        <Button ref={controls} size="sm" onClick={() => session.join(open.id)}>
          <PlugZap aria-hidden /> Connect again
        </Button>
      )}
    </TerminalScreen>
  );
}
