// Writes the static pages of the built-in scenarios into a build of the site: `node scripts/site.mjs [FOLDER]`,
// dist/ where none is named. The variable BUFSCOPE_URL says where the site will be; without it addresses are
// relative, and pictures for link previews are not found by those who want them absolute.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './lib/run.mjs';
import { withHeadTags } from './lib/siteHead.mjs';
import { stylesAsText } from './lib/stylesAsText.mjs';

/**
 * @param {string} path
 * @returns {Promise<Record<string, any>>} a module of src/, with all that it imports
 */
async function load(path) {
  const config = { configFile: /** @type {const} */ (false), plugins: [stylesAsText()] };
  const { module } = await runnerImport(`${root}/${path}`, { ...config, logLevel: 'error' });
  return module;
}

const folder = resolve(process.argv[2] ?? `${root}/dist`);
const pages = `${folder}/scenarios`;
const { siteFiles } = await load('src/site/siteFiles.ts');
const { createRasterizer } = await load('src/cli/png.ts');
const { readPngParts } = await load('src/cli/pngParts.ts');
const { cardSize } = await load('src/site/socialCard.ts');

const { texts, cards, indexTags } = siteFiles(process.env['BUFSCOPE_URL']);
const rasterize = await createRasterizer(readPngParts());
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });
for (const [name, text] of texts) writeFileSync(`${pages}/${name}`, text);
for (const [name, svg] of cards)
  writeFileSync(`${pages}/${name}`, rasterize(svg, cardSize.width, cardSize.height));

const index = `${folder}/index.html`;
if (existsSync(index)) writeFileSync(index, withHeadTags(readFileSync(index, 'utf8'), indexTags));
console.log(`built: ${pages} (${texts.size + cards.size} files)`);
