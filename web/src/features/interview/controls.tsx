import {
  Camera,
  CameraOff,
  Code,
  LayoutGrid,
  type LucideIcon,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  Square,
  Video,
} from "lucide-react";
import { useCommands } from "@/lib/commands";
import { Button } from "@/ui/button";
import { Tooltip } from "@/ui/tooltip";
import type { Call, CallView } from "./call";
import { DeviceMenu } from "./device-menu";
import { canChooseSpeaker, type useChoice } from "./devices";
import { ReactionMenu } from "./reactions";
import type { Layout } from "./stage";

interface ControlsProps {
  interviewId: string;
  call: Call;
  view: CallView;
  isSending: boolean;
  layout: Layout;
  onLayout: (layout: Layout) => void;
  /** Whether the code has the large place, and not the video. */
  isCode: boolean;
  onCode: (isCode: boolean) => void;
  devices: ReturnType<typeof useChoice>;
  onLeave: () => void;
}

interface Control {
  id: string;
  label: string;
  icon: LucideIcon;
  keys?: string;
  isOff?: boolean;
  isDisabled?: boolean;
  perform: () => void;
}

function controlsOf(props: ControlsProps): Control[] {
  const { call, view, isSending, layout, onLayout, isCode, onCode } = props;
  const isThere = view.state === "connected" || view.state === "reconnecting";
  const sending: Control[] = [
    {
      id: "interview.microphone",
      label: view.isMicrophoneOn ? "Mute" : "Unmute",
      icon: view.isMicrophoneOn ? Mic : MicOff,
      keys: "m",
      isOff: !view.isMicrophoneOn,
      perform: () => void call.setOn("microphone", !view.isMicrophoneOn),
    },
    {
      id: "interview.camera",
      label: view.isCameraOn ? "Turn camera off" : "Turn camera on",
      icon: view.isCameraOn ? Camera : CameraOff,
      keys: "v",
      isOff: !view.isCameraOn,
      perform: () => void call.setOn("camera", !view.isCameraOn),
    },
    {
      id: "interview.screen",
      label: view.isSharing ? "Stop sharing" : "Share screen",
      icon: view.isSharing ? ScreenShareOff : ScreenShare,
      keys: "s",
      isDisabled: view.state !== "connected" && !view.isSharing,
      perform: () => void call.setSharing(!view.isSharing),
    },
  ];
  const isGrid = layout === "grid";
  const video: Control[] = [
    {
      id: "interview.layout",
      label: isGrid ? "Speaker large" : "All the same size",
      icon: isGrid ? Square : LayoutGrid,
      keys: "g",
      perform: () => onLayout(isGrid ? "speaker" : "grid"),
    },
  ];
  return [
    ...(isSending && isThere ? sending : []),
    {
      id: "interview.code",
      label: isCode ? "Video large" : "Code",
      icon: isCode ? Video : Code,
      keys: "e",
      perform: () => onCode(!isCode),
    },
    ...(isCode ? [] : video),
  ];
}

/** What one does in a call, each with its key. */
export function Controls(props: ControlsProps) {
  const { interviewId, call, isSending, devices, onLeave } = props;
  const controls = controlsOf(props);
  useCommands([
    ...controls
      .filter((control) => !control.isDisabled)
      .map(({ id, label, icon, keys, perform }) => ({ id, label, icon, keys, perform, group: "Interview" })),
    {
      id: "interview.leave",
      label: "Leave the interview",
      group: "Interview",
      icon: PhoneOff,
      perform: onLeave,
    },
  ]);
  return (
    <div role="toolbar" aria-label="Call" className="flex flex-wrap items-center justify-center gap-2">
      {controls.map(({ id, label, icon: Icon, keys, isOff, isDisabled, perform }) => (
        <Tooltip key={id} label={label} keys={keys}>
          <Button
            aria-label={label}
            disabled={isDisabled}
            onClick={perform}
            variant={isOff ? "danger" : "secondary"}
            className="max-[900px]:w-11 max-[900px]:px-0"
          >
            <Icon aria-hidden /> <span className="max-[900px]:sr-only">{label}</span>
          </Button>
        </Tooltip>
      ))}
      {isSending && <ReactionMenu interviewId={interviewId} />}
      {(isSending || canChooseSpeaker) && <DeviceMenu call={call} isSending={isSending} devices={devices} />}
      <Button aria-label="Leave" variant="danger" onClick={onLeave}>
        <PhoneOff aria-hidden /> <span className="max-[400px]:sr-only">Leave</span>
      </Button>
    </div>
  );
}
