import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { RecordingLight } from "./call-mark";

it("says in words whether the interview is being recorded", () => {
  const words = (light: ReactElement) =>
    renderToStaticMarkup(light)
      .replace(/<[^>]*>/g, "")
      .trim();
  expect(words(<RecordingLight />)).toBe("Not recorded");
  expect(words(<RecordingLight light="on" />)).toBe("Recording");
  expect(words(<RecordingLight light="paused" />)).toBe("Recording paused");
  expect(words(<RecordingLight light="failing" />)).toBe("Recording fails");
});
