import { DefaultModality, type VideoTileState } from "amazon-chime-sdk-js";
import { identityOf } from "./chime-names";
import { inOrder, type Person, participantOf, type Quality } from "./people";
import { type Attachable, attachable } from "./video";

interface Attendee {
  identity: string;
  order: number;
  /** Not known before they have been heard of. */
  isMuted?: boolean;
  quality: Quality;
}

interface Tile {
  owner: string;
  isScreen: boolean;
  stream: MediaStream;
  picture: Attachable;
}

/** Who shares a screen has a second place in the meeting for it. */
export const ownerOf = (attendeeId: string) => new DefaultModality(attendeeId).base();
export const isScreen = (attendeeId: string) =>
  new DefaultModality(attendeeId).hasModality(DefaultModality.MODALITY_CONTENT);

/** How strong a signal is, from 0 to 1: the service tells 0, a half and 1. */
function qualityOf(strength: number): Quality {
  if (strength === 0) return "lost";
  return strength <= 0.5 ? "poor" : "good";
}

/** Who is in a meeting and what they send, put together from what the session tells bit by bit. */
export class Roster {
  #attendees = new Map<string, Attendee>();
  #tiles = new Map<number, Tile>();
  #speaking: string[] = [];
  #come = 0;

  enter(attendeeId: string, externalId: string) {
    if (this.#attendees.has(attendeeId)) return;
    this.#attendees.set(attendeeId, {
      identity: identityOf(externalId),
      order: ++this.#come,
      quality: "good",
    });
  }

  leave(attendeeId: string) {
    this.#attendees.delete(attendeeId);
  }

  /** What is null has not changed. */
  hear(attendeeId: string, isMuted: boolean | null, strength: number | null) {
    const attendee = this.#attendees.get(attendeeId);
    if (!attendee) return;
    if (isMuted !== null) attendee.isMuted = isMuted;
    if (strength !== null) attendee.quality = qualityOf(strength);
  }

  speak(attendeeIds: string[]) {
    this.#speaking = attendeeIds;
  }

  show({ tileId, boundAttendeeId, boundVideoStream: stream }: VideoTileState) {
    if (tileId === null) return;
    if (!boundAttendeeId || !stream) return this.hide(tileId);
    if (this.#tiles.get(tileId)?.stream === stream) return;
    const owner = ownerOf(boundAttendeeId);
    this.#tiles.set(tileId, {
      owner,
      isScreen: isScreen(boundAttendeeId),
      stream,
      picture: attachable(stream),
    });
  }

  hide(tileId: number) {
    this.#tiles.delete(tileId);
  }

  participantOf(attendeeId: string): string | undefined {
    const attendee = this.#attendees.get(attendeeId);
    return attendee && participantOf(attendee.identity);
  }

  /** The other person who speaks. */
  speaker(ownId: string): string | undefined {
    const other = this.#speaking.find((id) => id !== ownId && this.#attendees.has(id));
    return other && this.participantOf(other);
  }

  /** Everybody's sound comes as one: it hangs on oneself, who is always there. */
  people(ownId: string, sound: Attachable, nameOf: (participantId: string) => string | undefined): Person[] {
    const personOf = (id: string, attendee: Attendee): Person => {
      const participantId = participantOf(attendee.identity);
      const tiles = [...this.#tiles.values()].filter(({ owner }) => owner === id);
      return {
        id: participantId,
        name: nameOf(participantId) ?? "Somebody",
        isSelf: id === ownId,
        camera: tiles.find((tile) => !tile.isScreen)?.picture,
        screen: tiles.find((tile) => tile.isScreen)?.picture,
        voice: id === ownId ? sound : undefined,
        microphone: attendee.isMuted === undefined ? "none" : attendee.isMuted ? "muted" : "on",
        isSpeaking: this.#speaking.includes(id),
        quality: attendee.quality,
        joinedAt: attendee.order,
      };
    };
    const all = [...this.#attendees].map(([id, attendee]) => personOf(id, attendee));
    const self = all.find((one) => one.isSelf);
    return self ? inOrder(self, all) : [];
  }
}
