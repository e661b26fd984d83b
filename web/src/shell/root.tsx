import { Outlet } from "@tanstack/react-router";
import { Command as CommandIcon, Keyboard, Moon } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useCommandKeys, useCommands } from "@/lib/commands";
import { setTheme, useDark } from "@/lib/theme";
import { Announcer } from "@/ui/announcer";
import { Toaster } from "@/ui/toast";
import { Offline } from "./offline";
import { Waiting } from "./waiting";

const loadPalette = () => import("./palette");
const Palette = lazy(loadPalette);
const Shortcuts = lazy(() => import("./shortcuts"));

/** What every page has, signed in or not: keys, palette, toasts, the voice for screen readers. */
export function Root() {
  const isDark = useDark();
  const [shown, setShown] = useState<"palette" | "shortcuts" | null>(null);
  useCommandKeys();
  // Who opens the palette types on at once: what it has to wait for would lose those keys.
  useEffect(() => {
    void loadPalette().catch(() => {}); // it is asked for again when it is opened
  }, []);
  useCommands([
    {
      id: "palette",
      label: "Open the command palette",
      group: "Everywhere",
      keys: "mod+k",
      icon: CommandIcon,
      perform: () => setShown("palette"),
    },
    {
      id: "shortcuts",
      label: "Show keyboard shortcuts",
      group: "Everywhere",
      keys: "?",
      icon: Keyboard,
      perform: () => setShown("shortcuts"),
    },
    {
      id: "theme",
      label: isDark ? "Use the light theme" : "Use the dark theme",
      group: "Everywhere",
      words: "appearance colours dark light mode",
      icon: Moon,
      perform: () => setTheme(isDark ? "light" : "dark"),
    },
  ]);
  const close = (open: boolean) => setShown((now) => (open ? now : null));
  return (
    <>
      <div className="pointer-events-none fixed bottom-3 left-1/2 z-50 flex w-max max-w-[min(560px,calc(100vw-24px))] -translate-x-1/2 flex-col items-center gap-2 max-[900px]:bottom-14">
        <Waiting />
        <Offline />
      </div>
      <Outlet />
      <Suspense>
        {shown === "palette" && <Palette open onOpenChange={close} />}
        {shown === "shortcuts" && <Shortcuts open onOpenChange={close} />}
      </Suspense>
      <Announcer />
      <Toaster />
    </>
  );
}
