import { expect, test } from "vitest";
import { closeSocket } from "./socket";

function fake(readyState: number) {
  const closed = { times: 0 };
  const socket = { readyState, onopen: null as (() => void) | null, close: () => closed.times++ };
  return { socket, closed };
}

test("a socket is closed when it is open, and one that is being opened once it is", () => {
  closeSocket(undefined);
  const open = fake(1);
  closeSocket(open.socket as unknown as WebSocket);
  expect(open.closed.times).toBe(1);
  const early = fake(0);
  closeSocket(early.socket as unknown as WebSocket);
  expect(early.closed.times).toBe(0);
  early.socket.onopen?.();
  expect(early.closed.times).toBe(1);
});
