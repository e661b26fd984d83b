const names = new Intl.DisplayNames("en", { type: "language" });

/** What a language is called, of its tag: "pt-BR" is Brazilian Portuguese. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag; // it is well-formed for the server, and not for this browser
  }
}
