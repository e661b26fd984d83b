import { ConnectionQuality, type Participant, type Room, Track, type TrackPublication } from "livekit-client";
import { inOrder, type Person, participantOf, type Quality } from "./people";

const qualities: Partial<Record<ConnectionQuality, Quality>> = {
  [ConnectionQuality.Lost]: "lost",
  [ConnectionQuality.Poor]: "poor",
};

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
    quality: qualities[participant.connectionQuality] ?? "good",
    joinedAt: participant.joinedAt?.getTime() ?? 0,
  };
}

export function peopleOf(room: Room): Person[] {
  const others = [...room.remoteParticipants.values()].map((one) => personOf(one, false));
  return inOrder(personOf(room.localParticipant, true), others);
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
