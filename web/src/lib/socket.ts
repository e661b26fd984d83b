import { transport } from "@/api/client";

/** A WebSocket to a path of this page's own server. */
export function openSocket(path: string): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const token = transport.actorToken(); // a browser's WebSocket can send it among its protocols only
  return token ? new WebSocket(address, ["codecraft", `bearer.${token}`]) : new WebSocket(address);
}

/**
 * Closes a socket that nobody listens to any more. One that is still being opened is closed once it is: browsers report
 * a connection that is broken off while it is made as an error of the page.
 */
export function closeSocket(socket: WebSocket | undefined) {
  if (!socket) return;
  if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
  else socket.close();
}
