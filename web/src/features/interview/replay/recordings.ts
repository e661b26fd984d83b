import type { Item } from "@codecraft/api/resources";

/** A file of a recording, and when it is played. */
export interface Take {
  id: string;
  source: string;
  participantId: string;
  isScreen: boolean;
  /** Without pictures there is a voice to be heard. */
  hasPictures: boolean;
  fromMs: number;
  toMs: number;
}

/** The files of all recordings that can be played, screens first. */
export function takesOf(recordings: Item<"recordings">[], since: (time: string) => number): Take[] {
  const takes = recordings
    .filter(({ attributes }) => attributes.state === "recorded")
    .flatMap(({ id, attributes: { startedAt, files } }) =>
      files.map(({ name, participantId, source, offsetMs, durationMs, hasPictures }): Take => {
        const fromMs = since(startedAt) + offsetMs;
        return {
          id: `${id} ${name}`,
          source: `/v1/recordings/${id}/files/${encodeURIComponent(name)}`,
          participantId,
          isScreen: source === "screen",
          hasPictures,
          fromMs,
          toMs: fromMs + durationMs,
        };
      }),
    );
  return takes.sort((a, b) => Number(b.isScreen) - Number(a.isScreen));
}

export function takesAt(takes: Take[], ms: number): Take[] {
  return takes.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
}

/** Why there is less to see than was to be recorded; empty when there is nothing to say. */
export function aboutRecordings(recordings: Item<"recordings">[]): string {
  const states = new Set(recordings.map(({ attributes }) => attributes.state));
  if (states.has("failed")) return "A part of the recording failed, and cannot be played.";
  if (states.has("verifying") || states.has("recording"))
    return "The recording is being looked through and stored: load this page again in a while.";
  if (states.has("removed") || states.has("removing"))
    return "A part of the recording was removed, and cannot be played.";
  return "";
}

/** What of a video element the clock steers. */
export interface Player {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  play(): Promise<void>;
  pause(): void;
}

interface Pace {
  isPlaying: boolean;
  rate: number;
}

/** Browsers play no faster: beyond that, pictures are jumped to one after another. */
const fastest = 16;
/** Nearer than that is in step. */
const inStep = 0.04;
/** Further off than that it jumps, and does not catch up. */
const lost = 0.3;

/** Has a player show a moment of its file, in seconds, and go on from there as the clock does. */
export function steer(player: Player, wanted: number, { isPlaying, rate }: Pace) {
  const off = wanted - player.currentTime;
  if (!isPlaying || rate > fastest) {
    if (!player.paused) player.pause();
    if (!player.seeking && Math.abs(off) > inStep) player.currentTime = wanted;
    return;
  }
  // A browser that wants to be clicked first refuses: it is asked again as the clock goes on.
  if (player.paused) player.play().catch(() => {});
  if (player.seeking) return;
  if (Math.abs(off) > lost * Math.max(1, rate)) player.currentTime = wanted;
  const ahead = Math.abs(off) > inStep * Math.max(1, rate) ? Math.sign(off) * 0.05 : 0;
  const wantedRate = rate * (1 + ahead);
  if (player.playbackRate !== wantedRate) player.playbackRate = wantedRate;
}
