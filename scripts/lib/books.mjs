// Builds the books of integrations/ as their readers would, for tests: into folders of their own, with what is built
// of bufscope.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { missingPackages } from './install.mjs';
import { root, run } from './run.mjs';
import { ensureSphinx, sphinxBuild } from './sphinx.mjs';

const books = `${root}/test-results/books`;
const vitePress = `${root}/integrations/vitepress`;
const mdx = `${root}/integrations/mdx`;

/**
 * A folder of a book that is built anew.
 * @param {string} name
 */
function emptyFolder(name) {
  const folder = `${books}/${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The message of a build that failed.
 * @param {string} what
 * @param {{ code: number, output: string }} result
 */
function failure(what, { code, output }) {
  return new Error(`${what} ended with ${code}:\n${output}`);
}

/**
 * Builds the book of integrations/sphinx; warnings are errors.
 * @param {string} name of the folder that it goes to
 * @param {string[]} [options] as of sphinx-build
 * @returns {Promise<string>} the folder; rejects when it cannot be built
 */
export async function buildSphinxBook(name, options = []) {
  if (!(await ensureSphinx())) throw new Error('Sphinx is missing');
  const folder = emptyFolder(name);
  // Pictures are kept from build to build: they are made again when bufscope is.
  const settings = ['-D', `bufscope_cache=${books}/sphinx-stills`];
  const places = ['-d', `${books}/${name}-trees`, 'integrations/sphinx/book', folder];
  const words = [
    '-q',
    '-E',
    '-W',
    '--keep-going',
    '-b',
    'html',
    ...settings,
    ...options,
    ...places,
  ];
  const result = await sphinxBuild(words, { capture: true, quiet: true });
  if (result.code !== 0) throw failure('sphinx-build', result);
  return folder;
}

/**
 * Installs what a folder of integrations/ needs, into that folder, where it is missing.
 * @param {string} folder
 */
async function ensurePackages(folder) {
  /** @param {string} path */
  const read = (path) => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'));
  const present = 'node_modules/.package-lock.json';
  const isThere =
    existsSync(`${folder}/${present}`) &&
    missingPackages(read('package-lock.json'), read(present)).length === 0;
  if (isThere) return;
  // No package needs its install script.
  const words = ['ci', '--prefix', folder, '--ignore-scripts', '--no-fund', '--no-audit'];
  const result = await run('npm', words, { capture: true, quiet: true });
  if (result.code !== 0) throw failure('npm ci', result);
}

/** Installs VitePress where it is missing, and puts this package beside it. */
async function ensureVitePress() {
  await ensurePackages(vitePress);
  const link = `${vitePress}/node_modules/bufscope`;
  rmSync(link, { force: true });
  symlinkSync(root, link, 'dir');
}

/**
 * Builds the book of integrations/vitepress.
 * @returns {Promise<string>} the folder that a server shows; the book lies in `books/frame/` of it
 */
export async function buildVitePressBook() {
  await ensureVitePress();
  const folder = emptyFolder('vitepress');
  const program = `${vitePress}/node_modules/vitepress/bin/vitepress.js`;
  const words = [program, 'build', vitePress, '--outDir', `${folder}/books/frame`];
  const result = await run('node', words, { capture: true, quiet: true });
  if (result.code !== 0) throw failure('vitepress build', result);
  return folder;
}

/**
 * What a server makes of pages of MDX, as Docusaurus does: compiled, and rendered by React.
 * @param {readonly string[]} texts
 * @returns {Promise<string[]>} HTML; rejects where a text is no MDX
 */
export async function renderMdx(texts) {
  await ensurePackages(mdx);
  const { evaluate } = await import(`${mdx}/node_modules/@mdx-js/mdx/index.js`);
  const runtime = await import('react/jsx-runtime');
  const pages = await Promise.all(texts.map((text) => evaluate(text, runtime)));
  return pages.map((page) => renderToStaticMarkup(runtime.jsx(page.default, {})));
}
