import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { excalidrawFonts, excalidrawParts } from "./excalidraw";

// In development (make dev) whatever is no page is passed on to a codecraft serve on this machine.
const backend = process.env.CODECRAFT_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), tailwind(), excalidrawFonts(), excalidrawParts()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: { global: "globalThis" }, // how the Chime SDK calls it
  assetsInclude: ["**/*.tflite"],
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1900, // what Excalidraw cuts fonts with for pictures, which nothing asks for
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { "/v1": { target: backend, ws: true }, "^/(docs|openapi\\.json|readyz|\\.well-known)": backend },
  },
  test: {
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
