import { type ReactNode, useId } from "react";

interface CardProps {
  title: string;
  /** Beside the title: how many there are, or what is to be known first. */
  beside?: ReactNode;
  children: ReactNode;
}

/** A part of the page under its heading. */
export function Card({ title, beside, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8 first:mt-0">
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
