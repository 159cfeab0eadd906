// Rolls the declaration files of one entry, as the compiler emits them, into a single file: only what its
// exports lead to, comments included, nothing of any other package. It knows what our own sources are made of
// (named imports and exports, no namespaces, no `export *`), and refuses the rest.
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

/** @param {string} from @param {unknown} source */
function fileOf(from, source) {
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
 * @param {string} file
 * @returns {Module}
 */
function readModule(file) {
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

/** @param {Node} root @returns {Mention[]} */
function mentionsIn(root) {
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

/** @param {Origin} origin */
const keyOf = ({ file, name }) => `${file} ${name}`;

/**
 * @typedef {object} Piece a declaration, or an augmentation, with what it mentions of ours
 * @property {Module} module
 * @property {Node} node
 * @property {string} name
 * @property {{ mention: Mention, key: string }[]} mentions
 */

class Roller {
  /** @type {Map<string, Module>} */
  modules = new Map();
  /** @type {Map<string, Piece[]>} by key, in the order in which they were come upon */
  pieces = new Map();
  /** @type {Map<string, string>} */
  names = new Map();
  taken = new Set();

  /** @param {string} file */
  module(file) {
    const known = this.modules.get(file);
    if (known) return known;
    const read = readModule(file);
    this.modules.set(file, read);
    return read;
  }

  /**
   * Where something is declared that a file exports, or imports to export it again.
   * @param {Origin} origin
   * @returns {Origin}
   */
  resolve(origin) {
    const module = this.module(origin.file);
    if (module.declarations.has(origin.name)) return origin;
    const next = module.exports.get(origin.name) ?? module.imports.get(origin.name);
    if (!next) throw new Error(`${origin.file} does not export ${origin.name}`);
    return this.resolve(next);
  }

  /**
   * @param {Module} module
   * @param {Node} node
   * @param {string} name
   * @returns {Piece}
   */
  piece(module, node, name) {
    const mentions = mentionsIn(node).flatMap((mention) => {
      const { name: local, from } = mention;
      const origin = from
        ? { file: fileOf(module.file, from), name: local }
        : (module.imports.get(local) ?? { file: module.file, name: local });
      const isOurs = from !== null || module.imports.has(local) || module.declarations.has(local);
      return isOurs ? [{ mention, key: this.add(origin) }] : [];
    });
    return { module, node, name, mentions };
  }

  /**
   * @param {Origin} origin
   * @param {string} [wanted] the name that it must have
   */
  add(origin, wanted) {
    const found = this.resolve(origin);
    const key = keyOf(found);
    if (wanted !== undefined) {
      this.names.set(key, wanted);
      this.taken.add(wanted);
    }
    if (this.pieces.has(key)) return key;
    /** @type {Piece[]} */
    const pieces = [];
    this.pieces.set(key, pieces);
    const module = this.module(found.file);
    for (const node of module.declarations.get(found.name) ?? [])
      pieces.push(this.piece(module, node, found.name));
    return key;
  }

  /** @param {string} key @param {string} name */
  nameFor(key, name) {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    let free = name;
    for (let i = 1; this.taken.has(free); i++) free = `${name}$${i}`;
    this.names.set(key, free);
    this.taken.add(free);
    return free;
  }
}

/**
 * @param {Roller} roller
 * @param {Piece} piece
 * @param {string} finalName
 * @param {boolean} isExported
 */
function print(roller, { module, node, name, mentions }, finalName, isExported) {
  let text = module.text.slice(node.start, node.end);
  const edits = mentions.map(({ mention: { start, end }, key }) => ({
    start: start - node.start,
    end: end - node.start,
    text: roller.names.get(key) ?? '',
  }));
  for (const edit of edits.toSorted((a, b) => b.start - a.start))
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  text = text.replace(/^export /, '').replace(/ {4}/g, '  ');
  const own = new RegExp(`^((?:declare )?(?:abstract )?\\w+ )${name.replaceAll('$', '\\$')}\\b`);
  if (finalName !== '') text = text.replace(own, `$1${finalName.replaceAll('$', '$$$$')}`);
  const comment = module.comments.get(node.start);
  return `${comment ? `${comment}\n` : ''}${isExported ? 'export ' : ''}${text}`;
}

/**
 * The declarations of an entry in one text.
 * @param {string} entry path of its .d.ts
 * @returns {{ text: string, exported: string[], hidden: string[] }} names that it exports, and those that these
 *   mention without being exported themselves
 */
export function rollTypes(entry) {
  const roller = new Roller();
  const file = resolve(entry);
  const module = roller.module(file);
  for (const [name, origin] of module.exports) roller.add(origin, name);
  const globals = module.globals.map((node) => roller.piece(module, node, ''));
  const exported = new Set(module.exports.keys());
  for (const [key, [piece]] of roller.pieces) if (piece) roller.nameFor(key, piece.name);
  const parts = [...roller.pieces].flatMap(([key, pieces]) => {
    const name = roller.names.get(key) ?? '';
    return pieces.map((piece) => print(roller, piece, name, exported.has(name)));
  });
  parts.push(...globals.map((piece) => print(roller, piece, '', false)), 'export {};');
  if (module.head !== '') parts.unshift(module.head);
  const hidden = [...roller.names.values()].filter((name) => !exported.has(name));
  return { text: `${parts.join('\n\n')}\n`, exported: [...exported], hidden };
}
