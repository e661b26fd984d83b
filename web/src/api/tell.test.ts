// @vitest-environment happy-dom
import { ApiError, unreachable } from "@codecraft/api/errors";
import { toast } from "sonner";
import { afterEach, expect, it, vi } from "vitest";
import { tellFailure } from "./tell";

afterEach(() => {
  toast.dismiss();
});

it("tells once that the server does not answer, and not at all beside the notice of being offline", () => {
  const error = vi.spyOn(toast, "error");
  tellFailure(unreachable(!navigator.onLine));
  tellFailure(unreachable(!navigator.onLine));
  expect(error.mock.calls.map(([, options]) => options)).toEqual([
    { id: "unreachable" },
    { id: "unreachable" },
  ]);
  error.mockClear();
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  tellFailure(unreachable(!navigator.onLine));
  expect(error).not.toHaveBeenCalled();
  tellFailure(new ApiError(409, [{ status: "409", code: "x", title: "Taken" }]));
  expect(error).toHaveBeenCalledOnce();
});
