import { EllipsisVertical, Keyboard } from "lucide-react";
import { setTheme, useThemeChoice } from "@/lib/theme";
import { Button } from "@/ui/button";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "@/ui/menu";

/** The theme, and the sheet of keys: the menu of pages that stand without the shell's navigation. */
export function LookMenu() {
  const theme = useThemeChoice();
  const help = () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }));
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label="Theme and shortcuts">
          <EllipsisVertical aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        label="Theme"
        value={theme}
        onChange={setTheme}
        options={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
          { value: "system", label: "Like the system" },
        ]}
      />
      <MenuSeparator />
      <MenuItem onSelect={help}>
        <Keyboard aria-hidden /> Keyboard shortcuts
      </MenuItem>
    </Menu>
  );
}
