import { transport } from "@/api/client";

/** A WebSocket to a path of this page's own server. */
export function openSocket(path: string): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const token = transport.actorToken(); // a browser's WebSocket can send it among its protocols only
  return token ? new WebSocket(address, ["codecraft", `bearer.${token}`]) : new WebSocket(address);
}
