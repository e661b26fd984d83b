import { Settings2 } from "lucide-react";
import { useState } from "react";
import { useCommands } from "@/lib/commands";
import { type Keys, setPreferences, sizes, tabWidths, usePreferences } from "@/lib/editor/preferences";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Checkbox, Select } from "./input";
import { Tooltip } from "./tooltip";

/** At every editor that is written in: how it looks and which keys it has, for all editors of this browser at once. */
export function EditorSettings() {
  const [open, setOpen] = useState(false);
  useCommands([
    {
      id: "editor-settings",
      label: "Editor settings",
      group: "Everywhere",
      words: "font size tab width indent spaces wrap vim emacs keys",
      icon: Settings2,
      perform: () => setOpen(true),
    },
  ]);
  return (
    <>
      <Tooltip label="Editor settings">
        <Button variant="ghost" size="icon-sm" aria-label="Editor settings" onClick={() => setOpen(true)}>
          <Settings2 aria-hidden />
        </Button>
      </Tooltip>
      {open && <SettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const keySets: Record<Keys, { name: string; hint: string }> = {
  standard: { name: "Standard", hint: "Tab indents. Esc and then Tab leaves the editor." },
  vim: {
    name: "Vim",
    hint: "Esc goes to normal mode as ever; Esc and then Tab, within two seconds, leaves the editor. Keys that Vim has are not the page's while you are in the editor.",
  },
  emacs: {
    name: "Emacs",
    hint: "Keys that Emacs has are not the page's while you are in the editor (Ctrl+K cuts, Ctrl+V is page down). Esc and then Tab, within two seconds, leaves the editor.",
  },
};

function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { size, tabWidth, indentWith, wrap, keys } = usePreferences();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Editor settings"
      description="For every editor in this browser, at once."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Size of the text">
          <Select value={size} onChange={(event) => setPreferences({ size: Number(event.target.value) })}>
            {sizes.map((pixels) => (
              <option key={pixels} value={pixels}>{`${pixels} px`}</option>
            ))}
          </Select>
        </Field>
        <Field label="Width of a tab">
          <Select
            value={tabWidth}
            onChange={(event) => setPreferences({ tabWidth: Number(event.target.value) })}
          >
            {tabWidths.map((columns) => (
              <option key={columns} value={columns}>{`${columns} columns`}</option>
            ))}
          </Select>
        </Field>
        <Field label="Indent with">
          <Select
            value={indentWith}
            onChange={(event) => setPreferences({ indentWith: event.target.value as "spaces" | "tabs" })}
          >
            <option value="spaces">Spaces</option>
            <option value="tabs">Tabs</option>
          </Select>
        </Field>
        <Checkbox
          className="self-end sm:h-8"
          checked={wrap}
          onChange={(event) => setPreferences({ wrap: event.target.checked })}
        >
          Wrap long lines
        </Checkbox>
        <Field label="Keys" hint={keySets[keys].hint} className="sm:col-span-2">
          <Select value={keys} onChange={(event) => setPreferences({ keys: event.target.value as Keys })}>
            {(Object.keys(keySets) as Keys[]).map((name) => (
              <option key={name} value={name}>
                {keySets[name].name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Dialog>
  );
}
