import { useEffect, useState } from "react";

/** A microphone that gives nothing but zeros this long is muted in the system, or dead. */
const silentAfterMs = 5000;
const everyMs = 100;

/** How loud a microphone is, from 0 to 1, and whether it has given digital silence for 5 seconds. */
export function useLevel(track: MediaStreamTrack | undefined): { level: number; isSilent: boolean } {
  const [heard, setHeard] = useState({ level: 0, isSilent: false });
  useEffect(() => {
    if (!track || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let lastSound = performance.now();
    const timer = setInterval(() => {
      // A browser may hold sound back until the page is touched: then there is nothing to judge by.
      if (context.state !== "running") {
        lastSound = performance.now();
        void context.resume().catch(() => {});
        return;
      }
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      if (peak > 0) lastSound = performance.now();
      setHeard({
        level: Math.min(1, Math.sqrt(peak)),
        isSilent: performance.now() - lastSound > silentAfterMs,
      });
    }, everyMs);
    return () => {
      clearInterval(timer);
      void context.close();
      setHeard({ level: 0, isSilent: false });
    };
  }, [track]);
  return heard;
}
