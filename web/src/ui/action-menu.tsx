import { EllipsisVertical, type LucideIcon } from "lucide-react";
import { Button } from "./button";
import { Menu, MenuItem } from "./menu";

/** What can be done with a thing as a whole. */
export interface Action {
  id: string;
  label: string;
  icon: LucideIcon;
  danger?: boolean;
  perform: () => void;
}

export function ActionMenu({ about, actions }: { about: string; actions: Action[] }) {
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon-sm" className="relative z-10" aria-label={`More about ${about}`}>
          <EllipsisVertical aria-hidden />
        </Button>
      }
    >
      {actions.map(({ id, label, icon: Icon, danger, perform }) => (
        <MenuItem key={id} danger={danger} onSelect={perform}>
          <Icon aria-hidden /> {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
