// @vitest-environment happy-dom
import { Terminal } from "@xterm/xterm";
import { expect, test } from "vitest";
import { mute } from "./mute";

test("of several screens of a program one answers what it asks its terminal", async () => {
  const screen = new Terminal();
  let isMute = false;
  mute(screen, () => isMute);
  const said: string[] = [];
  screen.onData((text) => said.push(text));
  const asks = (text: string) => new Promise<void>((resolve) => screen.write(text, resolve));
  await asks("\x1b[6n\x1b[c");
  expect(said.join("")).toContain("\x1b[1;1R");
  const before = said.length;
  isMute = true;
  await asks("\x1b[6n\x1b[?6n\x1b[c\x1b[>c\x1b[?7$p\x1bP$qm\x1b\\\x1b]10;?\x07");
  expect(said).toHaveLength(before);
  screen.dispose();
});
