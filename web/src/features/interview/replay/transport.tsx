import { Link2, Pause, Play, SkipBack, SkipForward } from "lucide-react";
import { copyText } from "@/lib/copy";
import { formatClock } from "@/lib/format";
import { languageName } from "@/lib/language-name";
import { Button } from "@/ui/button";
import { Checkbox, Select } from "@/ui/input";
import { Tooltip } from "@/ui/tooltip";
import { rates } from "./clock";
import type { Replay } from "./replay";
import { Scrubber } from "./scrubber";
import type { ChosenCaptions } from "./use-captions";
import type { Playback } from "./use-playback";

interface TransportProps {
  replay: Replay;
  playback: Playback;
  captions: ChosenCaptions;
  onMark: (direction: 1 | -1) => void;
}

/** What moves the clock. */
export function Transport({ replay, playback, captions, onMark }: TransportProps) {
  const { ms, lengthMs, isPlaying, rate, setRate, skips, setSkips, toggle } = playback;
  return (
    <section
      aria-label="Playback"
      className="rounded-lg border border-line bg-bg px-3 pt-1 pb-2 max-lg:sticky max-lg:bottom-0 max-lg:z-20"
    >
      <Scrubber playback={playback} marks={replay.marks} moments={replay.moments} />
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex items-center gap-1">
          <Tooltip label="To the mark before" keys="shift+arrowleft">
            <Button variant="ghost" size="icon" aria-label="To the mark before" onClick={() => onMark(-1)}>
              <SkipBack aria-hidden />
            </Button>
          </Tooltip>
          <Tooltip label={isPlaying ? "Pause" : "Play"} keys="space">
            <Button variant="primary" size="icon" aria-label={isPlaying ? "Pause" : "Play"} onClick={toggle}>
              {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
            </Button>
          </Tooltip>
          <Tooltip label="To the next mark" keys="shift+arrowright">
            <Button variant="ghost" size="icon" aria-label="To the next mark" onClick={() => onMark(1)}>
              <SkipForward aria-hidden />
            </Button>
          </Tooltip>
        </div>
        <span className="min-w-28 whitespace-nowrap text-fg2 tabular-nums">
          <span className="font-medium text-fg">{formatClock(ms / 1000)}</span> /{" "}
          {formatClock(lengthMs / 1000)}
        </span>
        <Select
          aria-label="Speed"
          value={rate}
          onChange={(event) => setRate(Number(event.target.value))}
          className="w-20"
        >
          {rates.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </Select>
        <Checkbox checked={skips} onChange={(event) => setSkips(event.target.checked)}>
          Skip silence
        </Checkbox>
        {captions.languages.length > 0 && (
          <Select
            aria-label="Captions"
            value={captions.language}
            onChange={(event) => captions.choose(event.target.value)}
            className="w-44"
          >
            <option value="">No captions</option>
            {captions.languages.map((language) => (
              <option key={language} value={language}>
                Captions: {languageName(language)}
              </option>
            ))}
          </Select>
        )}
        <Button className="sm:ml-auto" onClick={() => void copyText(linkTo(ms))}>
          <Link2 aria-hidden /> Copy link to this moment
        </Button>
      </div>
    </section>
  );
}

/** This page's address at a moment. */
function linkTo(ms: number): string {
  const address = new URL(window.location.href);
  address.search = `?t=${Math.floor(ms / 1000)}`;
  address.hash = "";
  return address.href;
}
