// Rolls the declaration files of one entry into a single file: only what its exports lead to, comments included,
// nothing of any other package. How such a file is read is in declarationFile.mjs.
import { resolve } from 'node:path';
import { fileOf, mentionsIn, readModule } from './declarationFile.mjs';

/** @import { Mention, Module, Node, Origin } from './declarationFile.mjs' */

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
