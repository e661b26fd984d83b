import type { LucideIcon } from "lucide-react";
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

/**
 * A command is a value: the palette, the shortcut sheet, menus and keys all show and perform the same ones.
 * Keys are written "mod+enter" or "g p" (one after the other); mod is Ctrl, or ⌘ on a Mac.
 */
export interface Command {
  id: string;
  label: string;
  group: string;
  icon?: LucideIcon;
  keys?: string;
  /** Said in the palette only; more words to find it by. */
  words?: string;
  when?: () => boolean;
  perform: () => void;
}

const registered = new Map<object, Command[]>();
const listeners = new Set<() => void>();
let snapshot: Command[] = [];

function changed() {
  const byId = new Map<string, Command>();
  for (const commands of registered.values()) for (const command of commands) byId.set(command.id, command);
  snapshot = [...byId.values()];
  for (const listener of listeners) listener();
}

/** Offers commands while the calling component is shown. The newest closure of each is the one performed. */
export function useCommands(commands: Command[]) {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map((c) => `${c.id}\t${c.label}\t${c.keys ?? ""}`).join("\n");
  // With the page itself, not after it was painted: a key pressed at what one sees must not be lost.
  // biome-ignore lint/correctness/useExhaustiveDependencies: shape stands for what can be seen of the commands
  useLayoutEffect(() => {
    const owner = {};
    registered.set(
      owner,
      latest.current.map((command, i) => ({
        ...command,
        when: () => latest.current[i]?.when?.() ?? true,
        perform: () => latest.current[i]?.perform(),
      })),
    );
    changed();
    return () => {
      registered.delete(owner);
      changed();
    };
  }, [shape]);
}

export function useAllCommands(): Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

const isMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

/** The keys as they are printed on this machine: ["Ctrl", "Enter"]. */
export function keyNames(keys: string): string[] {
  return keys.split(/[+ ]/).map((key) => {
    if (key === "mod") return isMac ? "⌘" : "Ctrl";
    if (key === "shift") return isMac ? "⇧" : "Shift";
    if (key === "alt") return isMac ? "⌥" : "Alt";
    if (key === "enter") return "Enter";
    if (key === "arrowdown") return "↓";
    if (key === "arrowup") return "↑";
    if (key === "arrowleft") return "←";
    if (key === "arrowright") return "→";
    if (key === "space") return "Space";
    if (key === "home") return "Home";
    if (key === "end") return "End";
    return key.length === 1 ? key.toUpperCase() : key;
  });
}

function pressed(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  const key = event.key.toLowerCase();
  if (event.shiftKey && key.length > 1) parts.push("shift");
  else if (event.shiftKey && /[a-z]/.test(key)) parts.push("shift");
  parts.push(key === " " ? "space" : key);
  return parts.join("+");
}

function inText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement && target.type === "range") return false;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

/** Finds the command of a key press. Single keys do nothing while text is being written. */
export function commandFor(
  event: KeyboardEvent,
  before: string,
  commands: Command[],
): Command | "wait" | null {
  const key = pressed(event);
  const plain = !key.includes("mod+") && !key.includes("alt+");
  if (plain && inText(event.target)) return null;
  const sequence = before ? `${before} ${key}` : key;
  const open = commands.filter((c) => c.keys && (c.when?.() ?? true));
  const hit = open.findLast((c) => c.keys === sequence) ?? open.findLast((c) => c.keys === key);
  if (hit) return hit;
  return open.some((c) => c.keys?.startsWith(`${key} `)) ? "wait" : null;
}

/** Listens to the keyboard for the whole app; mounted once. */
export function useCommandKeys() {
  useLayoutEffect(() => {
    let before = "";
    let forget: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const found = commandFor(event, before, snapshot);
      clearTimeout(forget);
      before = "";
      if (found === "wait") {
        before = pressed(event);
        forget = setTimeout(() => {
          before = "";
        }, 1000);
      } else if (found) {
        event.preventDefault();
        found.perform();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      clearTimeout(forget);
    };
  }, []);
}
