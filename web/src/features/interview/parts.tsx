import { tabStyle } from "@/ui/tabs";
import type { DeskPart } from "./workspace/desk";

export type RoomPart = "video" | DeskPart;

interface PartsProps {
  value: RoomPart;
  onChange: (part: RoomPart) => void;
  /** The video is one of the parts, and has no button of its own. */
  hasVideo: boolean;
}

const words: Record<RoomPart, string> = { video: "Video", code: "Code", problem: "Problem" };

/** Where there is room for one part at a time. */
export function Parts({ value, onChange, hasVideo }: PartsProps) {
  const parts: RoomPart[] = hasVideo ? ["video", "code", "problem"] : ["code", "problem"];
  return (
    <nav aria-label="Parts of the room" className="flex shrink-0 justify-around gap-4 border-line border-b">
      {parts.map((part) => (
        <button
          key={part}
          type="button"
          aria-current={value === part ? "page" : undefined}
          onClick={() => onChange(part)}
          className={`${tabStyle} flex-1 justify-center`}
        >
          {words[part]}
        </button>
      ))}
    </nav>
  );
}
