import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DeviceCheck } from "./check";
import type { Choice } from "./devices";

let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("RTCPeerConnection", class {});
  page = document.createElement("div");
  root = createRoot(page);
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

const choice: Choice = {
  camera: "",
  microphone: "",
  speaker: "",
  isCameraOn: true,
  isMicrophoneOn: true,
  isBlurred: false,
};

/** A stream with one track that can be stopped. */
function streamOf(kind: "audio" | "video") {
  const track = Object.assign(new EventTarget(), { kind, stop: vi.fn() });
  const getAudioTracks = () => (kind === "audio" ? [track] : []);
  return Object.assign(new MediaStream(), { getTracks: () => [track], getAudioTracks });
}

type Ask = (wanted: MediaStreamConstraints) => unknown;

/** Shows the check with devices that answer as told. */
async function show(ask: Ask, onDone = () => {}) {
  const getUserMedia = vi.fn(async (wanted: MediaStreamConstraints) => ask(wanted));
  const mediaDevices = Object.assign(new EventTarget(), { getUserMedia, enumerateDevices: async () => [] });
  vi.stubGlobal("navigator", { mediaDevices });
  const check = <DeviceCheck heading={null} choice={choice} onChange={() => {}} isSending onDone={onDone} />;
  await act(async () => root.render(check));
  return { getUserMedia, mediaDevices };
}

const part = (name: string) => page.querySelector(`[aria-label="${name}"]`)?.textContent;
const button = (name: string) =>
  [...page.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);

it("a refused camera keeps no microphone from being heard, and the check can be passed", async () => {
  const onDone = vi.fn();
  const { getUserMedia } = await show((wanted) => {
    if (wanted.video) throw new DOMException("Permission denied", "NotAllowedError");
    return streamOf("audio");
  }, onDone);
  expect(getUserMedia.mock.calls.map(([wanted]) => Object.keys(wanted))).toEqual([["video"], ["audio"]]);
  expect(part("Camera")).toContain("This page may not use your camera.");
  expect(part("Microphone")).not.toContain("may not use");
  expect(page.textContent).toContain("You go in without a camera: others hear you, and do not see you.");
  await act(async () => button("Continue")?.click());
  expect(onDone).toHaveBeenCalledOnce();
});

it("a device in use is tried again on demand, and an absent one once something is plugged in", async () => {
  const faults: Record<string, string> = { video: "NotReadableError", audio: "NotFoundError" };
  const { getUserMedia, mediaDevices } = await show((wanted) => {
    const kind = wanted.video ? "video" : "audio";
    if (faults[kind]) throw new DOMException("", faults[kind]);
    return streamOf(kind);
  });
  expect(part("Camera")).toContain("another program may be using it");
  expect(part("Microphone")).toContain("There is no microphone here.");
  expect(page.textContent).toContain("You go in without camera and microphone");
  faults.audio = "";
  await act(async () => mediaDevices.dispatchEvent(new Event("devicechange")));
  expect(part("Microphone")).not.toContain("There is no microphone");
  faults.video = "";
  await act(async () => button("Try again")?.click());
  expect(part("Camera")).not.toContain("another program");
  expect(getUserMedia).toHaveBeenCalledTimes(4);
});

it("without WebRTC no device is asked for", async () => {
  vi.stubGlobal("RTCPeerConnection", undefined);
  const { getUserMedia } = await show(() => streamOf("video"));
  expect(part("Camera")).toContain("This browser cannot take part in video calls.");
  expect(getUserMedia).not.toHaveBeenCalled();
});
