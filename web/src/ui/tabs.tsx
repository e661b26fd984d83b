import { Tabs as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** The looks of one tab; links that are tabs of a page wear it too (aria-current or data-state tells the chosen one). */
export const tabStyle =
  "relative inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap px-1 text-fg2 transition-colors hover:text-fg pointer-coarse:h-11 after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-full aria-[current=page]:font-medium aria-[current=page]:text-fg aria-[current=page]:after:bg-accent data-[state=active]:font-medium data-[state=active]:text-fg data-[state=active]:after:bg-accent";

export function TabStrip({ className, ...rest }: ComponentProps<"nav">) {
  return <nav {...rest} className={cn("flex gap-4 overflow-x-auto border-line border-b", className)} />;
}

export interface Tab {
  value: string;
  label: ReactNode;
  content: ReactNode;
  /** It is there while another tab is chosen, too: what is written in it goes on being saved. */
  isKept?: boolean;
}

interface TabsProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  tabs: Tab[];
  className?: string;
  /** Stands at the right end of the strip. */
  end?: ReactNode;
}

export function Tabs({ value, onChange, label, tabs, className, end }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className={cn("flex min-h-0 flex-col", className)}>
      <div className="flex items-center justify-between gap-2 border-line border-b">
        <Radix.List aria-label={label} className="flex gap-4 overflow-x-auto">
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className={tabStyle}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          forceMount={tab.isKept || undefined}
          className="min-h-0 flex-1 pt-4 focus-visible:outline-offset-0 data-[state=inactive]:hidden"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
