import { Camera, CameraOff, Mic, MicOff } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { PlainPage } from "@/shell/plain-page";
import { Button } from "@/ui/button";
import { BlurPart } from "./blur/blur-part";
import { type Blurred, useBlurred } from "./blur/use-blurred";
import { CameraPart, MicrophonePart, SpeakerPart } from "./device-parts";
import type { Choice } from "./devices";
import type { Device } from "./faults";
import { type DeviceState, useDevice } from "./use-device";
import { attachable, Video } from "./video";

interface CheckProps {
  heading: ReactNode;
  choice: Choice;
  onChange: (changed: Partial<Choice>) => void;
  /** Observers send nothing: only what they hear with is tried. */
  isSending: boolean;
  onDone: () => void;
}

/** Tries camera, microphone and speaker before anybody sees or hears: each by itself, and none is needed to go on. */
export function DeviceCheck({ heading, choice, onChange, isSending, onDone }: CheckProps) {
  const camera = useDevice("camera", choice.camera, isSending && choice.isCameraOn);
  const microphone = useDevice("microphone", choice.microphone, isSending && choice.isMicrophoneOn);
  const picture = camera.state.at === "on" ? camera.state.stream : undefined;
  const blurred = useBlurred(picture, choice.isBlurred, () => onChange({ isBlurred: false }));
  const isReady = camera.state.at !== "asking" && microphone.state.at !== "asking";
  return (
    <PlainPage>
      {heading}
      <div className="mt-6 grid gap-6 sm:grid-cols-2">
        {isSending && (
          <div className="flex flex-col gap-3">
            <Preview state={camera.state} blurred={blurred} />
            <div className="flex flex-wrap gap-2">
              <Toggle
                device="camera"
                isOn={choice.isCameraOn}
                onChange={(isCameraOn) => onChange({ isCameraOn })}
              />
              <Toggle
                device="microphone"
                isOn={choice.isMicrophoneOn}
                onChange={(isMicrophoneOn) => onChange({ isMicrophoneOn })}
              />
            </div>
          </div>
        )}
        <div className="flex flex-col gap-5">
          {isSending && (
            <>
              <CameraPart trial={camera} value={choice.camera} onChange={(id) => onChange({ camera: id })}>
                <BlurPart
                  isOn={choice.isBlurred}
                  onChange={(isBlurred) => onChange({ isBlurred })}
                  blurred={blurred}
                />
              </CameraPart>
              <MicrophonePart
                trial={microphone}
                value={choice.microphone}
                onChange={(id) => onChange({ microphone: id })}
              />
            </>
          )}
          <SpeakerPart
            since={microphone.state}
            value={choice.speaker}
            onChange={(id) => onChange({ speaker: id })}
          />
        </div>
      </div>
      <div className="mt-8 flex flex-wrap items-center justify-end gap-3 border-line border-t pt-4">
        <p className="min-w-0 flex-1 text-fg2 text-sm max-sm:basis-full">
          {isSending
            ? goingIn(camera.state, microphone.state)
            : "As an observer you see and hear, and send nothing."}
        </p>
        <Button variant="primary" onClick={onDone}>
          {isReady ? "Continue" : "Continue without waiting"}
        </Button>
      </div>
    </PlainPage>
  );
}

function goingIn(camera: DeviceState, microphone: DeviceState): string {
  const seen = camera.at === "on";
  const heard = microphone.at === "on";
  if (seen && heard) return "Nobody sees or hears you yet. You can turn both off at any time.";
  if (seen) return "You go in without a microphone: others see you, and do not hear you.";
  if (heard) return "You go in without a camera: others hear you, and do not see you.";
  return "You go in without camera and microphone: you see and hear the others.";
}

function waitingFor(state: DeviceState, isStarting: boolean): string {
  if (isStarting) return "Getting ready to blur your background…";
  return state.at === "asking" ? "Waiting for the camera…" : "No picture of you";
}

function Preview({ state, blurred }: { state: DeviceState; blurred: Blurred }) {
  const isStarting = state.at === "on" && blurred.at === "starting";
  const stream = state.at === "on" && !isStarting ? (blurred.stream ?? state.stream) : undefined;
  const source = useMemo(() => stream && attachable(stream), [stream]);
  return (
    <div className="flex aspect-video items-center justify-center overflow-hidden rounded-lg border border-line bg-bg3 text-fg2">
      {source ? (
        <Video source={source} mirrored aria-label="Your camera's picture" className="object-cover" />
      ) : (
        <span className="flex flex-col items-center gap-2">
          <CameraOff aria-hidden className="size-6" />
          {waitingFor(state, isStarting)}
        </span>
      )}
    </div>
  );
}

function Toggle({
  device,
  isOn,
  onChange,
}: {
  device: Device;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const [On, Off] = device === "camera" ? [Camera, CameraOff] : [Mic, MicOff];
  const Icon = isOn ? On : Off;
  return (
    <Button aria-pressed={isOn} onClick={() => onChange(!isOn)} className="min-w-36 flex-1">
      <Icon aria-hidden /> {device === "camera" ? "Camera" : "Microphone"} {isOn ? "on" : "off"}
    </Button>
  );
}
