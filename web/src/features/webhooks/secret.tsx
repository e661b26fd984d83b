import { Copy } from "lucide-react";
import { copyText } from "@/lib/copy";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** The only time that a secret is shown. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The webhook's secret"
      description="Keep it now: it is not shown again. With it the receiver checks that a message is ours."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 select-all break-all rounded-md border border-line bg-bg2 px-3 py-2 font-mono text-sm">
          {secret}
        </code>
        <Button onClick={() => void copyText(secret)}>
          <Copy aria-hidden /> Copy
        </Button>
      </div>
    </Dialog>
  );
}
