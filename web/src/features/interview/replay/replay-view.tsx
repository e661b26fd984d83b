import { useCallback, useMemo, useRef, useState } from "react";
import { useDebounced } from "@/lib/use-debounced";
import { colourOf, type WhoOf } from "../workspace/cursors";
import { momentOf, nextMark } from "./clock";
import type { Recalled } from "./queries";
import { ofKind, runAt } from "./replay";
import { ReplayCaptions } from "./replay-captions";
import { ReplayFiles } from "./replay-files";
import { ReplayMedia } from "./replay-media";
import { ReplayRun } from "./replay-run";
import { ReplaySide } from "./replay-side";
import { ReplayTerminal } from "./replay-terminal";
import { search } from "./search";
import { terminalAt } from "./terminal";
import { Transport } from "./transport";
import { useCaptions } from "./use-captions";
import { useReplayKeys } from "./use-keys";
import { useMomentInAddress } from "./use-moment-in-address";
import { usePlayback } from "./use-playback";

interface ReplayViewProps {
  recalled: Recalled;
  /** The moment that the address names, in seconds. */
  t?: number;
}

/** Left what was worked on as it was at the moment, right what happened, below it the clock. */
export function ReplayView({ recalled: { replay, people, takes, cues, aboutTakes }, t }: ReplayViewProps) {
  const { lengthMs, moments, marks, entries, terminals } = replay;
  const playback = usePlayback({
    lengthMs,
    moments,
    startMs: momentOf(t, lengthMs),
    // Where people are heard, nothing typed is no silence.
    isSkipping: takes.length === 0,
  });
  const { ms, seek, isPlaying } = playback;
  const [asked, setAsked] = useState("");
  const words = useDebounced(asked);
  const captions = useCaptions(cues);
  const hits = useMemo(() => search(replay, captions.cues, words), [replay, captions.cues, words]);
  const box = useRef<HTMLInputElement>(null);
  const find = () => {
    box.current?.focus();
    box.current?.select();
  };
  const stops = useMemo(() => marks.map((mark) => mark.ms), [marks]);
  const toMark = (direction: 1 | -1) => {
    const mark = nextMark(stops, ms, direction);
    seek(mark ?? (direction > 0 ? lengthMs : 0));
  };
  const whoOf: WhoOf = useCallback(
    (participantId) => {
      const person = people.find(({ id }) => id === participantId);
      const all = people.map(({ id }) => id);
      return person && { name: person.attributes.name || "A member", colour: colourOf(all, participantId) };
    },
    [people],
  );
  const runs = ofKind(entries, "run");
  const terminal = terminalAt(terminals, runs, ms);
  useReplayKeys({ playback, onMark: toMark, onFind: find });
  useMomentInAddress(ms, isPlaying);
  return (
    <div className="flex flex-col gap-3 lg:h-[calc(100dvh-7rem)] lg:min-h-[34rem]">
      <div className="grid min-h-0 flex-1 gap-3 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[minmax(0,1fr)]">
        <div className="flex min-h-0 min-w-0 flex-col gap-3">
          <ReplayFiles replay={replay} ms={ms} whoOf={whoOf} onFind={find} />
          {terminal ? (
            <ReplayTerminal
              key={terminal.id}
              terminal={terminal}
              ms={ms}
              endedMs={ofKind(entries, "terminal-ended").find(({ data }) => data.runId === terminal.id)?.ms}
              startedAt={replay.startedAt}
            />
          ) : (
            <ReplayRun
              run={runAt(entries, ms)}
              isAny={runs.length + terminals.length > 0}
              startedAt={replay.startedAt}
            />
          )}
        </div>
        <ReplaySide
          media={
            <>
              <ReplayMedia takes={takes} about={aboutTakes} playback={playback} whoOf={whoOf} />
              {captions.language && (
                <ReplayCaptions cues={captions.cues} language={captions.language} ms={ms} />
              )}
            </>
          }
          replay={replay}
          cues={captions.cues}
          ms={ms}
          onSeek={seek}
          asked={asked}
          onAsk={setAsked}
          isSearched={asked.trim() !== "" && asked === words}
          hits={hits}
          box={box}
        />
      </div>
      <Transport replay={replay} playback={playback} captions={captions} onMark={toMark} />
    </div>
  );
}
