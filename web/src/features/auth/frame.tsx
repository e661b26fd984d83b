import type { ReactNode } from "react";
import { useTitle } from "@/lib/title";
import { Logo } from "@/shell/logo";

/** The calm page around signing in and its neighbours. */
export function AuthFrame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <main className="flex min-h-full flex-col items-center bg-bg2 px-4 pt-[12vh] pb-12">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2">
          <Logo className="size-7" />
          <span className="font-semibold text-lg">CodeCraft</span>
        </div>
        <div className="rounded-lg border border-line bg-bg p-6">
          <h1 className="font-semibold text-xl">{title}</h1>
          {lead && <p className="mt-1 text-fg2">{lead}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}

/** What went wrong with a form as a whole. */
export function FormFailure({ message }: { message?: string }) {
  if (!message) return null;
  return (
    <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
      {message}
    </p>
  );
}
