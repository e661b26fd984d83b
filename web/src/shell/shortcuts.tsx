import { keyNames, useAllCommands } from "@/lib/commands";
import { Dialog } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";

const editorKeys: [string, string][] = [
  ["Search in the text", "mod+f"],
  ["Move the line up", "alt+arrowup"],
  ["Move the line down", "alt+arrowdown"],
];

/** The keys of everything that can be done on this page. */
export default function Shortcuts({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const commands = useAllCommands().filter((command) => command.keys);
  const groups = [...new Set(commands.map((c) => c.group))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" wide>
      <div className="grid gap-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-2 text-fg2 text-xs">{group}</h3>
            <ul className="flex flex-col gap-2">
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <li key={command.id} className="flex items-center justify-between gap-4">
                    {command.label}
                    <Kbd keys={keyNames(command.keys ?? "")} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <section>
          <h3 className="mb-2 text-fg2 text-xs">In a code editor</h3>
          <ul className="flex flex-col gap-2">
            <li className="flex items-center justify-between gap-4">
              Leave the editor
              <Kbd keys={["Esc", "Tab"]} />
            </li>
            {editorKeys.map(([what, keys]) => (
              <li key={what} className="flex items-center justify-between gap-4">
                {what}
                <Kbd keys={keyNames(keys)} />
              </li>
            ))}
          </ul>
          <p className="mt-2 text-fg2 text-xs">
            While you write in an editor, its keys are the editor's: Alt with an arrow moves the line and not
            the problem. With Vim or Emacs keys (Editor settings), theirs come first; Esc, then Tab leaves in
            any case.
          </p>
        </section>
      </div>
    </Dialog>
  );
}
