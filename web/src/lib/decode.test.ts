import { expect, it } from "vitest";
import { decodeText } from "./decode";

it.each([
  ["UTF-8", [0x5a, 0xc3, 0xab]],
  ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, 0x5a, 0xc3, 0xab]],
  ["UTF-16, little end first", [0xff, 0xfe, 0x5a, 0, 0xeb, 0]],
  ["UTF-16, big end first", [0xfe, 0xff, 0, 0x5a, 0, 0xeb]],
  ["Windows-1252", [0x5a, 0xeb]],
])("reads %s", (_, bytes) => {
  expect(decodeText(new Uint8Array(bytes).buffer)).toBe("Zë");
});
