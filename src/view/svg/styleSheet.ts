/**
 * Style sheets as data: a parser for what the views' own CSS files use (rules of simple selectors, joined by
 * descendant and child combinators), and the matching of elements. What depends on the reader's screen (at-rules,
 * states such as `:hover`) is left out. No DOM: an element is whatever can answer the few questions below.
 */

/** What a selector asks of an element. */
export interface Styled {
  readonly tag: string;
  readonly classes: ReadonlySet<string>;
  readonly attribute: (name: string) => string | null;
  /** Null: the root of its document. */
  readonly parent: Styled | null;
}

export type Declaration = readonly [property: string, value: string];

interface Compound {
  readonly tag: string | null;
  readonly isRoot: boolean;
  readonly classes: readonly string[];
  readonly attributes: readonly (readonly [name: string, value: string | null])[];
  readonly not: readonly Compound[];
}

interface Selector {
  /** From the element itself outwards. */
  readonly compounds: readonly Compound[];
  /** How each compound but the last is joined to the next one: by `>` or by a blank. */
  readonly isChild: readonly boolean[];
  readonly weight: number;
}

interface Rule {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  readonly order: number;
}

export interface StyleSheet {
  /** The rules that may match an element, by a class of it, by its tag, or (`*`) any. */
  readonly byKey: ReadonlyMap<string, readonly Rule[]>;
}

/** The rules of `texts`, in their order. */
export function parseStyleSheet(texts: readonly string[]): StyleSheet {
  const byKey = new Map<string, Rule[]>();
  let order = 0;
  for (const [prelude, body] of texts.flatMap(blocks)) {
    const declarations = readDeclarations(body);
    for (const text of splitOutside(prelude, ',')) {
      const selector = readSelector(text.trim());
      if (!selector) continue;
      const rule = { selector, declarations, order: order++ };
      const key = keyOf(selector.compounds[0]);
      byKey.set(key, [...(byKey.get(key) ?? []), rule]);
    }
  }
  return { byKey };
}

/** What the rules say of an element, weakest first. */
export function declarationsFor({ byKey }: StyleSheet, element: Styled): readonly Declaration[] {
  const keys = ['*', element.tag, ...[...element.classes].map((name) => `.${name}`)];
  return keys
    .flatMap((key) => byKey.get(key) ?? [])
    .filter(({ selector }) => matches(selector, element, 0))
    .toSorted((a, b) => a.selector.weight - b.selector.weight || a.order - b.order)
    .flatMap(({ declarations }) => declarations);
}

/** `color: red; fill: none` as pairs. */
export function readDeclarations(text: string): readonly Declaration[] {
  return splitOutside(text, ';').flatMap((each): readonly Declaration[] => {
    const colon = each.indexOf(':');
    if (colon < 0) return [];
    return [
      [
        each.slice(0, colon).trim(),
        each
          .slice(colon + 1)
          .trim()
          .replaceAll(/\s+/gu, ' '),
      ],
    ];
  });
}

/** Rules as prelude and body; at-rules and what is in them are left out. */
function blocks(css: string): readonly (readonly [string, string])[] {
  const text = css.replaceAll(/\/\*[\s\S]*?\*\//gu, ' ');
  const found: (readonly [string, string])[] = [];
  let at = 0;
  for (let open = text.indexOf('{', at); open >= 0; open = text.indexOf('{', at)) {
    const end = closing(text, open);
    const prelude = text.slice(at, open).trim();
    if (!prelude.startsWith('@')) found.push([prelude, text.slice(open + 1, end)]);
    at = end + 1;
  }
  return found;
}

/** Where the block that begins at `open` ends. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}

/** Parts of `text` between separators that stand outside of all parentheses. */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Null where it asks for what a still picture has not, such as `:hover`. */
function readSelector(text: string): Selector | null {
  const words = splitOutside(text.replaceAll(/\s*>\s*/gu, ' > ').replaceAll(/\s+/gu, ' '), ' ');
  const compounds: Compound[] = [];
  const isChild: boolean[] = [];
  for (const word of words.toReversed()) {
    if (word === '>') isChild[compounds.length - 1] = true;
    else {
      const compound = readCompound(word);
      if (!compound) return null;
      compounds.push(compound);
      isChild.push(false);
    }
  }
  const weight = compounds.reduce((sum, compound) => sum + weightOf(compound), 0);
  return { compounds, isChild, weight };
}

const simple =
  /(?<tag>[a-zA-Z][\w-]*|\*)|\.(?<name>[\w-]+)|\[(?<attribute>[\w-]+)(?:=["']?(?<value>[^"'\]]*)["']?)?\]|:not\((?<not>[^()]*)\)|(?<root>:root)/uy;

function readCompound(text: string): Compound | null {
  let tag: string | null = null;
  let isRoot = false;
  const classes: string[] = [];
  const attributes: (readonly [string, string | null])[] = [];
  const not: Compound[] = [];
  // A reader of its own: what `:not` asks is read with another.
  const reader = new RegExp(simple);
  while (reader.lastIndex < text.length) {
    const groups = reader.exec(text)?.groups;
    if (!groups) return null;
    if (groups['tag'] !== undefined) tag = groups['tag'] === '*' ? null : groups['tag'];
    else if (groups['name'] !== undefined) classes.push(groups['name']);
    else if (groups['attribute'] !== undefined)
      attributes.push([groups['attribute'], groups['value'] ?? null]);
    else if (groups['not'] === undefined) isRoot = true;
    else {
      const inner = readCompound(groups['not']);
      if (!inner) return null;
      not.push(inner);
    }
  }
  return { tag, isRoot, classes, attributes, not };
}

function weightOf({ tag, isRoot, classes, attributes, not }: Compound): number {
  const own = (isRoot ? 1 : 0) + classes.length + attributes.length;
  const negated = not.reduce((sum, compound) => sum + weightOf(compound), 0);
  return 100 * own + (tag === null ? 0 : 1) + negated;
}

function keyOf(compound: Compound | undefined): string {
  const [name] = compound?.classes ?? [];
  return name === undefined ? (compound?.tag ?? '*') : `.${name}`;
}

function matches({ compounds, isChild }: Selector, element: Styled, from: number): boolean {
  const compound = compounds[from];
  if (!compound || !fits(compound, element)) return compound === undefined;
  if (from === compounds.length - 1) return true;
  const selector = { compounds, isChild, weight: 0 };
  for (let outer = element.parent; outer; outer = outer.parent) {
    if (matches(selector, outer, from + 1)) return true;
    if (isChild[from] === true) return false;
  }
  return false;
}

function fits({ tag, isRoot, classes, attributes, not }: Compound, element: Styled): boolean {
  return (
    (tag === null || tag === element.tag) &&
    (!isRoot || element.parent === null) &&
    classes.every((name) => element.classes.has(name)) &&
    attributes.every(([name, value]) => {
      const got = element.attribute(name);
      return got !== null && (value === null || got === value);
    }) &&
    !not.some((inner) => fits(inner, element))
  );
}
