import { cuesAt, type TimedCue } from "./captions";

interface ReplayCaptionsProps {
  cues: TimedCue[];
  language: string;
  ms: number;
}

/** What is being said. Its place is kept while nobody says anything, so that nothing jumps. */
export function ReplayCaptions({ cues, language, ms }: ReplayCaptionsProps) {
  return (
    <section
      aria-label="Captions"
      lang={language}
      className="flex max-h-24 min-h-11 shrink-0 flex-col justify-end overflow-y-auto rounded-md bg-bg3 px-2 py-0.5"
    >
      {cuesAt(cues, ms).map(({ id, speaker, text }) => (
        <p key={id} className="wrap-anywhere whitespace-pre-wrap">
          {speaker && <span className="font-medium">{speaker}: </span>}
          {text}
        </p>
      ))}
    </section>
  );
}
