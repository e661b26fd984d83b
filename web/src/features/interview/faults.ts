import { BlurError } from "./blur/blur";

/** What keeps a camera, a microphone or a screen from being used. */
export type Device = "camera" | "microphone";
export type FaultKind =
  | "denied"
  | "system"
  | "taken"
  | "absent"
  | "insecure"
  | "unsupported"
  | "unblurred"
  | "other";

/** Sorts what getUserMedia refuses with; browsers name the same differently. */
export function faultOf(error: unknown): FaultKind {
  if (error instanceof BlurError) return "unblurred";
  const { name = "", message = "" } = error instanceof Error || error instanceof DOMException ? error : {};
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return /system/i.test(message) ? "system" : "denied";
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "absent";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "taken";
  }
  return "other";
}

/** What is amiss with this browser or address as a whole, before any device is asked for. */
export function surroundingFault(): FaultKind | undefined {
  if (typeof RTCPeerConnection === "undefined") return "unsupported";
  if (!navigator.mediaDevices?.getUserMedia) return window.isSecureContext ? "unsupported" : "insecure";
  return undefined;
}

interface Told {
  what: string;
  next: string;
}

const browsers = "a current Chrome, Edge, Firefox or Safari";

/** The fault in a sentence, and what to do about it. */
export function tellFault(kind: FaultKind, device: Device): Told {
  switch (kind) {
    case "denied":
      return {
        what: `This page may not use your ${device}.`,
        next: `Allow it at the sign beside the address, at the top of the window, then try again. You can also go on without.`,
      };
    case "system":
      return {
        what: `Your system lets the browser use no ${device}.`,
        next: `Allow it in the system's privacy settings, then try again. You can also go on without.`,
      };
    case "taken":
      return {
        what: `Your ${device} does not answer: another program may be using it.`,
        next: `Close other calls and programs that use it, or choose another one, then try again.`,
      };
    case "absent":
      return {
        what: `There is no ${device} here.`,
        next: `Plug one in: it is found by itself. You can also go on without.`,
      };
    case "insecure":
      return {
        what: "Browsers give cameras and microphones to encrypted pages only, and this one is not.",
        next: "Open the link with https:// in front. If that leads nowhere, tell whoever invited you.",
      };
    case "unblurred":
      return {
        what: "Your background could not be blurred, so your camera is off, and so is the blur.",
        next: "Try to blur again under Devices, or go on with your background in sight.",
      };
    case "unsupported":
      return {
        what: "This browser cannot take part in video calls.",
        next: `Open the link in ${browsers}.`,
      };
  }
  return {
    what: `Your ${device} could not be started.`,
    next: "Try again; if that does not help, start the browser anew, or go on without.",
  };
}

/** What to say when a screen is not shared. Who only closed the browser's question hears nothing. */
export function tellScreenFault(error: unknown): string | undefined {
  if (typeof navigator.mediaDevices?.getDisplayMedia !== "function") {
    return `This browser cannot share a screen: use ${browsers} on a computer.`;
  }
  const kind = faultOf(error);
  if (kind === "denied") return undefined;
  if (kind === "system") {
    return "Your system lets the browser record no screen: allow it in the system's privacy settings (Screen Recording), then start the browser anew.";
  }
  return "Your screen could not be shared. Choose another window, or the whole screen.";
}
