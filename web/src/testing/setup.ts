import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Parts of a page that are loaded on demand are slow to come on a busy machine; what never comes is bounded all the same.
configure({ asyncUtilTimeout: 30_000 });
afterEach(cleanup);
