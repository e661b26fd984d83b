import { Toaster as Sonner } from "sonner";
import { useDark } from "@/lib/theme";

export function Toaster() {
  return (
    <Sonner
      theme={useDark() ? "dark" : "light"}
      position="bottom-right"
      closeButton
      style={
        {
          "--normal-bg": "var(--bg)",
          "--normal-border": "var(--line)",
          "--normal-text": "var(--fg)",
          "--border-radius": "8px",
        } as React.CSSProperties
      }
      toastOptions={{ style: { fontFamily: "inherit" } }}
    />
  );
}
