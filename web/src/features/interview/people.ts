import type { Attachable } from "./video";

/** good, or not known. */
export type Quality = "good" | "poor" | "lost";

/** Somebody in the call, with what they send; a track is there while it can be seen or heard. */
export interface Person {
  /** The participant's id. */
  id: string;
  name: string;
  isSelf: boolean;
  camera?: Attachable;
  screen?: Attachable;
  voice?: Attachable;
  screenVoice?: Attachable;
  microphone: "on" | "muted" | "none";
  isSpeaking: boolean;
  quality: Quality;
  joinedAt: number;
}

/** Video names a tab of a participant "participant.tab". */
export const participantOf = (identity: string) => identity.slice(0, identity.indexOf("."));

/** Everybody in the call, oneself first; of somebody with two tabs only the one that came last. */
export function inOrder(self: Person, everybody: Person[]): Person[] {
  const others = new Map<string, Person>();
  for (const person of everybody) {
    const known = others.get(person.id);
    if (person.id !== self.id && (!known || known.joinedAt < person.joinedAt)) others.set(person.id, person);
  }
  const sorted = [...others.values()].sort((a, b) => a.joinedAt - b.joinedAt || a.id.localeCompare(b.id));
  return [self, ...sorted];
}

/** The connection in words; nothing while all is well. */
export function qualityWord(quality: Quality): string | undefined {
  if (quality === "lost") return "Connection lost";
  if (quality === "poor") return "Weak connection";
  return undefined;
}
