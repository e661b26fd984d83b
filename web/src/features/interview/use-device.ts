import { useCallback, useEffect, useState } from "react";
import { type Device, type FaultKind, faultOf, surroundingFault } from "./faults";

/** What the camera is asked for: enough to see a face, little enough for a laptop that compiles meanwhile. */
export const pictureSize = { width: 640, height: 360 };

export type DeviceState =
  | { at: "asking" }
  | { at: "on"; stream: MediaStream }
  | { at: "off" }
  | { at: "fault"; fault: FaultKind };

async function open(device: Device, id: string): Promise<MediaStream> {
  const chosen = id ? { deviceId: { ideal: id } } : {};
  return navigator.mediaDevices.getUserMedia(
    device === "camera" ? { video: { ...pictureSize, ...chosen } } : { audio: { ...chosen } },
  );
}

function stop(stream: MediaStream) {
  for (const track of stream.getTracks()) track.stop();
}

/** One device on trial, by itself: a camera that is refused keeps no microphone from being heard. */
export function useDevice(device: Device, id: string, isWanted: boolean) {
  const [state, setState] = useState<DeviceState>({ at: "asking" });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again
  useEffect(() => {
    const fault = surroundingFault();
    if (fault) return setState({ at: "fault", fault });
    if (!isWanted) return setState({ at: "off" });
    let isOver = false;
    let opened: MediaStream | undefined;
    setState({ at: "asking" });
    open(device, id).then(
      (stream) => {
        if (isOver) return stop(stream);
        opened = stream;
        stream.getTracks()[0]?.addEventListener("ended", again);
        setState({ at: "on", stream });
      },
      (error) => !isOver && setState({ at: "fault", fault: faultOf(error) }),
    );
    return () => {
      isOver = true;
      opened?.getTracks()[0]?.removeEventListener("ended", again);
      if (opened) stop(opened);
    };
  }, [device, id, isWanted, round, again]);

  // What is plugged in is tried by itself.
  const isAbsent = state.at === "fault" && state.fault === "absent";
  useEffect(() => {
    if (!isAbsent) return;
    navigator.mediaDevices.addEventListener("devicechange", again);
    return () => navigator.mediaDevices.removeEventListener("devicechange", again);
  }, [isAbsent, again]);
  return { state, again };
}

/** The devices of a kind; their names are known once one of them may be used, which is when it is asked again. */
export function useDevices(kind: MediaDeviceKind, since: unknown): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come with the permission
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices?.enumerateDevices) return;
    let isOver = false;
    const read = () =>
      mediaDevices.enumerateDevices().then(
        (all) => !isOver && setDevices(all.filter((each) => each.kind === kind && each.deviceId !== "")),
        () => {},
      );
    void read();
    mediaDevices.addEventListener("devicechange", read);
    return () => {
      isOver = true;
      mediaDevices.removeEventListener("devicechange", read);
    };
  }, [kind, since]);
  return devices;
}
