import { type CompletionSource, completeAnyWord } from "@codemirror/autocomplete";

/**
 * The words of the text. They tell no type: of two completions of one name that differ in nothing else only the one
 * with more to tell is listed, so that a name which the language itself completes is not offered twice.
 */
export const completeWord: CompletionSource = async (context) => {
  const found = await completeAnyWord(context);
  return found && { ...found, options: found.options.map(({ label }) => ({ label })) };
};
