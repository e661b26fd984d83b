import type { Language } from "@codecraft/api/types";
import { useQuery } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import { languagesQuery } from "@/api/query";
import { Select } from "./input";

/** A language by its id, for its name and its editor mode. */
export function useLanguage(id: string | undefined): Language | undefined {
  const { data } = useQuery(languagesQuery);
  return data?.find((language) => language.id === id)?.attributes;
}

/** The name of a language; its id until the table is there. */
export function LanguageName({ id }: { id: string }) {
  return useLanguage(id)?.name ?? id;
}

type LanguageSelectProps = ComponentProps<"select"> & {
  /** Left out of the list: those that are there already. */
  without?: string[];
};

export function LanguageSelect({ without = [], children, ...rest }: LanguageSelectProps) {
  const { data } = useQuery(languagesQuery);
  const known = data?.some((language) => language.id === rest.value) ?? false;
  return (
    <Select {...rest}>
      {children}
      {!known && typeof rest.value === "string" && rest.value !== "" && (
        <option value={rest.value}>{rest.value}</option>
      )}
      {data
        ?.filter((language) => !without.includes(language.id))
        .map((language) => (
          <option key={language.id} value={language.id}>
            {language.attributes.name}
            {language.attributes.available ? "" : " (not installed)"}
          </option>
        ))}
    </Select>
  );
}
