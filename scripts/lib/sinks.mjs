// Finds where text could become code or markup, in sources and in what is built of them. Trusted Types stop the same
// at run time (lib/server.mjs); this says it earlier, and for pages on servers without that header.
import { lineAt, parseSource, walk } from './sources.mjs';

/** @typedef {import('./sources.mjs').Node} Node */
/** @typedef {{ path: string, sink: string, line: number, code: string }} Found */

/** Properties that turn a text into markup or code when they are set. */
const setters = new Set(['innerHTML', 'outerHTML', 'srcdoc']);
/** Methods that do so when they are called, on whatever object; `html` is d3's. */
const methods = new Set([
  'html',
  'insertAdjacentHTML',
  'setHTML',
  'setHTMLUnsafe',
  'parseHTMLUnsafe',
  'createContextualFragment',
  'execScript',
]);
const writers = new Set(['write', 'writeln']);
const timers = new Set(['setTimeout', 'setInterval']);

/** @param {Node | undefined} node a member expression @returns {string | undefined} the property's name, if it stands there */
function propertyOf(node) {
  if (node?.type !== 'MemberExpression') return undefined;
  if (!node['computed']) return node['property'].name;
  const { property } = node;
  return property.type === 'Literal' ? String(property.value) : undefined;
}

/** @param {Node} node @param {string} name whether it is this global, by itself or as a property of the window */
function isGlobal(node, name) {
  if (node.type === 'Identifier') return node['name'] === name;
  const hosts = ['window', 'globalThis', 'self'];
  return propertyOf(node) === name && hosts.includes(node['object']?.name);
}

/** @param {Node | undefined} node */
function isText(node) {
  return node?.type === 'TemplateLiteral' || typeof node?.['value'] === 'string';
}

/** @param {Node} node a call or `new` @returns {string | undefined} */
function sinkOfCall(node) {
  const { callee } = node;
  if (isGlobal(callee, 'eval')) return 'eval';
  if (isGlobal(callee, 'Function')) return 'Function';
  if ([...timers].some((name) => isGlobal(callee, name)) && isText(node['arguments'][0]))
    return 'timer of text';
  const name = propertyOf(callee);
  if (name === undefined) return undefined;
  if (methods.has(name)) return name;
  if (writers.has(name) && callee.object.name === 'document') return `document.${name}`;
  if (name === 'parseFromString' && node['arguments'][1]?.value === 'text/html') return name;
  return undefined;
}

/** @param {Node} node @returns {string | undefined} */
function sinkOf(node) {
  switch (node.type) {
    case 'AssignmentExpression': {
      const name = propertyOf(node['left']);
      return name !== undefined && setters.has(name) ? name : undefined;
    }
    case 'CallExpression':
    case 'NewExpression':
      return sinkOfCall(node);
    case 'JSXAttribute':
      return ['dangerouslySetInnerHTML', 'srcDoc'].includes(node['name'].name)
        ? node['name'].name
        : undefined;
    case 'Literal':
      return typeof node['value'] === 'string' && /^\s*javascript:/i.test(node['value'])
        ? 'javascript: address'
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Every sink in a file.
 * @param {string} path decides how it is read: `.ts`, `.tsx`, `.js`, `.mjs`
 * @param {string} text
 * @returns {Found[]}
 */
export function findSinks(path, text) {
  /** @type {Found[]} */
  const found = [];
  walk(parseSource(path, text).program, (node) => {
    const sink = sinkOf(node);
    if (sink === undefined) return;
    const code = text.slice(node.start, Math.min(node['end'], node.start + 100));
    found.push({ path, sink, line: lineAt(text, node.start), code });
  });
  return found;
}

/**
 * What may stand in a built file: code of libraries, with why it does no harm.
 * @type {{ sink: string, code: RegExp, why: string }[]}
 */
export const known = [
  {
    sink: 'innerHTML',
    code: /^\w+\.innerHTML=`<script><\\\/script>`|^\w+\.innerHTML="<script><\\?\/script>"/,
    why: 'React makes script elements so, from a constant; bufscope renders none',
  },
  {
    sink: 'innerHTML',
    code: /^\w+\.innerHTML=\w+$/,
    why: 'React sets what dangerouslySetInnerHTML is given, which bufscope never gives',
  },
  {
    sink: 'innerHTML',
    code: /^this\.innerHTML=(?:``|""|\w+(?:\?\?(?:``|""))?)$/,
    why: "d3-selection's html(), which bufscope never calls: see `methods`",
  },
  {
    sink: 'javascript: address',
    code: /^[`"']javascript:throw /,
    why: 'React puts it in place of javascript: addresses, to stop them',
  },
];

/** Script elements of data are none that run. */
const markupFaults = [
  {
    fault: 'inline script',
    pattern: /<script(?![^>]*\s(?:src=|type="(?:text\/plain|application\/(?:ld\+)?json)"))[^>]*>/gi,
  },
  { fault: 'inline style', pattern: /<style[\s>]|<[a-z][^>]*\sstyle\s*=/gi },
  { fault: 'event handler', pattern: /<[a-z][^>]*\son[a-z]+\s*=/gi },
  { fault: 'javascript: address', pattern: /<[a-z][^>]*["'\s=]javascript:/gi },
];

/**
 * What the content security policy would stop in a page.
 * @param {string} path
 * @param {string} text
 * @returns {string[]} one line each
 */
export function inlineCode(path, text) {
  return markupFaults.flatMap(({ fault, pattern }) =>
    [...text.matchAll(pattern)].map(
      ({ 0: found, index }) => `${path}:${lineAt(text, index)}: ${fault}: ${found.slice(0, 80)}`,
    ),
  );
}

/**
 * Sinks of a built file that nothing explains.
 * @param {string} path
 * @param {string} text
 * @param {typeof known} [allowed]
 * @returns {string[]} one line each
 */
export function unexplainedSinks(path, text, allowed = known) {
  return findSinks(path, text)
    .filter(({ sink, code }) => !allowed.some((each) => each.sink === sink && each.code.test(code)))
    .map(({ sink, line, code }) => `${path}:${line}: ${sink}: ${code}`);
}
