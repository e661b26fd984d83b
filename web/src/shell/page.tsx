import { Link, type LinkProps } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { useTitle } from "@/lib/title";

interface PageProps {
  title: string;
  /** Shown in place of the plain title; the browser's tab still has the plain one. */
  heading?: ReactNode;
  back?: { to: LinkProps["to"]; params?: LinkProps["params"]; search?: LinkProps["search"]; label: string };
  /** Beside the title: states and counts. */
  beside?: ReactNode;
  actions?: ReactNode;
  /** Tables use the width; text and forms stay narrow. */
  width?: "narrow" | "wide" | "full";
  children: ReactNode;
}

const widths = { narrow: "max-w-3xl", wide: "max-w-6xl", full: "max-w-none" };

/** The frame of a staff page: one heading, its actions, and the content below. */
export function Page({ title, heading, back, beside, actions, width = "wide", children }: PageProps) {
  useTitle(title);
  return (
    <div className={cn("mx-auto flex w-full flex-col px-4 pb-12 sm:px-6", widths[width])}>
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
        <div className="flex min-w-0 flex-1 basis-40 items-center gap-2">
          {back && (
            <Link
              to={back.to}
              params={back.params}
              search={back.search}
              aria-label={back.label}
              title={back.label}
              className="-ml-1 flex size-7 shrink-0 items-center justify-center rounded-md text-fg2 hover:bg-bg3 hover:text-fg pointer-coarse:size-11 print:hidden"
            >
              <ChevronLeft aria-hidden className="size-4" />
            </Link>
          )}
          <h1
            title={title}
            className="max-sm:wrap-anywhere font-semibold text-lg max-sm:line-clamp-3 sm:truncate"
          >
            {heading ?? title}
          </h1>
          {beside}
        </div>
        {actions && <div className="ml-auto flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
