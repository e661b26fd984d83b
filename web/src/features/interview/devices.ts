import { useStored } from "@/lib/stored";

/** What this browser remembers of a check: an empty id is whatever the system prefers. */
export interface Choice {
  camera: string;
  microphone: string;
  speaker: string;
  isCameraOn: boolean;
  isMicrophoneOn: boolean;
  isBlurred: boolean;
}

const initial: Choice = {
  camera: "",
  microphone: "",
  speaker: "",
  isCameraOn: true,
  isMicrophoneOn: true,
  isBlurred: false,
};

export function useChoice() {
  const [stored, setChoice] = useStored<Partial<Choice>>("interview.devices", initial);
  const choice: Choice = { ...initial, ...stored }; // what was stored may be older than a choice
  const change = (changed: Partial<Choice>) => setChoice({ ...choice, ...changed });
  return [choice, change] as const;
}

/** Sound goes to a chosen device where browsers let pages choose. */
export const canChooseSpeaker =
  typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
