import { ChevronLeft, ChevronRight, Play, Search, SkipBack, SkipForward } from "lucide-react";
import { type Command, useCommands } from "@/lib/commands";
import type { Playback } from "./use-playback";

const stepMs = 5000;

/** Space presses what has the focus, where that can be pressed. */
function isPressable(element: Element | null): boolean {
  return element?.matches("button, a, summary, [role=tab], [role=button]") ?? false;
}

interface KeysOptions {
  playback: Playback;
  onMark: (direction: 1 | -1) => void;
  onFind: () => void;
}

/** The keys of a replay, as commands that the palette and the sheet show, too. */
export function useReplayKeys({ playback, onMark, onFind }: KeysOptions) {
  const { toggle, step, seek, lengthMs, isPlaying } = playback;
  const commands: Omit<Command, "group">[] = [
    {
      id: "replay.toggle",
      label: isPlaying ? "Pause the replay" : "Play the replay",
      icon: Play,
      keys: "space",
      when: () => !isPressable(document.activeElement),
      perform: toggle,
    },
    {
      id: "replay.back",
      label: "5 seconds back",
      icon: ChevronLeft,
      keys: "arrowleft",
      perform: () => step(-stepMs),
    },
    {
      id: "replay.on",
      label: "5 seconds on",
      icon: ChevronRight,
      keys: "arrowright",
      perform: () => step(stepMs),
    },
    {
      id: "replay.before",
      label: "To the mark before",
      icon: SkipBack,
      keys: "shift+arrowleft",
      perform: () => onMark(-1),
    },
    {
      id: "replay.next",
      label: "To the next mark",
      icon: SkipForward,
      keys: "shift+arrowright",
      perform: () => onMark(1),
    },
    { id: "replay.begin", label: "To the beginning", keys: "home", perform: () => seek(0) },
    { id: "replay.end", label: "To the end", keys: "end", perform: () => seek(lengthMs) },
    { id: "replay.find", label: "Search the interview", icon: Search, keys: "mod+f", perform: onFind },
  ];
  useCommands(commands.map((command) => ({ ...command, group: "Replay" })));
}
