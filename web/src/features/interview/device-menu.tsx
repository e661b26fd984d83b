import { Settings2 } from "lucide-react";
import { Button } from "@/ui/button";
import { Menu, MenuChoice, MenuSeparator, MenuSwitch } from "@/ui/menu";
import { canBlur } from "./blur/blur";
import { blurLabel, cannotBlur } from "./blur/words";
import type { Call } from "./call";
import { type Choice, canChooseSpeaker, type useChoice } from "./devices";
import { useDevices } from "./use-device";

const kinds = [
  { kind: "audioinput", label: "Microphone", choice: "microphone" },
  { kind: "videoinput", label: "Camera", choice: "camera" },
  { kind: "audiooutput", label: "Speaker", choice: "speaker" },
] as const;

interface DeviceMenuProps {
  call: Call;
  isSending: boolean;
  devices: ReturnType<typeof useChoice>;
}

/** Changes a device in the middle of a call; the browser remembers it. */
export function DeviceMenu({ call, isSending, devices: [choice, change] }: DeviceMenuProps) {
  const shown = kinds.filter(({ kind }) => (kind === "audiooutput" ? canChooseSpeaker : isSending));
  const isAble = canBlur();
  return (
    <Menu
      trigger={
        <Button size="icon" aria-label="Devices">
          <Settings2 aria-hidden />
        </Button>
      }
    >
      {shown.map(({ kind, label, choice: name }, i) => (
        <div key={kind}>
          {i > 0 && <MenuSeparator />}
          <DeviceChoice
            kind={kind}
            label={label}
            value={choice[name]}
            onChange={(id) => {
              change({ [name]: id } as Partial<Choice>);
              void call.chooseDevice(kind, id);
            }}
          />
          {kind === "videoinput" && (
            <MenuSwitch
              label={blurLabel}
              isOn={choice.isBlurred && isAble}
              onChange={(isBlurred) => void call.setBlur(isBlurred)}
              barred={isAble ? undefined : cannotBlur}
            />
          )}
        </div>
      ))}
    </Menu>
  );
}

function DeviceChoice(props: {
  kind: MediaDeviceKind;
  label: string;
  value: string;
  onChange: (id: string) => void;
}) {
  const devices = useDevices(props.kind, undefined).filter(({ deviceId }) => deviceId !== "default");
  const isKnown = devices.some(({ deviceId }) => deviceId === props.value);
  const options = devices.map(({ deviceId, label }, i) => ({
    value: deviceId,
    label: label || `Device ${i + 1}`,
  }));
  return (
    <MenuChoice
      label={props.label}
      value={isKnown ? props.value : ""}
      options={[{ value: "", label: "As the system chooses" }, ...options]}
      onChange={props.onChange}
    />
  );
}
