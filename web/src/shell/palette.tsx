import { Command as Cmdk } from "cmdk";
import { type Command, keyNames, useAllCommands } from "@/lib/commands";
import { Kbd } from "@/ui/kbd";

const item =
  "flex h-9 cursor-default items-center gap-2 rounded px-2 aria-selected:bg-bg3 pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:text-fg2";

/** Each typed word must stand in the label; where it begins a word of it counts more. */
function score(label: string, typed: string, more: string[] = []): number {
  const text = ` ${label} ${more.join(" ")}`.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  return words.every((word) => text.includes(` ${word}`)) ? 1 : 0.5;
}

/** Every command that can be performed now, found by typing. */
export default function Palette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const commands = useAllCommands().filter((c) => c.id !== "palette" && (c.when?.() ?? true));
  const groups = [...new Set(commands.map((c) => c.group))];
  const perform = (command: Command) => {
    onOpenChange(false);
    // The palette gives the focus back first, so that a command may take it.
    requestAnimationFrame(() => command.perform());
  };
  return (
    <Cmdk.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Commands"
      filter={score}
      overlayClassName="fixed inset-0 z-40 bg-overlay"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 rounded-lg border border-line bg-bg shadow-pop"
    >
      <Cmdk.Input
        placeholder="Type a command…"
        className="h-11 w-full border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-fg3"
      />
      <Cmdk.List className="max-h-[50vh] overflow-y-auto p-2">
        <Cmdk.Empty className="px-2 py-6 text-center text-fg2">No command has this name.</Cmdk.Empty>
        {groups.map((group) => (
          <Cmdk.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-fg2 [&_[cmdk-group-heading]]:text-xs"
          >
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Cmdk.Item
                  key={command.id}
                  value={command.label}
                  keywords={command.words ? [command.words] : undefined}
                  onSelect={() => perform(command)}
                  className={item}
                >
                  {command.icon ? <command.icon aria-hidden /> : <span aria-hidden className="size-4" />}
                  <span className="min-w-0 flex-1 truncate">{command.label}</span>
                  {command.keys && <Kbd keys={keyNames(command.keys)} />}
                </Cmdk.Item>
              ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk.Dialog>
  );
}
