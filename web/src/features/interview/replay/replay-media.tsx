import { LoaderCircle, TriangleAlert, Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import type { WhoOf } from "../workspace/cursors";
import { steer, type Take, takesAt } from "./recordings";
import type { Playback } from "./use-playback";

interface ReplayMediaProps {
  takes: Take[];
  about: string;
  playback: Playback;
  whoOf: WhoOf;
}

/** Faces, voices and screens as they were recorded, on the clock of the replay. */
export function ReplayMedia({ takes, about, playback, whoOf }: ReplayMediaProps) {
  const now = takesAt(takes, playback.ms);
  if (takes.length === 0 && !about) return null;
  return (
    <section
      aria-label="Recording"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
      tabIndex={0}
      className="flex max-h-[50%] shrink-0 flex-col gap-2 overflow-y-auto"
    >
      {about && <p className="px-2 text-fg2 text-sm">{about}</p>}
      {takes.length > 0 && now.length === 0 && (
        <p className="px-2 text-fg2 text-sm">Nothing was recorded at this moment.</p>
      )}
      <div className="grid grid-cols-2 gap-2">
        {now.map((take) => (
          <Shown
            key={take.id}
            take={take}
            playback={playback}
            name={whoOf(take.participantId)?.name ?? "A member"}
          />
        ))}
      </div>
    </section>
  );
}

/** For longer a file that does not come holds nobody. */
const heldForMs = 8000;

interface ShownProps {
  take: Take;
  playback: Playback;
  name: string;
}

function Shown({ take: { id, source, isScreen, hasPictures, fromMs }, playback, name }: ShownProps) {
  const { ms, rate, isPlaying, isHeld, hold } = playback;
  const player = useRef<HTMLVideoElement>(null);
  const [isWaiting, setWaiting] = useState(true);
  const [hasFailed, setFailed] = useState(false);
  const wanted = (ms - fromMs) / 1000;
  const follow = () => {
    if (player.current) steer(player.current, wanted, { isPlaying: isPlaying && !isHeld, rate });
  };
  useEffect(follow);
  // The clock waits for what is shown at it: nobody's lips move without their voice.
  useEffect(() => {
    if (!isWaiting || hasFailed) return;
    hold(id, true);
    const timer = setTimeout(() => hold(id, false), heldForMs);
    return () => {
      clearTimeout(timer);
      hold(id, false);
    };
  }, [id, isWaiting, hasFailed, hold]);
  const what = isScreen ? `Screen of ${name}` : name;
  return (
    <figure
      aria-label={what}
      className={cn(
        "relative flex aspect-video items-center justify-center overflow-hidden rounded-md border border-line bg-bg3",
        isScreen && "col-span-2",
      )}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written captions of an interview */}
      <video
        ref={player}
        src={source}
        preload="auto"
        playsInline
        aria-label={`${isScreen ? "Screen" : "Picture"} of ${name}`}
        className={cn("size-full", isScreen ? "object-contain" : "object-cover", !hasPictures && "hidden")}
        onLoadedMetadata={follow}
        onSeeked={follow}
        onWaiting={() => setWaiting(true)}
        onCanPlay={() => setWaiting(false)}
        onEnded={() => setWaiting(false)}
        onError={() => setFailed(true)}
      />
      {!hasPictures && <Volume2 aria-hidden className="size-6 text-fg2" />}
      {isWaiting && !hasFailed && (
        <LoaderCircle aria-hidden className="absolute size-6 animate-spin text-fg2" />
      )}
      {hasFailed && (
        <p
          role="alert"
          className="absolute inset-0 flex items-center justify-center gap-1 bg-bg3 p-2 text-bad text-sm"
        >
          <TriangleAlert aria-hidden className="size-4 shrink-0" /> This browser cannot play it: try Chrome or
          Firefox.
        </p>
      )}
      <figcaption className="absolute bottom-1 left-1 max-w-[90%] truncate rounded bg-bg px-1.5 py-0.5 text-fg text-xs">
        {what}
      </figcaption>
    </figure>
  );
}
