import { CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { Toaster as Sonner } from "sonner";
import { useDark } from "@/lib/theme";

/** Short news at the corner, in the looks of a menu; errors with their sign. */
export function Toaster() {
  return (
    <Sonner
      theme={useDark() ? "dark" : "light"}
      position="bottom-right"
      closeButton
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-ok" />,
        info: <Info aria-hidden className="size-4 text-fg2" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warn" />,
        error: <TriangleAlert aria-hidden className="size-4 text-bad" />,
        close: <X aria-hidden className="size-4" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[var(--width)] max-w-[calc(100vw-32px)] items-start gap-2 rounded-lg border border-line bg-bg py-2 pr-2 pl-3 font-sans text-base text-fg shadow-pop",
          icon: "flex h-7 shrink-0 items-center",
          content: "wrap-anywhere min-w-0 flex-1 py-1",
          title: "font-normal",
          description: "text-fg2 text-sm",
          actionButton:
            "inline-flex h-7 shrink-0 items-center rounded-md border border-line2/60 bg-bg px-2 font-medium text-xs hover:bg-bg3 pointer-coarse:h-10",
          // In the dark the library colours this one button however unstyled the rest is.
          closeButton:
            "order-last inline-flex size-7 shrink-0 items-center justify-center rounded-md bg-transparent! text-fg2! hover:bg-bg3! hover:text-fg! pointer-coarse:size-10",
        },
      }}
    />
  );
}
