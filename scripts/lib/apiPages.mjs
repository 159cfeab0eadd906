// What `npm run api` changes in the pages that TypeDoc writes: a type alias is shown as it is written, with the
// comments inside of it, in place of a heading for every member of a union; lists of words that it is made of stand
// below it.
import { parseSync } from 'vite';

/**
 * The type aliases that a declaration file exports, as they are written, each with the declarations that it
 * mentions and that are not exported.
 * @param {string} text
 * @returns {Map<string, string>} by name
 */
export function aliasesIn(text) {
  /** @type {Map<string, string>} */
  const exported = new Map();
  /** @type {Map<string, string>} */
  const hidden = new Map();
  for (const statement of parseSync('types.d.ts', text, { lang: 'dts' }).program.body) {
    const isExported = statement.type === 'ExportNamedDeclaration';
    const declaration = isExported ? statement.declaration : statement;
    const code = declaration ? text.slice(declaration.start, declaration.end) : '';
    if (declaration?.type === 'VariableDeclaration' && !isExported) {
      const [first] = declaration.declarations;
      if (first?.id.type === 'Identifier') hidden.set(first.id.name, code);
    }
    if (declaration?.type === 'TSTypeAliasDeclaration')
      (isExported ? exported : hidden).set(declaration.id.name, code);
  }
  return new Map([...exported].map(([name, code]) => [name, withMentioned(code, hidden)]));
}

/** @param {string} code @param {ReadonlyMap<string, string>} hidden */
function withMentioned(code, hidden) {
  const parts = new Set([code]);
  for (const part of parts)
    for (const [name, declaration] of hidden)
      if (new RegExp(`\\b${name}\\b`).test(part)) parts.add(declaration);
  return [...parts].join('\n\n');
}

/**
 * A page with the entry's whole name, its type aliases as they are written, and without what says nothing or is
 * said elsewhere: methods stand where they are declared.
 * @param {string} page Markdown by TypeDoc, one heading of the third level for each export
 * @param {Map<string, string>} aliases
 */
export function tidyPage(page, aliases) {
  const sections = page.split(/^(?=### )/m);
  const tidy = sections.map((section) => withoutInherited(tidySection(section, aliases))).join('');
  // Tables say what they are; and a table of contents needs the names of exports, not these.
  return tidy
    .replace(/^# (?<entry>\w+)$/m, '# bufscope/$<entry>')
    .replaceAll('| - |', '| |')
    .replace(/^#{4,6} (?:Properties|Parameters|Constructors?|Call Signature)\n\n/gm, '')
    .replace(/^#{4,6} Overrides\n\n.*\n\n/gm, '')
    .replace(/^#{4,6} (?<word>Returns|Throws)\n\n/gm, '$<word>: ')
    .replace(/^#{4,6} (?<words>Extends|Extended by|Type Parameters)$/gm, '**$<words>**');
}

/** @param {string} section @param {Map<string, string>} aliases */
function tidySection(section, aliases) {
  const name = /^### (?<name>\w+)$/m.exec(section)?.groups?.['name'] ?? '';
  const alias = aliases.get(name);
  const code = /```ts\n[^`]*```\n/.exec(section);
  if (alias === undefined || !code) return section;
  const rest = section.slice(code.index + code[0].length);
  const words = rest.split(/^(?=#{2,} |\*\*\*$)/m)[0]?.trim() ?? '';
  const next = /^## .*$/m.exec(rest)?.[0];
  const end = next === undefined ? (/^\*\*\*$/m.test(rest) ? '***\n\n' : '') : `${next}\n\n`;
  return `### ${name}\n\n${words === '' ? '' : `${words}\n\n`}\`\`\`ts\n${alias.trim()}\n\`\`\`\n\n${end}`;
}

/** @param {string} section */
function withoutInherited(section) {
  return section
    .split(/^(?=##### )/m)
    .map((member) => {
      if (!/^###### Inherited from$/m.test(member)) return member;
      const after = /^(?:#{2,4} |\*\*\*$)/m.exec(member);
      return after ? member.slice(after.index) : '';
    })
    .join('');
}
