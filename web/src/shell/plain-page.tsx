import type { ReactNode } from "react";
import { Logo } from "./logo";

/** The frame of pages that stand alone: an invitation, a summary, whatever is shown to nobody in particular. */
export function PlainPage({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-[calc(100dvh-var(--strip,0px))] bg-bg2">
      <header className="flex h-12 items-center gap-2 border-line border-b bg-bg px-4">
        <Logo className="size-6" />
        <span className="font-semibold">CodeCraft</span>
      </header>
      <main className="wrap-anywhere mx-auto max-w-3xl px-3 py-6 sm:px-6 sm:py-10">
        <div className="rounded-lg border border-line bg-bg p-4 sm:p-8">{children}</div>
      </main>
    </div>
  );
}
