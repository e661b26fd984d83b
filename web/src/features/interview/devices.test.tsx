import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { useChoice } from "./devices";

beforeEach(() => localStorage.clear());

it("the blur is off until it is chosen, also where devices were chosen before there was one, and is remembered", () => {
  localStorage.setItem("codecraft.interview.devices", JSON.stringify({ camera: "front", isCameraOn: false }));
  const { result } = renderHook(() => useChoice());
  expect(result.current[0]).toMatchObject({
    camera: "front",
    isCameraOn: false,
    isMicrophoneOn: true,
    isBlurred: false,
  });
  act(() => result.current[1]({ isBlurred: true }));
  expect(renderHook(() => useChoice()).result.current[0]).toMatchObject({ camera: "front", isBlurred: true });
});
