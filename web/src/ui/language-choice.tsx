import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { languagesQuery } from "@/api/query";
import { count } from "@/lib/format";
import { Button } from "./button";
import { Checkbox } from "./input";
import { Loaded } from "./states";

interface LanguageChoiceProps {
  /** Their ids. */
  value: string[];
  onChange: (languages: string[]) => void;
}

/**
 * Some of all languages. Those that are not installed here can be chosen too, for they may be one day: they stand behind
 * a button, but for those that are chosen already.
 */
export function LanguageChoice({ value, onChange }: LanguageChoiceProps) {
  const languages = useQuery(languagesQuery);
  return (
    <Loaded query={languages}>{(list) => <Choice list={list} value={value} onChange={onChange} />}</Loaded>
  );
}

function Choice({ list, value, onChange }: LanguageChoiceProps & { list: Item<"languages">[] }) {
  const [all, setAll] = useState(false);
  const [chosen] = useState(value); // at first: what is unchecked does not vanish under the pointer
  const shown = list.filter(({ id, attributes }) => all || attributes.available || chosen.includes(id));
  const more = list.length - shown.length;
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="grid w-full gap-x-4 gap-y-2 sm:grid-cols-3">
        {shown.map(({ id, attributes: language }) => (
          <Checkbox
            key={id}
            checked={value.includes(id)}
            title={language.available ? undefined : language.install}
            onChange={(event) =>
              onChange(event.target.checked ? [...value, id] : value.filter((other) => other !== id))
            }
          >
            <span className="truncate">
              {language.name}
              <span className="text-fg2"> {language.available ? language.version : "not installed"}</span>
            </span>
          </Checkbox>
        ))}
      </div>
      {more > 0 && (
        <Button size="sm" variant="ghost" className="-ml-2" onClick={() => setAll(true)}>
          {`${count(more, "language")} more, not installed here`}
        </Button>
      )}
    </div>
  );
}
