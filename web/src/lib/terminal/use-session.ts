import { useEffect, useState } from "react";
import { TerminalSession } from "./session";

/** A terminal for as long as the component is shown. Leaving it leaves its program, which then ends. */
export function useTerminalSession(): TerminalSession {
  const [session] = useState(() => new TerminalSession());
  useEffect(() => () => session.close(), [session]);
  return session;
}
