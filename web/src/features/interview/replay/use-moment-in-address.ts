import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** While it plays, the address follows in steps: browsers refuse pages that change it with each frame. */
const playingEveryMs = 3000;
const restsMs = 300;

/** Keeps the moment in the address, so that a reload comes back to it. */
export function useMomentInAddress(ms: number, isPlaying: boolean) {
  const navigate = useNavigate({ from: "/interviews/$interviewId/replay" });
  const second = Math.floor(ms / 1000);
  const latest = useRef(second);
  latest.current = second;
  const told = useRef(second);
  const tell = useRef(() => {});
  tell.current = () => {
    if (told.current === latest.current) return;
    told.current = latest.current;
    void navigate({ search: { t: latest.current }, replace: true, resetScroll: false });
  };
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => tell.current(), playingEveryMs);
    return () => clearInterval(timer);
  }, [isPlaying]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each moment at which it rests is one to tell
  useEffect(() => {
    if (isPlaying) return;
    const timer = setTimeout(() => tell.current(), restsMs);
    return () => clearTimeout(timer);
  }, [second, isPlaying]);
}
