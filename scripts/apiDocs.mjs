// npm run api: the documentation of the package's exports, from its declarations (dist-lib/, so build first) to
// docs/api/. Markdown that any reader of CommonMark takes. Whatever is exported and not documented, or mentioned
// and not exported, is an error.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { aliasesIn, tidyPage } from './lib/apiPages.mjs';
import { root, run } from './lib/run.mjs';

const names = ['player', 'client', 'model', 'link'];
const entries = names.map((name) => `dist-lib/${name}.d.ts`);
const missing = entries.filter((entry) => !existsSync(`${root}/${entry}`));
if (missing.length > 0) {
  console.error(`missing: ${missing.join(', ')}; npm run build makes them`);
  process.exit(1);
}
rmSync(`${root}/docs/api`, { recursive: true, force: true });
const typedoc = `${root}/tools/typedoc/node_modules/.bin/typedoc`;
const { code } = await run(typedoc, ['--options', 'tools/typedoc/typedoc.config.mjs', ...entries]);
if (code !== 0) process.exit(code);
// The pages stand in the table of contents of the documentation.
rmSync(`${root}/docs/api/index.md`);
for (const name of names) {
  const file = `${root}/docs/api/${name}.md`;
  const aliases = aliasesIn(readFileSync(`${root}/dist-lib/${name}.d.ts`, 'utf8'));
  writeFileSync(file, tidyPage(readFileSync(file, 'utf8'), aliases));
}
