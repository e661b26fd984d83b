import { FitAddon } from "@xterm/addon-fit";
import type { Terminal as Xterm } from "@xterm/xterm";
import type { TerminalSize } from "@/lib/terminal/session";

/** Letters are no smaller, and no larger. */
const smallest = 12;
const largest = 14;
/** Around the letters, with the scroll bar. */
const edges = 32;

/** Keeps a screen as large as the place it is in. */
export function fill(screen: Xterm, onSize: (size: TerminalSize) => void): () => void {
  screen.options.fontSize = largest;
  const fit = new FitAddon();
  screen.loadAddon(fit);
  const told = screen.onResize(({ rows, cols }) => onSize({ rows, columns: cols }));
  const look = new ResizeObserver(() => fit.fit());
  if (screen.element?.parentElement) look.observe(screen.element.parentElement);
  return () => {
    look.disconnect();
    told.dispose();
    fit.dispose();
  };
}

/** Keeps the size of a screen that others share, with letters as large as there is room for, and its cursor in sight. */
export function keep(
  screen: Xterm,
  room: HTMLElement,
  size: TerminalSize,
  onRoom: (size: TerminalSize) => void,
): () => void {
  screen.resize(size.columns, size.rows);
  const letter = () => {
    const box = screen.element?.querySelector(".xterm-screen");
    return { width: (box?.clientWidth ?? 0) / screen.cols, height: (box?.clientHeight ?? 0) / screen.rows };
  };
  const scale = () => {
    const { width, height } = letter();
    if (width === 0 || height === 0) return;
    const perPoint = width / (screen.options.fontSize ?? largest);
    const wanted = Math.floor((room.clientWidth - edges) / size.columns / perPoint);
    onRoom({
      rows: Math.floor(room.clientHeight / height) - 1,
      columns: Math.floor((room.clientWidth - edges) / width),
    });
    screen.options.fontSize = Math.min(largest, Math.max(smallest, wanted));
  };
  const follow = screen.onCursorMove(() => {
    const { height } = letter();
    const top = screen.buffer.active.cursorY * height;
    const below = top + 2 * height - room.clientHeight;
    if (room.scrollTop < below) room.scrollTop = below;
    if (room.scrollTop > top) room.scrollTop = top;
  });
  const look = new ResizeObserver(scale);
  look.observe(room);
  return () => {
    look.disconnect();
    follow.dispose();
  };
}
