import { type ComponentProps, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

/** What can be shown in an element: a track of the call, or a camera on trial. */
export interface Attachable {
  attach: (element: HTMLMediaElement) => unknown;
  detach: (element: HTMLMediaElement) => unknown;
}

/** A picture without sound; sound has elements of its own, which stay while pictures come and go. */
export function Video({
  source,
  mirrored,
  className,
  ...rest
}: ComponentProps<"video"> & { source: Attachable; mirrored?: boolean }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    source.attach(shown);
    return () => {
      source.detach(shown);
    };
  }, [source]);
  return (
    <video
      {...rest}
      ref={element}
      autoPlay
      playsInline
      muted
      className={cn("size-full", mirrored && "-scale-x-100", className)}
    />
  );
}

export function Sound({ source }: { source: Attachable }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const heard = element.current;
    if (!heard) return;
    source.attach(heard);
    return () => {
      source.detach(heard);
    };
  }, [source]);
  // biome-ignore lint/a11y/useMediaCaption: nobody has written down yet what is being said
  return <audio ref={element} autoPlay />;
}

/** A stream that is not of the call. */
export function attachable(stream: MediaStream): Attachable {
  return {
    attach: (element) => {
      element.srcObject = stream;
    },
    detach: (element) => {
      element.srcObject = null;
    },
  };
}
