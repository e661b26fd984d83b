import type { ReactNode } from "react";

interface PartProps {
  icon: ReactNode;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of an interview's page, under its heading. */
export function Part({ icon, title, action, children }: PartProps) {
  return (
    <section aria-label={title}>
      <div className="mb-2 flex min-h-8 items-center justify-between gap-2">
        <h2 className="flex items-center gap-2 font-semibold [&_svg]:size-4 [&_svg]:text-fg2">
          {icon} {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
