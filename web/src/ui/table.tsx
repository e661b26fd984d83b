import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/**
 * A table that scrolls sideways inside its own frame, never the page. A stacked one needs no scrolling on a narrow
 * screen: each row stands there as a list of its cells, which say what they are by their own labels.
 */
export function Table({
  className,
  label,
  stacked = false,
  ...rest
}: ComponentProps<"table"> & { label: string; stacked?: boolean }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-lg border border-line"
    >
      <table
        {...rest}
        aria-label={label}
        className={cn("w-full border-collapse text-left tabular-nums", stacked && "stacked", className)}
      />
    </section>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "h-9 whitespace-nowrap border-line border-b bg-bg2 px-3 font-medium text-fg2 text-xs",
        className,
      )}
    />
  );
}

interface TdProps extends ComponentProps<"td"> {
  /** What the column is called, for a stacked table on a narrow screen. */
  label?: string;
  /**
   * It holds what people write: a long unbroken name breaks, and pushes no other column out of sight. Hyphens of
   * tabular numerals would stand as wide as digits in it.
   */
  written?: boolean;
}

export function Td({ className, label, written = false, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      data-label={label}
      className={cn("h-9 px-3 py-1.5", written && "wrap-anywhere normal-nums", className)}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      {...rest}
      className={cn("border-line border-b transition-colors last:border-b-0 hover:bg-bg2", className)}
    />
  );
}

/** On the link that a whole row leads to: the row, which is relative, can be pressed anywhere. */
export const rowLink =
  "font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent";

/** The head of the column in which each row has its menu. */
export function ActionsTh() {
  return (
    <Th>
      <span className="sr-only">Actions</span>
    </Th>
  );
}

/** A row's menu; where rows stand as lists it is in their corner, beside what leaves room for it. */
export function ActionsTd({ children }: { children: ReactNode }) {
  return <Td className="py-0 pl-0 max-sm:absolute max-sm:top-1 max-sm:right-0">{children}</Td>;
}

interface SortThProps {
  name: string;
  /** The current sort as the server writes it: "title", or "-title" for descending. */
  sort: string;
  onSort: (sort: string) => void;
  children: ReactNode;
  className?: string;
  /** Numbers and times begin with the largest. */
  descendingFirst?: boolean;
}

/** A column head that sorts; pressed again it turns the order round. */
export function SortTh({ name, sort, onSort, children, className, descendingFirst }: SortThProps) {
  const ascending = sort === name;
  const descending = sort === `-${name}`;
  const next = ascending ? `-${name}` : descending ? name : descendingFirst ? `-${name}` : name;
  const Icon = ascending ? ArrowUp : descending ? ArrowDown : ChevronsUpDown;
  return (
    <Th aria-sort={ascending ? "ascending" : descending ? "descending" : "none"} className={className}>
      <button
        type="button"
        onClick={() => onSort(next)}
        className={cn(
          "-mx-1 inline-flex h-7 items-center gap-1 rounded px-1 hover:text-fg",
          (ascending || descending) && "text-fg",
        )}
      >
        {children}
        <Icon aria-hidden className={cn("size-3", !(ascending || descending) && "opacity-50")} />
      </button>
    </Th>
  );
}
