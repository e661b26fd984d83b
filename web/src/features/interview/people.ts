import { ConnectionQuality, type Participant, type Room, Track, type TrackPublication } from "livekit-client";

/** Somebody in the call, with what they send; a track is there while it can be seen or heard. */
export interface Person {
  /** The participant's id. */
  id: string;
  name: string;
  isSelf: boolean;
  camera?: Track;
  screen?: Track;
  voice?: Track;
  screenVoice?: Track;
  microphone: "on" | "muted" | "none";
  isSpeaking: boolean;
  quality: ConnectionQuality;
  joinedAt: number;
}

/** Video names a tab of a participant "participant.tab". */
const participantOf = (identity: string) => identity.slice(0, identity.indexOf("."));

function live(publication: TrackPublication | undefined): Track | undefined {
  return publication && !publication.isMuted ? publication.track : undefined;
}

function personOf(participant: Participant, isSelf: boolean): Person {
  const microphone = participant.getTrackPublication(Track.Source.Microphone);
  const heard = (source: Track.Source) =>
    isSelf ? undefined : participant.getTrackPublication(source)?.track;
  return {
    id: participantOf(participant.identity),
    name: participant.name || "Somebody",
    isSelf,
    camera: live(participant.getTrackPublication(Track.Source.Camera)),
    screen: live(participant.getTrackPublication(Track.Source.ScreenShare)),
    voice: heard(Track.Source.Microphone),
    screenVoice: heard(Track.Source.ScreenShareAudio),
    microphone: microphone ? (microphone.isMuted ? "muted" : "on") : "none",
    isSpeaking: participant.isSpeaking,
    quality: participant.connectionQuality,
    joinedAt: participant.joinedAt?.getTime() ?? 0,
  };
}

/** Everybody in the call, oneself first; of somebody with two tabs only the one that came last. */
export function peopleOf(room: Room): Person[] {
  const self = personOf(room.localParticipant, true);
  const others = new Map<string, Person>();
  for (const participant of room.remoteParticipants.values()) {
    const person = personOf(participant, false);
    const known = others.get(person.id);
    if (person.id !== self.id && (!known || known.joinedAt < person.joinedAt)) others.set(person.id, person);
  }
  const sorted = [...others.values()].sort((a, b) => a.joinedAt - b.joinedAt || a.id.localeCompare(b.id));
  return [self, ...sorted];
}

/** Whether oneself has come in again elsewhere, after this connection was made. */
export function isReplaced(room: Room): boolean {
  const { identity, joinedAt } = room.localParticipant;
  return [...room.remoteParticipants.values()].some(
    (other) =>
      participantOf(other.identity) === participantOf(identity) &&
      (other.joinedAt?.getTime() ?? 0) > (joinedAt?.getTime() ?? 0),
  );
}

/** The connection in words; nothing while all is well. */
export function qualityWord(quality: ConnectionQuality): string | undefined {
  if (quality === ConnectionQuality.Lost) return "Connection lost";
  if (quality === ConnectionQuality.Poor) return "Weak connection";
  return undefined;
}
