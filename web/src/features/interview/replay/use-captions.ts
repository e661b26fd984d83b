import { Captions } from "lucide-react";
import { useMemo, useState } from "react";
import { useCommands } from "@/lib/commands";
import { languagesOf, type TimedCue } from "./captions";

/** The language that captions are shown in; "": none are. */
export interface ChosenCaptions {
  languages: string[];
  language: string;
  choose: (language: string) => void;
  /** Those of the language; of the first while none are shown, to be searched and read. */
  cues: TimedCue[];
}

export function useCaptions(all: TimedCue[]): ChosenCaptions {
  const languages = useMemo(() => languagesOf(all), [all]);
  const [language, choose] = useState(languages[0] ?? "");
  const read = language || languages[0];
  const cues = useMemo(() => all.filter((cue) => cue.language === read), [all, read]);
  useCommands([
    {
      id: "replay.captions",
      label: language ? "Hide captions" : "Show captions",
      group: "Replay",
      keys: "c",
      icon: Captions,
      when: () => languages.length > 0,
      perform: () => choose(language ? "" : (languages[0] ?? "")),
    },
  ]);
  return { languages, language, choose, cues };
}
