import { ApiError, explain, fieldMessages } from "@codecraft/api/errors";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";

/**
 * Puts what the server refused beside its fields. What belongs to no field of the form comes back as the
 * form's own message.
 */
export function placeErrors<V extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<V>,
  fields: readonly Path<V>[],
): string | undefined {
  const messages = fieldMessages(error);
  let placed = 0;
  for (const field of fields) {
    const message = messages[field];
    if (!message) continue;
    setError(field, { message }, { shouldFocus: placed === 0 });
    placed++;
  }
  if (error instanceof ApiError && placed > 0 && placed >= error.problems.length) return undefined;
  return explain(error);
}
