// Tells whether a file is JavaScript. `node --check` says nothing of modules whose name does not say that they are modules.
const fs = require('fs');
const vm = require('vm');

const [, , file] = process.argv;
const text = fs.readFileSync(file, 'utf8').replace(/^#!.*/, '');
const kinds = {
  script: () => vm.compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file }),
  module: () => new vm.SourceTextModule(text, { identifier: file }),
};
if (file.endsWith('.mjs')) delete kinds.script;
if (file.endsWith('.cjs')) delete kinds.module;

const faults = [];
for (const compile of Object.values(kinds)) {
  try {
    compile();
    process.exit(0);
  } catch (fault) {
    faults.push(fault);
  }
}
// A module fails as a script where it first shows to be one; what is wrong with it is then what it fails of as a module.
const ofModules = /import statement|import\.meta|Unexpected token 'export'|await is only valid|Unexpected reserved word/;
const told = faults.length > 1 && ofModules.test(faults[0].message) ? faults[1] : faults[0];
throw told; // only Node.js itself knows the line
