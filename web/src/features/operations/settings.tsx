import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useSearchText } from "@/lib/use-search-text";
import { Badge } from "@/ui/badge";
import { Checkbox, SearchInput, Select } from "@/ui/input";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { Card } from "./card";
import type { Process, Setting } from "./queries";
import { settingsWith } from "./words";

const origins: Record<Setting["from"], string> = {
  flag: "Flag",
  variable: "Variable",
  file: "File",
  default: "Default",
  derived: "From other settings",
};

interface SettingsProps {
  processes: Process[];
  /** Whose settings are shown. */
  chosen?: string;
  filter?: string;
  onChoose: (process: string) => void;
  onFilter: (text: string | undefined) => void;
}

/** What each process was told, and by what. Secrets say whether they are set, and never what they are. */
export function Settings({ processes, chosen, filter = "", onChoose, onFilter }: SettingsProps) {
  const search = useSearchText(filter, onFilter);
  const [isChangedOnly, setChangedOnly] = useState(false);
  const process = processes.find(({ id }) => id === chosen) ?? processes[0];
  if (!process) return null;
  const found = settingsWith(process.settings, search.text, isChangedOnly);
  return (
    <Card title="Settings in force">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchInput
          className="w-full sm:w-64"
          aria-label="Search settings by name or value"
          placeholder="Name or value"
          value={search.text}
          onChange={(event) => search.type(event.target.value)}
        />
        {processes.length > 1 && (
          <Select
            className="w-full sm:w-64"
            aria-label="Process whose settings are shown"
            value={process.id}
            onChange={(event) => onChoose(event.target.value)}
          >
            {processes.map(({ id, services, host }) => (
              <option key={id} value={id}>
                {services.join(", ")} on {host}
              </option>
            ))}
          </Select>
        )}
        <Checkbox checked={isChangedOnly} onChange={(event) => setChangedOnly(event.target.checked)}>
          Only what is not the default
        </Checkbox>
      </div>
      {found.length === 0 ? (
        <EmptyState icon={SlidersHorizontal} title="No such setting">
          {search.text ? `None has “${search.text}” in its name or value.` : "All settings are the defaults."}
        </EmptyState>
      ) : (
        <Table stacked label="Settings of the process">
          <thead>
            <tr>
              <Th>Setting</Th>
              <Th className="w-full">Value</Th>
              <Th>From</Th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ name, value, from }) => (
              <Tr key={name}>
                <Td className="whitespace-nowrap font-mono text-sm max-sm:whitespace-normal">{name}</Td>
                <Td label="Value" written className="font-mono text-sm">
                  {value}
                </Td>
                <Td label="From">
                  <Badge tone={from === "default" ? "neutral" : "accent"}>{origins[from]}</Badge>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
