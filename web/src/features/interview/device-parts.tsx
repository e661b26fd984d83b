import { TriangleAlert, Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { canChooseSpeaker } from "./devices";
import { type Device, type FaultKind, tellFault } from "./faults";
import { Meter, SilenceWarning } from "./meter";
import { playTone } from "./tone";
import { type useDevice, useDevices } from "./use-device";
import { useLevel } from "./use-level";

interface PartProps {
  trial: ReturnType<typeof useDevice>;
  value: string;
  onChange: (id: string) => void;
}

export function CameraPart({ trial, value, onChange, children }: PartProps & { children: ReactNode }) {
  const devices = useDevices("videoinput", trial.state);
  return (
    <Part device="camera" trial={trial}>
      <Field label="Camera">
        <DeviceSelect devices={devices} value={value} onChange={onChange} />
      </Field>
      {children}
    </Part>
  );
}

export function MicrophonePart({ trial, value, onChange }: PartProps) {
  const devices = useDevices("audioinput", trial.state);
  const track = trial.state.at === "on" ? trial.state.stream.getAudioTracks()[0] : undefined;
  const { level, isSilent } = useLevel(track);
  return (
    <Part device="microphone" trial={trial}>
      <Field label="Microphone" hint={track && !isSilent ? "Say something: the bars move." : undefined}>
        <DeviceSelect devices={devices} value={value} onChange={onChange} />
      </Field>
      {track && <Meter level={level} />}
      {isSilent && <SilenceWarning />}
    </Part>
  );
}

function Part({
  device,
  trial,
  children,
}: {
  device: Device;
  trial: ReturnType<typeof useDevice>;
  children: ReactNode;
}) {
  const { state, again } = trial;
  return (
    <section aria-label={device === "camera" ? "Camera" : "Microphone"} className="flex flex-col gap-2">
      {children}
      {state.at === "fault" && <Fault kind={state.fault} device={device} onRetry={again} />}
    </section>
  );
}

function Fault({ kind, device, onRetry }: { kind: FaultKind; device: Device; onRetry: () => void }) {
  const { what, next } = tellFault(kind, device);
  const canRetry = kind !== "unsupported" && kind !== "insecure";
  return (
    <div role="alert" className="flex flex-col items-start gap-2 rounded-md bg-warnsoft p-3 text-sm">
      <p className="flex gap-2 font-medium text-warn">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> {what}
      </p>
      <p>{next}</p>
      {canRetry && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function SpeakerPart({
  since,
  value,
  onChange,
}: {
  since: unknown;
  value: string;
  onChange: (id: string) => void;
}) {
  const devices = useDevices("audiooutput", since);
  const [played, setPlayed] = useState<"no" | "playing" | "yes" | "failed">("no");
  const play = () => {
    setPlayed("playing");
    playTone(value).then(
      () => setPlayed("yes"),
      () => setPlayed("failed"),
    );
  };
  return (
    <section aria-label="Speaker" className="flex flex-col gap-2">
      {canChooseSpeaker ? (
        <Field label="Speaker">
          <DeviceSelect devices={devices} value={value} onChange={onChange} />
        </Field>
      ) : (
        <p className="font-medium text-sm">Speaker</p>
      )}
      <div className="flex flex-col items-start gap-1.5">
        <Button onClick={play} pending={played === "playing"}>
          <Volume2 aria-hidden /> Play a test sound
        </Button>
        <p role="status" className="min-h-8 text-fg2 text-xs">
          {played === "yes" && "Two notes were played. Heard nothing? Turn the volume up, or choose another."}
          {played === "failed" && "The sound could not be played: choose another speaker, then try again."}
        </p>
      </div>
    </section>
  );
}

function DeviceSelect({
  devices,
  value,
  onChange,
}: {
  devices: MediaDeviceInfo[];
  value: string;
  onChange: (id: string) => void;
}) {
  const isKnown = devices.some((device) => device.deviceId === value);
  return (
    <Select
      value={isKnown ? value : ""}
      disabled={devices.length === 0}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">As the system chooses</option>
      {devices
        .filter((device) => device.deviceId !== "default")
        .map((device, i) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `Device ${i + 1}`}
          </option>
        ))}
    </Select>
  );
}
