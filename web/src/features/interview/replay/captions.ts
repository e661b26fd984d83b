import type { Item } from "@codecraft/api/resources";

/** What somebody says, on the clock of the interview. */
export interface TimedCue {
  id: string;
  ms: number;
  toMs: number;
  language: string;
  speaker: string;
  text: string;
}

/** What was said in all recordings, in order; those that cannot be played are silent. */
export function cuesOf(
  captions: Item<"captions">[],
  recordings: Item<"recordings">[],
  since: (time: string) => number,
): TimedCue[] {
  const begins = new Map(recordings.map(({ id, attributes }) => [id, since(attributes.startedAt)]));
  const cues = captions.flatMap(({ id, attributes: { recordingId, language, cues } }) => {
    const begin = begins.get(recordingId);
    if (begin === undefined) return [];
    return cues.map(
      ({ fromMs, toMs, speaker, text }, i): TimedCue => ({
        id: `${id} ${i}`,
        ms: begin + fromMs,
        toMs: begin + toMs,
        language,
        speaker,
        text,
      }),
    );
  });
  return cues.sort((a, b) => a.ms - b.ms);
}

export const languagesOf = (cues: TimedCue[]) => [...new Set(cues.map(({ language }) => language))];

/** What is being said at a moment, the last of each speaker. */
export function cuesAt(cues: TimedCue[], ms: number): TimedCue[] {
  const now = cues.filter((cue) => cue.ms <= ms && ms < cue.toMs);
  return [...new Map(now.map((cue) => [cue.speaker, cue])).values()];
}
