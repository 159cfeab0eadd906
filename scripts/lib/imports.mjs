// Holds every import in src/ against the table of rooms.mjs.
import { posix } from 'node:path';
import { entry, onlyIn, rooms, testPackages } from '../rooms.mjs';
import { lineAt, parseSource, walk } from './sources.mjs';

/**
 * @typedef {object} Import
 * @property {string} specifier as written
 * @property {boolean} isType whether only types are imported, so that nothing remains at run time
 * @property {boolean} isReexport `export … from`
 * @property {number} offset
 */

/** @typedef {import('./sources.mjs').Node} Node */

/** @param {Node} node an import or export declaration */
function importsTypesOnly(node) {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const names = node['specifiers'] ?? [];
  return (
    names.length > 0 && names.every((/** @type {Node} */ name) => name['importKind'] === 'type')
  );
}

/** @param {Node} node `new URL('./x.worker.ts', import.meta.url)` */
function isUrlOfModule(node) {
  const [address, base] = node['arguments'] ?? [];
  const isFile = typeof address?.value === 'string' && /\.\w+$/.test(address.value);
  return node['callee']?.name === 'URL' && isFile && base?.type === 'MemberExpression';
}

/**
 * @param {Node} node
 * @returns {Omit<Import, 'offset'> | undefined}
 */
function importOf(node) {
  const specifier = node['source']?.value;
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier, isType: importsTypesOnly(node), isReexport: false };
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (!node['source']) return undefined;
      return { specifier, isType: importsTypesOnly(node), isReexport: true };
    case 'ImportExpression':
      return { specifier: String(specifier), isType: false, isReexport: false };
    case 'TSImportType':
      return { specifier: node['source'].value, isType: true, isReexport: false };
    case 'NewExpression':
      if (!isUrlOfModule(node)) return undefined;
      return { specifier: node['arguments'][0].value, isType: false, isReexport: false };
    default:
      return undefined;
  }
}

/**
 * Every import of a file, of whatever form.
 * @param {string} path
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(path, text) {
  /** @type {Import[]} */
  const found = [];
  walk(parseSource(path, text).program, (node) => {
    const imported = importOf(node);
    if (imported) found.push({ ...imported, offset: node.start });
  });
  return found;
}

/** @param {string} path `src/model/step.ts` -> `model`; undefined for files directly in src/ */
function roomOf(path) {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/**
 * @param {string[]} patterns
 * @param {string} name
 */
function matches(patterns, name) {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/**
 * @param {string} path
 * @param {string} name a package, perhaps with a path in it
 * @param {boolean} isTest
 * @returns {string | undefined} what is wrong
 */
function judgePackage(path, name, isTest) {
  const room = roomOf(path);
  const table = room === undefined ? entry : rooms[room];
  if (isTest && matches(testPackages, name)) return undefined;
  const home = Object.entries(onlyIn).find(
    ([owned]) => name === owned || name.startsWith(`${owned}/`),
  );
  if (home) return path === home[1] ? undefined : `'${home[0]}' is imported in ${home[1]} only`;
  if (matches(table?.packages ?? [], name)) return undefined;
  return `${room ?? 'src/'} may not import the package '${name}'`;
}

/**
 * @param {string} path
 * @param {Import} imported
 * @param {boolean} isTest
 * @returns {string | undefined} what is wrong
 */
function judgeFile(path, imported, isTest) {
  const target = posix.join(posix.dirname(path), imported.specifier.replace(/\?.*$/, ''));
  if (!/\.[a-z]+$/.test(target)) return `'${imported.specifier}' lacks its file extension`;
  // What the npm package exports is the one barrel.
  if (imported.isReexport && !path.startsWith('src/package/'))
    return `no barrels: import from '${imported.specifier}' where it is used`;
  if (isTest) return undefined;
  const [from, to] = [roomOf(path), roomOf(target)];
  const table = from === undefined ? entry : rooms[from];
  if (!target.startsWith('src/')) {
    return table?.files?.includes(target) ? undefined : `'${imported.specifier}' is outside src/`;
  }
  if (to === undefined) return from && `${from} may not import from src/ itself`;
  if (from === to) return undefined;
  if (table?.rooms.includes(to)) return undefined;
  if (!table?.typesFrom?.includes(to)) return `${from ?? 'src/'} may not import from ${to}`;
  return imported.isType ? undefined : `${from} may import types only from ${to} (import type)`;
}

/**
 * Everything in a file that the table forbids.
 * @param {string} path relative to the repository, as `src/model/step.ts`
 * @param {string} text
 * @returns {string[]} one line each: `path:line: what is wrong`
 */
export function checkImports(path, text) {
  const isTest = /\.test\.tsx?$/.test(path) || path.includes('/testing/');
  const room = roomOf(path);
  if (room !== undefined && !rooms[room])
    return [`${path}:1: src/${room}/ is not in the table of rooms`];
  return importsOf(path, text).flatMap((imported) => {
    const isFile = imported.specifier.startsWith('.');
    const wrong = isFile
      ? judgeFile(path, imported, isTest)
      : judgePackage(path, imported.specifier, isTest);
    return wrong ? [`${path}:${lineAt(text, imported.offset)}: ${wrong}`] : [];
  });
}
