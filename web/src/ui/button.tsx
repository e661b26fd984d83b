import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const styles = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accentfg hover:bg-accent2",
        secondary: "border border-line2/60 bg-bg text-fg hover:bg-bg3",
        ghost: "text-fg2 hover:bg-bg3 hover:text-fg",
        danger: "border border-bad/50 bg-bg text-bad hover:bg-badsoft",
      },
      size: {
        sm: "h-7 px-2 text-xs pointer-coarse:h-10",
        md: "h-8 px-3 text-base pointer-coarse:h-11",
        icon: "size-8 pointer-coarse:size-11",
        "icon-sm": "size-7 pointer-coarse:size-10",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof styles> {
  /** Something is under way: the button keeps its width, shows it, and cannot be pressed. */
  pending?: boolean;
  /** Gives its looks to the only child, a link for instance. */
  asChild?: boolean;
}

export function Button({ variant, size, pending, asChild, className, children, ...rest }: ButtonProps) {
  const classes = cn(styles({ variant, size }), className);
  if (asChild) return <Slot.Root className={classes}>{children}</Slot.Root>;
  return (
    <button
      type="button"
      {...rest}
      className={classes}
      disabled={rest.disabled || pending}
      aria-busy={pending || undefined}
    >
      {pending ? (
        <>
          <span className="invisible contents">
            <span className="invisible inline-flex items-center gap-1.5">{children}</span>
          </span>
          <LoaderCircle className="absolute animate-spin" aria-hidden />
        </>
      ) : (
        children
      )}
    </button>
  );
}
