import { Eye, Lock, X } from "lucide-react";
import { useDark } from "@/lib/theme";
import { Button } from "@/ui/button";
import { Tooltip } from "@/ui/tooltip";
import { colourValue, type Who } from "./cursors";
import type { Whereabouts } from "./places";
import type { FileName } from "./store";

interface OthersProps {
  all: Whereabouts[];
  whoOf: (participantId: string) => Who | undefined;
  files: FileName[];
  followed: string | undefined;
  onFollow: (participantId: string | undefined) => void;
}

/** Who else is in the files, and where; a press follows them. */
export function Others({ all, whoOf, files, followed, onFollow }: OthersProps) {
  const isDark = useDark();
  return (
    <ul aria-label="Others in the files" className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto">
      {all.map(({ participantId, fileId, line }) => {
        const who = whoOf(participantId);
        const path = files.find(({ id }) => id === fileId)?.attributes.path;
        if (!who || !path) return null;
        const isFollowed = followed === participantId;
        const act = isFollowed ? `Stop following ${who.name}` : `Follow ${who.name}`;
        return (
          <li key={participantId} className="shrink-0">
            <Tooltip label={`${act}: ${path}, line ${line}`}>
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={isFollowed}
                aria-label={act}
                onClick={() => onFollow(isFollowed ? undefined : participantId)}
                className="max-w-40 aria-pressed:bg-accentsoft aria-pressed:text-accent"
              >
                {isFollowed ? (
                  <Eye aria-hidden />
                ) : (
                  <span
                    aria-hidden
                    className="size-2.5 shrink-0 rounded-full"
                    style={{ backgroundColor: colourValue(who.colour, isDark) }}
                  />
                )}
                <span className="truncate">{who.name}</span>
              </Button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

export function FollowNotice({ name, onEnd }: { name: string; onEnd: () => void }) {
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-line border-b bg-accentsoft px-3 py-0.5 text-sm"
    >
      <Eye aria-hidden className="size-4 shrink-0 text-accent" />
      <span className="min-w-0 flex-1 truncate">You see what {name} sees, until you write or press Esc.</span>
      <Button size="icon-sm" variant="ghost" aria-label="Stop following" onClick={onEnd}>
        <X aria-hidden />
      </Button>
    </p>
  );
}

export function ReadOnlyNotice({ why }: { why: string }) {
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-line border-b bg-bg2 px-3 py-1.5 text-fg2 text-sm"
    >
      <Lock aria-hidden className="size-4 shrink-0" /> {why}.
    </p>
  );
}
