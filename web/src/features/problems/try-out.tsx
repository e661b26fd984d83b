import { SquareTerminal } from "lucide-react";
import { useState } from "react";
import { noOptions, runAttributes } from "@/lib/run-options";
import { useTerminalSession } from "@/lib/terminal/use-session";
import { Button } from "@/ui/button";
import { RunOptionsButton } from "@/ui/run-options";
import { Terminal } from "@/ui/terminal";

/** Runs a solution as it stands in a terminal: for interactive problems above all. */
export function TryOut({ language, source }: { language: string; source: string }) {
  const session = useTerminalSession();
  const [open, setOpen] = useState(false);
  const [options, setOptions] = useState(noOptions);
  return (
    <section aria-label="Try out" className="rounded-md border border-line">
      <div className="flex items-center justify-between p-1">
        <Button variant="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          <SquareTerminal aria-hidden /> Try it in a terminal
        </Button>
        {open && <RunOptionsButton language={language} value={options} onChange={setOptions} />}
      </div>
      {open && (
        <div className="h-80 border-line border-t">
          <Terminal
            session={session}
            reason={source.trim() === "" ? "Write the solution first" : ""}
            program={() => ({ language, source, ...runAttributes(options) })}
          />
        </div>
      )}
    </section>
  );
}
