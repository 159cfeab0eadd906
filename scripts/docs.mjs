// npm run docs: builds the documentation site to dist-docs/ from docs/, with Sphinx. Warnings are errors, and so are
// links that lead nowhere. The same sources give the same bytes.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { brokenLinks } from './lib/docsLinks.mjs';
import { cutSign, signs } from './lib/docsSigns.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';
import { ensureSphinx, sphinxBuild } from './lib/sphinx.mjs';

const site = `${root}/dist-docs`;
/** Stills that were drawn before stay here, named by what they were drawn from. */
const cache = `${root}/.cache/docs`;

/** @param {string} words what went wrong; the process ends */
function fail(words) {
  console.error(words);
  process.exit(1);
}

/** The workbench, the player, the command line and the library's types, which the pages show and explain. */
async function ensureBuilt() {
  const needed = [
    'dist/bufscope-player.js',
    'dist/index.html',
    'dist-cli/bufscope.js',
    'dist-lib/model.d.ts',
  ];
  if (needed.every((file) => existsSync(`${root}/${file}`))) return;
  const { code } = await run('node', ['scripts/build.mjs']);
  if (code !== 0) fail('npm run build failed: the documentation shows what it builds.');
}

/** The pages of the library, from its types. */
async function writeApi() {
  const { code, output } = await run('node', ['scripts/apiDocs.mjs'], {
    capture: true,
    quiet: true,
  });
  if (code !== 0) fail(`${output}The documentation of the library could not be written.`);
}

/** The pieces of pictures that docs/picture.md explains. */
async function drawSigns() {
  const folder = `${root}/docs/signs`;
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark']) {
    /** @type {Map<string, string>} */
    const drawn = new Map();
    for (const sign of signs) {
      if (!drawn.has(sign.run)) drawn.set(sign.run, await draw(sign.run, theme));
      writeFileSync(
        `${folder}/${sign.name}-${theme}.svg`,
        cutSign(drawn.get(sign.run) ?? '', sign),
      );
    }
  }
}

/**
 * @param {string} picture arguments of `bufscope render`
 * @param {string} theme
 */
async function draw(picture, theme) {
  const args = [
    'dist-cli/bufscope.js',
    'render',
    ...picture.split(' '),
    '--theme',
    theme,
    '-o',
    '-',
  ];
  const { code, output } = await run('node', args, { capture: true, quiet: true });
  if (code !== 0) fail(output);
  return output;
}

/** @param {string} folder what Sphinx writes to */
async function buildPages(folder) {
  const env = { PYTHONHASHSEED: '0', SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? '0' };
  const how = ['-b', 'html', '-n', '-W', '--keep-going', '-q', '-E', '-a'];
  const { code } = await sphinxBuild([...how, '-d', `${cache}/doctrees`, 'docs', folder], { env });
  if (code !== 0) fail('The documentation has mistakes; see above.');
}

/** @param {string} folder takes away what no page uses, and brings what Sphinx does not know of */
function complete(folder) {
  for (const name of ['.buildinfo', 'objects.inv', '_sources']) {
    rmSync(`${folder}/${name}`, { recursive: true, force: true });
  }
  const unused =
    /^(?:jquery|underscore|_sphinx_javascript_frameworks_compat|documentation_options|doctools|sphinx_highlight)\.js$|^scripts$/;
  for (const name of readdirSync(`${folder}/_static`)) {
    if (unused.test(name)) rmSync(`${folder}/_static/${name}`, { recursive: true });
  }
  for (const name of readdirSync(`${root}/docs/gallery`).filter((file) => file.endsWith('.webp'))) {
    cpSync(`${root}/docs/gallery/${name}`, `${folder}/gallery/${name}`);
  }
}

await ensureInstalled();
if (!(await ensureSphinx())) process.exit(1);
await ensureBuilt();
await drawSigns();
await writeApi();
const fresh = `${cache}/html`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
await buildPages(fresh);
complete(fresh);
const broken = brokenLinks(fresh, { skip: ['_static/bufscope/'] });
if (broken.length > 0) fail(`${broken.join('\n')}\n${broken.length} links are broken.`);
rmSync(site, { recursive: true, force: true });
renameSync(fresh, site);
console.log('built: dist-docs/ (open dist-docs/index.html, or serve the folder)');
