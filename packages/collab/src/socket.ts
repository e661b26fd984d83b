/** The states of a WebSocket, by the standard. */
const connecting = 0;
const open = 1;

export const isOpen = (socket: WebSocket | undefined) => socket?.readyState === open;

/**
 * Closes a socket that nobody listens to any more. One that is still being opened is closed once it is: browsers report
 * a connection that is broken off while it is made as an error of the page.
 */
export function closeSocket(socket: WebSocket | undefined) {
  if (!socket) return;
  if (socket.readyState === connecting) socket.onopen = () => socket.close();
  else socket.close();
}
