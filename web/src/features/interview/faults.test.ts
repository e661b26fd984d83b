// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { BlurError } from "./blur/blur";
import { faultOf, surroundingFault, tellFault, tellScreenFault } from "./faults";

afterEach(() => vi.unstubAllGlobals());

it.each([
  ["NotAllowedError", "Permission denied", "denied"],
  ["NotAllowedError", "Permission denied by system", "system"],
  ["NotReadableError", "Could not start video source", "taken"],
  ["AbortError", "Starting videoinput failed", "taken"],
  ["NotFoundError", "Requested device not found", "absent"],
  ["TypeError", "what nobody thought of", "other"],
] as const)("sorts %s: %s", (name, message, kind) => {
  expect(faultOf(new DOMException(message, name))).toBe(kind);
});

it("tells a picture that could not be blurred from a camera that could not be had, and both ways on", () => {
  expect(faultOf(new BlurError("no power"))).toBe("unblurred");
  const { what, next } = tellFault("unblurred", "camera");
  expect(what).toContain("your camera is off");
  expect(next).toMatch(/blur again under Devices, or go on with your background in sight/);
});

it("names the device and the next step in each", () => {
  for (const kind of ["denied", "system", "taken", "absent", "other"] as const) {
    for (const device of ["camera", "microphone"] as const) {
      const { what, next } = tellFault(kind, device);
      expect(what).toContain(device);
      expect(next).toMatch(/try again|found by itself/i);
    }
  }
});

it("tells a browser without video calls from a page that is not encrypted", () => {
  vi.stubGlobal("RTCPeerConnection", undefined);
  expect(surroundingFault()).toBe("unsupported");
  vi.stubGlobal("RTCPeerConnection", class {});
  vi.stubGlobal("isSecureContext", false);
  vi.stubGlobal("navigator", {});
  expect(surroundingFault()).toBe("insecure");
});

it("says nothing to who closed the question for a screen, and what to do where the system refuses", () => {
  vi.stubGlobal("navigator", { mediaDevices: { getDisplayMedia: () => {} } });
  expect(tellScreenFault(new DOMException("Permission denied", "NotAllowedError"))).toBeUndefined();
  expect(tellScreenFault(new DOMException("Permission denied by system", "NotAllowedError"))).toContain(
    "privacy settings",
  );
  vi.stubGlobal("navigator", {});
  expect(tellScreenFault(new Error())).toContain("cannot share a screen");
});
