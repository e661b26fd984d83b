import { type ITheme, Terminal as Xterm } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { mute } from "@/lib/terminal/mute";
import type { TerminalSession, TerminalSize } from "@/lib/terminal/session";
import { useDark } from "@/lib/theme";
import { fill, keep } from "./terminal-fit";

/** What a screen shows, and where what is typed goes. */
export type TerminalFeed = Pick<TerminalSession, "attach" | "type" | "resize" | "isAnswering">;

export interface TerminalBodyProps {
  session: TerminalFeed;
  isSpoken: boolean;
  /** The size it has whatever room there is; without one it takes the room. */
  size?: TerminalSize;
  /** Nothing can be typed. */
  isReadOnly?: boolean;
  /** Takes the focus each time it is raised. */
  focusAt: number;
  /** How much room there is. */
  onSize: (size: TerminalSize) => void;
  /** F6 was pressed: the focus goes where one can tab on. */
  onLeave: () => void;
}

const dark: ITheme = {
  red: "#ff8a80",
  green: "#4cc38a",
  yellow: "#f1b24a",
  blue: "#8b8cf9",
  magenta: "#d69cf5",
  cyan: "#5cc9d6",
  black: "#20242d",
  white: "#eceef2",
};
const light: ITheme = {
  red: "#b3261e",
  green: "#12703b",
  yellow: "#855500",
  blue: "#4338ca",
  magenta: "#8b2fa8",
  cyan: "#0b6675",
  black: "#16181d",
  white: "#545b69",
};

/** The eight colours of programs with the page's own background and text. */
function themeOf(isDark: boolean): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const own = isDark ? dark : light;
  return {
    ...own,
    ...Object.fromEntries(
      Object.entries(own).map(([name, value]) => [
        `bright${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        value,
      ]),
    ),
    background: colour("--bg"),
    foreground: colour("--fg"),
    cursor: colour("--accent"),
    selectionBackground: isDark ? "#3b3d7a" : "#cfcdfa",
  };
}

/** Keys that are the page's or the browser's, not the program's. */
function isOurs(event: KeyboardEvent, terminal: Xterm): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (mod && key === "c" && terminal.hasSelection()) return true; // copies
  if (mod && key === "v") return true; // pastes
  if (mod && key === "enter") return true;
  return event.altKey && (key === "arrowup" || key === "arrowdown");
}

export default function TerminalBody(props: TerminalBodyProps) {
  const { session, isSpoken, size, isReadOnly = false, focusAt, onSize, onLeave } = props;
  const place = useRef<HTMLDivElement>(null);
  const [terminal, setTerminal] = useState<Xterm>();
  const isDark = useDark();
  const latest = useRef({ onSize, onLeave });
  latest.current = { onSize, onLeave };

  useEffect(() => {
    const frame = place.current;
    if (!frame) return;
    const made = new Xterm({
      fontFamily: '"JetBrains Mono", ui-monospace, monospace',
      fontSize: 14,
      minimumContrastRatio: 4.5,
      scrollback: 5000,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    made.open(frame);
    mute(made, () => !session.isAnswering);
    made.attachCustomKeyEventHandler((event) => {
      if (event.key === "F6") {
        event.preventDefault();
        if (event.type === "keydown") latest.current.onLeave();
        return false;
      }
      return !isOurs(event, made);
    });
    made.onData((text) => session.type(text));
    const detach = session.attach((data, shown) => made.write(data, shown));
    setTerminal(made);
    return () => {
      detach();
      made.dispose();
      setTerminal(undefined);
    };
  }, [session]);

  const rows = size?.rows ?? 0;
  const columns = size?.columns ?? 0;
  useEffect(() => {
    const room = place.current?.parentElement;
    if (!terminal || !room) return;
    if (rows > 0) return keep(terminal, room, { rows, columns }, (all) => latest.current.onSize(all));
    return fill(terminal, (all) => {
      latest.current.onSize(all);
      session.resize(all.rows, all.columns);
    });
  }, [terminal, session, rows, columns]);
  useEffect(() => {
    if (terminal) terminal.options.disableStdin = isReadOnly;
  }, [terminal, isReadOnly]);
  useEffect(() => {
    if (terminal) terminal.options.theme = themeOf(isDark);
  }, [terminal, isDark]);
  useEffect(() => {
    if (terminal) terminal.options.screenReaderMode = isSpoken;
  }, [terminal, isSpoken]);
  useEffect(() => {
    if (terminal && focusAt > 0) terminal.focus();
  }, [terminal, focusAt]);
  return (
    <div className="absolute inset-0 overflow-auto">
      <div
        ref={place}
        className={cn("py-1 pl-3", rows > 0 ? "w-max min-w-full" : "h-full overflow-hidden")}
      />
    </div>
  );
}
