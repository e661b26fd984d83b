import type { Permission } from "@codecraft/api/types";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { ClipboardList, Code, type LucideIcon, Mail, Search, Users, Video, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { useSession } from "@/api/session";
import { keyNames, useCommands } from "@/lib/commands";
import { Kbd } from "@/ui/kbd";
import { AccountMenu } from "./account";
import { InShell } from "./in-shell";
import { Logo } from "./logo";

interface Place {
  to: "/problems" | "/assessments" | "/interviews" | "/members" | "/webhooks" | "/mailbox";
  label: string;
  icon: LucideIcon;
  keys: string;
  permission?: Permission;
  demo?: boolean;
}

const places: Place[] = [
  { to: "/problems", label: "Problems", icon: Code, keys: "g p", permission: "problems:read" },
  {
    to: "/assessments",
    label: "Assessments",
    icon: ClipboardList,
    keys: "g a",
    permission: "assessments:read",
  },
  { to: "/interviews", label: "Interviews", icon: Video, keys: "g i", permission: "interviews:read" },
  { to: "/members", label: "Members", icon: Users, keys: "g m", permission: "members:read" },
  { to: "/webhooks", label: "Webhooks", icon: Webhook, keys: "g w", permission: "webhooks:manage" },
  { to: "/mailbox", label: "Mailbox", icon: Mail, keys: "g x", demo: true },
];

/** The frame around every page of the staff: a side bar, on narrow screens a bar at the top. */
export function Staff({ children = <Outlet /> }: { children?: ReactNode }) {
  const { attributes: session } = useSession();
  const navigate = useNavigate();
  const open = places.filter(
    (place) =>
      (!place.permission || session.permissions.includes(place.permission)) && (!place.demo || session.demo),
  );
  useCommands(
    open.map((place) => ({
      id: `go ${place.to}`,
      label: `Go to ${place.label.toLowerCase()}`,
      group: "Go to",
      icon: place.icon,
      keys: place.keys,
      perform: () => void navigate({ to: place.to }),
    })),
  );
  return (
    <div className="flex h-full flex-col md:flex-row print:block print:h-auto">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-bg focus:p-2"
      >
        Skip to the content
      </a>
      <aside className="flex shrink-0 print:hidden items-center gap-1 border-line border-b bg-bg2 px-2 md:w-56 md:flex-col md:items-stretch md:border-r md:border-b-0 md:py-2">
        <div className="flex h-12 items-center gap-2 px-2 md:h-9">
          <Logo className="size-6 shrink-0" />
          <span className="hidden truncate font-semibold md:block" title={session.organizationName}>
            {session.organizationName}
          </span>
        </div>
        <SearchButton />
        <nav
          aria-label="Main"
          className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto md:flex-col md:overflow-visible"
        >
          {open.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              title={`${place.label} (${keyNames(place.keys).join(" then ")})`}
              aria-label={place.label}
              className="group flex h-8 items-center gap-2 rounded-md px-2 text-fg2 transition-colors hover:bg-bg3 hover:text-fg aria-[current=page]:bg-bg3 aria-[current=page]:font-medium aria-[current=page]:text-fg pointer-coarse:h-11"
            >
              <place.icon aria-hidden className="size-4 shrink-0" />
              <span className="hidden text-sm group-aria-[current=page]:inline sm:inline md:text-base">
                {place.label}
              </span>
            </Link>
          ))}
        </nav>
        <AccountMenu />
      </aside>
      <main
        id="main"
        tabIndex={-1}
        className="min-h-0 min-w-0 flex-1 overflow-y-auto focus:outline-none print:overflow-visible"
      >
        <InShell value={true}>{children}</InShell>
      </main>
    </div>
  );
}

/** Shows newcomers that the palette is there; it presses the same key. */
function SearchButton() {
  const openPalette = () =>
    window.dispatchEvent(
      new KeyboardEvent("keydown", { key: "k", ctrlKey: true, metaKey: true, bubbles: true }),
    );
  return (
    <button
      type="button"
      onClick={openPalette}
      className="mb-2 hidden h-8 items-center gap-2 rounded-md border border-line bg-bg px-2 text-fg2 hover:border-line2 md:mx-0 md:mt-1 md:flex"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">Commands</span>
      <Kbd keys={keyNames("mod+k")} />
    </button>
  );
}
