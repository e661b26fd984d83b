import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { keyNames } from "@/lib/commands";
import { Kbd } from "./kbd";

/** Names a control that shows only an icon; the control itself carries the same words as aria-label. */
export function Tooltip({ label, keys, children }: { label: ReactNode; keys?: string; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex max-w-72 items-center gap-2 rounded-md border border-line bg-bg px-2 py-1 text-xs shadow-pop data-[state=delayed-open]:animate-fade"
          >
            {label}
            {keys && <Kbd keys={keyNames(keys)} />}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
