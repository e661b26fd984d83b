import { act, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { BlurNews } from "./blur/blur";
import { DeviceCheck } from "./check";
import type { Choice } from "./devices";

/** A blur that does what the test says. */
const fake = vi.hoisted(() => ({
  isAble: true,
  tell: (_: BlurNews) => {},
  settle: { resolve: (_: unknown) => {}, reject: (_: Error) => {} },
  end: () => {},
}));

vi.mock("./blur/blur", async (load) => ({
  ...(await load<object>()),
  canBlur: () => fake.isAble,
  Blur: class {
    constructor(tell: (news: BlurNews) => void) {
      fake.tell = tell;
    }

    start = () =>
      new Promise((resolve, reject) => {
        fake.settle = { resolve, reject };
      });

    end = () => fake.end();
  },
}));

let root: Root;
let page: HTMLElement;
let last: Choice;

function Trial() {
  const [choice, setChoice] = useState<Choice>({
    camera: "",
    microphone: "",
    speaker: "",
    isCameraOn: true,
    isMicrophoneOn: false,
    isBlurred: false,
  });
  last = choice;
  const change = (changed: Partial<Choice>) => setChoice({ ...choice, ...changed });
  return <DeviceCheck heading={null} choice={choice} onChange={change} isSending onDone={() => {}} />;
}

const sharp = new MediaStream();

beforeEach(async () => {
  fake.isAble = true;
  fake.end = vi.fn();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("RTCPeerConnection", class {});
  const track = Object.assign(new EventTarget(), { kind: "video", stop: vi.fn() });
  Object.assign(sharp, { getTracks: () => [track], getVideoTracks: () => [track] });
  const mediaDevices = Object.assign(new EventTarget(), {
    getUserMedia: async () => sharp,
    enumerateDevices: async () => [],
  });
  vi.stubGlobal("navigator", { mediaDevices });
  page = document.createElement("div");
  root = createRoot(page);
});
afterEach(async () => {
  await act(async () => root.unmount());
});

const show = () => act(async () => root.render(<Trial />));
const blurSwitch = () => page.querySelector<HTMLInputElement>('[role="switch"]') as HTMLInputElement;
const flip = () => act(async () => blurSwitch().click());
const shown = () => page.querySelector("video")?.srcObject;
const warning = () => page.querySelector('[role="alert"]')?.textContent;

it("the picture is shown once it is blurred, and sharp again when that is turned off", async () => {
  await show();
  expect(blurSwitch().closest("label")?.textContent).toBe("Blur my background");
  expect(blurSwitch().checked).toBe(false);
  expect(shown()).toBe(sharp);
  await flip();
  expect(last.isBlurred).toBe(true);
  expect(shown()).toBeUndefined();
  expect(page.textContent).toContain("Getting ready to blur your background…");
  await act(async () => fake.settle.resolve({}));
  expect(shown()).toBeInstanceOf(MediaStream);
  expect(shown()).not.toBe(sharp);
  await flip();
  expect(shown()).toBe(sharp);
  expect(fake.end).toHaveBeenCalledOnce();
});

it("a blur that fails is told, and the switch goes back until it is tried again", async () => {
  await show();
  await flip();
  await act(async () => fake.settle.reject(new Error("no power")));
  expect(last.isBlurred).toBe(false);
  expect(blurSwitch().checked).toBe(false);
  expect(warning()).toContain("Your background could not be blurred: others will see it.");
  await flip();
  expect(warning()).toBeUndefined();
  await act(async () => fake.settle.resolve({}));
  await act(async () => fake.tell("failed"));
  expect(last.isBlurred).toBe(false);
  expect(warning()).toContain("could not be blurred");
});

it("a device that falls behind is told until it has caught up", async () => {
  await show();
  await flip();
  await act(async () => fake.settle.resolve({}));
  await act(async () => fake.tell("slow"));
  expect(warning()).toContain("Blurring takes more than this device can do");
  await act(async () => fake.tell("steady"));
  expect(warning()).toBeUndefined();
});

it("where the browser cannot, the switch is off and says why", async () => {
  fake.isAble = false;
  await show();
  expect(blurSwitch().disabled).toBe(true);
  const reason = page.querySelector(`[id="${blurSwitch().getAttribute("aria-describedby")}"]`);
  expect(reason?.textContent).toContain("This browser cannot blur a background");
});
