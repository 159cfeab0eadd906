// Reads a declaration file, as the compiler emits it: what it imports, exports and declares, and the names that a
// declaration mentions. It knows what our own sources are made of (named imports and exports, no namespaces, no
// `export *`), and refuses the rest.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'vite';

/** @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Node */
/** @typedef {{ file: string, name: string }} Origin a name in the file that declares it */
/**
 * @typedef {object} Module
 * @property {string} file
 * @property {string} text
 * @property {string} head the comment that tells of the module; empty where there is none
 * @property {Map<string, Origin>} imports by local name
 * @property {Map<string, Origin>} exports by exported name
 * @property {Map<string, Node[]>} declarations statements by the name they declare; several where they merge
 * @property {Node[]} globals augmentations of the global scope
 * @property {Map<number, string>} comments the one above each statement, by its start
 */

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** @param {unknown} value @returns {Node[]} */
function nodesOf(value) {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
}

/** @param {unknown} node @returns {string} the name of an identifier, or the value of a text */
function nameOf(node) {
  if (!isNode(node)) return '';
  return String(node['name'] ?? node['value'] ?? '');
}

/**
 * The declaration file that a relative import leads to.
 * @param {string} from
 * @param {unknown} source
 */
export function fileOf(from, source) {
  const path = nameOf(source);
  if (!path.startsWith('.')) throw new Error(`${from} needs the types of ${path}`);
  return resolve(dirname(from), path.replace(/\.(?:ts|js)$/, '.d.ts'));
}

/** @param {Node} declaration @returns {string[]} */
function declaredNames(declaration) {
  if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration['id'])];
  return nodesOf(declaration['declarations']).map((each) => nameOf(each['id']));
}

/**
 * What a declaration file imports, exports and declares.
 * @param {string} file
 * @returns {Module}
 */
export function readModule(file) {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text, { lang: 'dts' });
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  /** @type {Module} */
  const module = {
    file,
    text,
    head: '',
    imports: new Map(),
    exports: new Map(),
    declarations: new Map(),
    globals: [],
    comments: new Map(),
  };
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  for (const statement of nodesOf(program.body)) {
    const above = docs.findLast(
      ({ end }) => end <= statement.start && text.slice(end, statement.start).trim() === '',
    );
    if (above) module.comments.set(statement.start, text.slice(above.start, above.end));
    readStatement(module, statement);
  }
  const head = docs.find(({ value }) => value.includes('@module'));
  if (head) module.head = text.slice(head.start, head.end);
  return module;
}

/**
 * @param {Module} module
 * @param {Node} statement
 */
function readStatement(module, statement) {
  const { file } = module;
  const { source } = statement;
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const each of nodesOf(statement['specifiers'])) {
        const origin = { file: fileOf(file, source), name: nameOf(each['imported']) };
        module.imports.set(nameOf(each['local']), origin);
      }
      return;
    case 'ExportNamedDeclaration': {
      const from = isNode(source) ? fileOf(file, source) : null;
      for (const each of nodesOf(statement['specifiers'])) {
        const name = nameOf(each['local']);
        const origin =
          from === null ? (module.imports.get(name) ?? { file, name }) : { file: from, name };
        module.exports.set(nameOf(each['exported']), origin);
      }
      for (const declaration of nodesOf(statement['declaration'])) {
        for (const name of declaredNames(declaration)) module.exports.set(name, { file, name });
        readDeclaration(module, statement, declaration);
      }
      return;
    }
    case 'TSModuleDeclaration':
      if (nameOf(statement['id']) !== 'global') throw new Error(`${file} has a namespace`);
      module.globals.push(statement);
      return;
    default:
      readDeclaration(module, statement, statement);
  }
}

/**
 * @param {Module} module
 * @param {Node} statement
 * @param {Node} declaration
 */
function readDeclaration(module, statement, declaration) {
  const names = declaredNames(declaration);
  if (names.length !== 1 || names[0] === '')
    throw new Error(`${module.file}: cannot roll up a ${declaration.type}`);
  const [name = ''] = names;
  module.declarations.set(name, [...(module.declarations.get(name) ?? []), statement]);
}

/** Where identifiers stand that refer to something outside of their own declaration. */
const places = new Map([
  ['TSTypeReference', 'typeName'],
  ['TSTypeQuery', 'exprName'],
  ['TSQualifiedName', 'left'],
  ['TSInterfaceHeritage', 'expression'],
  ['TSClassImplements', 'expression'],
  ['ClassDeclaration', 'superClass'],
]);

/** @typedef {{ start: number, end: number, name: string, from: Node | null }} Mention `from`: of an import type */

/**
 * The names outside of a declaration that it refers to.
 * @param {Node} root
 * @returns {Mention[]}
 */
export function mentionsIn(root) {
  /** @type {Mention[]} */
  const found = [];
  const parameters = new Set();
  /** @param {Node} node */
  const visit = (node) => {
    if (node.type === 'TSTypeParameter') parameters.add(nameOf(node['name']));
    if (node.type === 'TSImportType') {
      const [qualifier] = nodesOf(node['qualifier']);
      const [source] = nodesOf(node['source']);
      if (!qualifier || !source) throw new Error('an import type without a name');
      found.push({ start: node.start, end: qualifier.end, name: nameOf(qualifier), from: source });
    }
    const place = places.get(node.type);
    for (const [key, value] of Object.entries(node))
      for (const child of nodesOf(value)) {
        if (key === place && child.type === 'Identifier')
          found.push({ start: child.start, end: child.end, name: nameOf(child), from: null });
        visit(child);
      }
  };
  visit(root);
  return found.filter(({ name, from }) => from !== null || !parameters.has(name));
}
