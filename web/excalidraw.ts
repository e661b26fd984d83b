import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import type { Plugin } from "vite";

// Draws diagrams from text, and is as large as all else of the app: such text is pasted as it is.
const withoutDiagrams = "@excalidraw/mermaid-to-excalidraw";

const base = "assets/excalidraw";
const place = `${base}/fonts`;

/** Where it would ask for a font a second time. A browser tells of what it must not load as soon as it is named, and not when it is needed. */
const elsewhere = /`https:\/\/esm\.sh\/.{1,200}?\/dist\/prod\/`/s;

/** Leaves out of Excalidraw what is loaded when a diagram's text is pasted. */
export function excalidrawParts(): Plugin {
  return {
    name: "excalidraw-parts",
    enforce: "pre",
    resolveId: (id) => (id === withoutDiagrams ? `\0${id}` : undefined),
    load: (id) => (id === `\0${withoutDiagrams}` ? "export {};" : undefined),
  };
}

/** Excalidraw asks for its fonts at run time. They are served beside the app, so that no request leaves for elsewhere. */
export function excalidrawFonts(): Plugin {
  const entry = createRequire(import.meta.url).resolve("@excalidraw/excalidraw");
  const fonts = join(dirname(entry), "..", "prod", "fonts");
  let isHere = false;
  return {
    name: "excalidraw-fonts",
    configureServer(server) {
      server.middlewares.use(`/${place}`, async (request, response, next) => {
        const path = normalize(join(fonts, decodeURIComponent(request.url ?? "")));
        if (relative(fonts, path).startsWith("..")) return next();
        const font = await readFile(path).catch(() => undefined);
        return font ? response.end(font) : next();
      });
    },
    transform(code, id) {
      if (!id.includes("@excalidraw/excalidraw/") || !elsewhere.test(code)) return undefined;
      isHere = true;
      return { code: code.replace(elsewhere, () => `\`\${window.location.origin}/${base}/\``), map: null };
    },
    async generateBundle() {
      if (!isHere)
        this.error(
          "Excalidraw names another place of fonts than esm.sh now: see elsewhere, in web/excalidraw.ts",
        );
      for (const family of await readdir(fonts)) {
        for (const name of await readdir(join(fonts, family))) {
          const source = await readFile(join(fonts, family, name));
          this.emitFile({ type: "asset", fileName: `${place}/${family}/${name}`, source });
        }
      }
    },
  };
}
