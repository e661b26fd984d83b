import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Call, CallView } from "./call";
import { Notices } from "./notices";

function show(view: Partial<CallView>) {
  const call = { setOn: vi.fn(), setBlur: vi.fn() };
  const whole: CallView = {
    state: "connected",
    people: [],
    isMicrophoneOn: false,
    isCameraOn: false,
    isSharing: false,
    isSoundBarred: false,
    isBlurSlow: false,
    faults: {},
    ...view,
  };
  render(<Notices call={call as unknown as Call} view={whole} />);
  return call;
}

it("who could not be blurred is shown with their background by their own hand only", async () => {
  const call = show({ faults: { camera: "unblurred" } });
  expect(screen.getByRole("alert").textContent).toContain("could not be blurred, so your camera is off");
  await userEvent.click(screen.getByRole("button", { name: "Show my background" }));
  expect(call.setOn).toHaveBeenCalledExactlyOnceWith("camera", true);
});

it("a blur that takes more than the device can do can be turned off where that is said", async () => {
  const call = show({ isBlurSlow: true });
  expect(screen.getByRole("alert").textContent).toContain("Blurring takes more than this device can do");
  await userEvent.click(screen.getByRole("button", { name: "Turn blur off" }));
  expect(call.setBlur).toHaveBeenCalledExactlyOnceWith(false);
});
