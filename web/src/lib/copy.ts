import { toast } from "sonner";

/** Puts text on the clipboard and says so; where the browser refuses, shows it to be copied by hand. */
export async function copyText(text: string) {
  try {
    await navigator.clipboard.writeText(text);
    toast.success("Copied.");
  } catch {
    toast(text, { duration: 30_000 });
  }
}
