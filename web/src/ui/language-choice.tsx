import { useQuery } from "@tanstack/react-query";
import { languagesQuery } from "@/api/query";
import { Checkbox } from "./input";
import { Loaded } from "./states";

interface LanguageChoiceProps {
  /** Their ids. */
  value: string[];
  onChange: (languages: string[]) => void;
}

/** Some of all languages, those included that are not installed here yet. */
export function LanguageChoice({ value, onChange }: LanguageChoiceProps) {
  const languages = useQuery(languagesQuery);
  return (
    <Loaded query={languages}>
      {(list) => (
        <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">
          {list.map(({ id, attributes: language }) => (
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
      )}
    </Loaded>
  );
}
