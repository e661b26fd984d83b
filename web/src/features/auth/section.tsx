import { type ReactNode, useId } from "react";

/** A part of a page of settings: what it is about on the left, its form on the right; on narrow screens one below the other. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 border-line border-t py-6 first-of-type:border-t-0 md:grid-cols-[14rem_1fr]"
    >
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {lead && <p className="mt-1 text-fg2 text-sm">{lead}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
