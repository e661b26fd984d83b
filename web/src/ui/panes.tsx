import type { ComponentProps } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { cn } from "@/lib/cn";

/** Panes side by side (or above each other) whose sizes this browser remembers under the id. */
export function Panes({ id, ...rest }: ComponentProps<typeof Group> & { id: string }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `codecraft.panes.${id}`,
    storage: localStorage,
  });
  return <Group id={id} defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} {...rest} />;
}

export const Pane = Panel;

/** The line between two panes: dragged, or moved with the arrow keys. */
export function PaneHandle({ className, ...rest }: ComponentProps<typeof Separator>) {
  return (
    <Separator
      {...rest}
      className={cn(
        "relative shrink-0 bg-line transition-colors hover:bg-accent focus-visible:bg-accent focus-visible:outline-none data-[separator=active]:bg-accent",
        "aria-[orientation=horizontal]:h-px aria-[orientation=vertical]:w-px",
        "after:absolute after:inset-0 aria-[orientation=horizontal]:after:-inset-y-1 aria-[orientation=vertical]:after:-inset-x-1",
        className,
      )}
    />
  );
}
