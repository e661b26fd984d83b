import { useNavigate } from "@tanstack/react-router";
import { Activity, Building2, CircleUser, Keyboard, LogOut } from "lucide-react";
import { signOut, useCan, useSession } from "@/api/session";
import { tellFailure } from "@/api/tell";
import { useCommands } from "@/lib/commands";
import { setTheme, useThemeChoice } from "@/lib/theme";
import { Button } from "@/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/ui/menu";

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

export function AccountMenu() {
  const { attributes: session } = useSession();
  const theme = useThemeChoice();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
      await navigate({ to: "/signin" });
    } catch (error) {
      tellFailure(error);
    }
  };
  const mayManage = useCan("organization:manage");
  const mayOperate = useCan("operations:read");
  const openAccount = () => void navigate({ to: "/account" });
  const openOrganization = () => void navigate({ to: "/organization" });
  const openOperations = () => void navigate({ to: "/operations" });
  useCommands([
    { id: "account", label: "Your account", group: "Account", icon: CircleUser, perform: openAccount },
    {
      id: "organization",
      label: "Organization settings",
      group: "Account",
      icon: Building2,
      when: () => mayManage,
      perform: openOrganization,
    },
    {
      id: "operations",
      label: "Operations",
      group: "Account",
      icon: Activity,
      keys: "g o",
      when: () => mayOperate,
      perform: openOperations,
    },
    { id: "sign-out", label: "Sign out", group: "Account", icon: LogOut, perform: () => void leave() },
  ]);
  const pressHelp = () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }));
  return (
    <Menu
      align="start"
      trigger={
        <Button
          variant="ghost"
          aria-label={`Account of ${session.name}`}
          className="justify-start px-2 md:h-10 md:w-full"
        >
          <span className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accentsoft font-semibold text-[11px] text-accent">
            {initials(session.name)}
          </span>
          <span className="hidden min-w-0 flex-1 truncate text-left md:block">{session.name}</span>
        </Button>
      }
    >
      <MenuLabel>
        <p className="font-medium">{session.name}</p>
        <p className="text-fg2 text-xs">{session.email}</p>
        <p className="text-fg2 text-xs">
          {session.role} of {session.organizationName}
        </p>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem onSelect={openAccount}>
        <CircleUser aria-hidden /> Your account
      </MenuItem>
      {mayManage && (
        <MenuItem onSelect={openOrganization}>
          <Building2 aria-hidden /> Organization settings
        </MenuItem>
      )}
      {mayOperate && (
        <MenuItem onSelect={openOperations}>
          <Activity aria-hidden /> Operations
        </MenuItem>
      )}
      <MenuSeparator />
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
      <MenuItem onSelect={pressHelp}>
        <Keyboard aria-hidden /> Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
