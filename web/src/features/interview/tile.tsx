import { CameraOff, Mic, MicOff, ScreenShare, WifiOff } from "lucide-react";
import { cn } from "@/lib/cn";
import { type Person, qualityWord } from "./people";
import { ReactionOf } from "./reactions";
import { Video } from "./video";

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? "")
    .join("");
}

const microphones = {
  on: { icon: Mic, word: "Microphone on" },
  muted: { icon: MicOff, word: "Muted" },
  none: { icon: MicOff, word: "No microphone" },
};

interface TileProps {
  person: Person;
  /** Shows the person's screen and not their face. */
  isScreen?: boolean;
  className?: string;
}

/** One person's picture, with what there is to know about it in words. */
export function Tile({ person, isScreen, className }: TileProps) {
  const track = isScreen ? person.screen : person.camera;
  const name = person.isSelf ? `${person.name} (you)` : person.name;
  return (
    <figure
      aria-label={isScreen ? `Screen of ${name}` : name}
      className={cn(
        "relative flex min-h-0 min-w-0 items-center justify-center overflow-hidden rounded-lg border border-line bg-bg3",
        person.isSpeaking && !isScreen && "outline-2 outline-accent -outline-offset-2",
        className,
      )}
    >
      {track ? (
        <Video
          source={track}
          mirrored={person.isSelf && !isScreen}
          aria-label={`${isScreen ? "Screen" : "Picture"} of ${name}`}
          className={isScreen ? "bg-bg object-contain" : "object-cover"}
        />
      ) : (
        <Faceless name={person.name} />
      )}
      {!isScreen && <ReactionOf participantId={person.id} />}
      <figcaption className="absolute inset-x-1 bottom-1 flex min-w-0 flex-wrap items-center gap-1 text-xs">
        <span className="flex min-w-0 max-w-full items-center gap-1 rounded bg-bg px-1.5 py-0.5 text-fg">
          {isScreen ? (
            <ScreenShare aria-hidden className="size-3.5 shrink-0" />
          ) : (
            <Microphone person={person} />
          )}
          <span className="truncate">{isScreen ? `Screen of ${name}` : name}</span>
        </span>
        <Quality person={person} />
      </figcaption>
    </figure>
  );
}

function Faceless({ name }: { name: string }) {
  return (
    <span className="flex flex-col items-center gap-2 pb-6 text-fg2">
      <span
        aria-hidden
        className="flex size-14 items-center justify-center rounded-full bg-accentsoft font-semibold text-accent text-xl"
      >
        {initials(name)}
      </span>
      <span className="flex items-center gap-1 text-xs">
        <CameraOff aria-hidden className="size-3.5" /> Camera off
      </span>
    </span>
  );
}

function Microphone({ person }: { person: Person }) {
  const { icon: Icon, word } = microphones[person.microphone];
  const isOn = person.microphone === "on";
  return (
    <>
      <Icon aria-hidden className={cn("size-3.5 shrink-0", isOn ? "text-ok" : "text-fg2")} />
      <span className={isOn ? "sr-only" : "shrink-0 text-fg2"}>{`${word}${isOn ? "," : " ·"}`}</span>
    </>
  );
}

function Quality({ person }: { person: Person }) {
  const word = qualityWord(person.quality);
  if (!word) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 rounded bg-warnsoft px-1.5 py-0.5 text-warn">
      <WifiOff aria-hidden className="size-3.5" /> {word}
    </span>
  );
}
