import type { Room, Track } from "livekit-client";

const everyMs = 500;
/** A call brings packets many times a second, of sound, picture or their reports: without any for this long it stands still. */
const stillAfterMs = 1500;

async function packetsOf(track: Track): Promise<number> {
  let packets = 0;
  const report = await track.getRTCStatsReport();
  report?.forEach((each) => {
    if (each.type === "transport") packets += each.packetsReceived ?? 0;
  });
  return packets;
}

function tracksOf(room: Room): Track[] {
  const everybody = [room.localParticipant, ...room.remoteParticipants.values()];
  return everybody.flatMap((one) => one.getTrackPublications().flatMap(({ track }) => track ?? []));
}

/**
 * Feels whether a call's packets go on arriving, and tells when that changes. The video client itself notices a dead
 * network after up to 15 seconds. Times between looks count and not the looks: those of a hidden tab are rare.
 */
export function feelPulse(room: Room, onChange: (isBeating: boolean) => void): () => void {
  let seen = -1;
  let lastLook = performance.now();
  let stillFor = 0;
  let isBeating = true;
  const tell = (now: boolean) => {
    if (now !== isBeating) onChange(now);
    isBeating = now;
  };
  const look = async () => {
    const track = tracksOf(room)[0];
    const packets = track ? await packetsOf(track).catch(() => 0) : 0;
    const now = performance.now();
    const sinceLook = Math.min(now - lastLook, 2 * everyMs);
    lastLook = now;
    if (packets === 0 || packets !== seen) {
      stillFor = 0;
      seen = packets;
      tell(navigator.onLine);
    } else {
      stillFor += sinceLook;
      if (stillFor >= stillAfterMs) tell(false);
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  const onOffline = () => tell(false);
  window.addEventListener("offline", onOffline);
  return () => {
    clearInterval(timer);
    window.removeEventListener("offline", onOffline);
  };
}
