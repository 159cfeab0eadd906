/**
 * What a view has drawn into a document, as plain SVG without classes: every property that a rule of the style
 * sheets gives an element is written as an attribute, as a number or a name that any program knows. Words keep
 * their place where a face is missing: baselines are numbers, and the patch behind words is drawn on its own.
 */
import { themeValue, withVariables, type Theme } from './drawnStyles.ts';
import { declarationsFor, readDeclarations, type Styled } from './styleSheet.ts';
import { resolveValue, type Variables } from './styleValue.ts';
import { node, type SvgChild, type SvgNode } from './svgNode.ts';

type Properties = ReadonlyMap<string, string>;

/** Properties that hold inside an element too. */
const inherited = new Set([
  'dominant-baseline',
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'letter-spacing',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-width',
  'text-anchor',
  'visibility',
]);
const own = new Set(['display', 'opacity', 'stop-color', 'stop-opacity', 'text-decoration']);
/** Those that become attributes of what is not drawn by `words`. */
const unwritten = new Set(['dominant-baseline', 'paint-order', 'display', 'visibility']);

const elements = new Set(
  'g path rect circle ellipse line polyline polygon text tspan title defs pattern linearGradient stop clipPath'.split(
    ' ',
  ),
);
const words = new Set(['text', 'tspan']);
const shapes = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon']);
const unkept = /^(?:class|style|role|tabindex|aria-.*|data-.*|xmlns.*|pathLength)$/u;

/** Where an element stands. */
interface Around {
  readonly styled: Styled;
  readonly variables: Variables;
  readonly properties: Properties;
}

/** Drawn elements below `element`. Inside of what they are put into, the theme's sans face is said. */
export function readDrawn(element: Element, theme: Theme): readonly SvgNode[] {
  const ancestors: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) ancestors.unshift(each);
  const start: Around = {
    styled: theme.root,
    variables: theme.variables,
    properties: new Map([
      ['fill', '#000000'],
      ['stroke', 'none'],
      ['font-size', '16'],
    ]),
  };
  const around = ancestors.reduce((outer, each) => enter(each, outer, theme), start);
  const written = new Map([['font-family', themeValue(theme, '--font')]]);
  return childrenOf(element, around, written, theme).filter((child) => typeof child !== 'string');
}

function enter(element: Element, outer: Around, theme: Theme): Around {
  const styled: Styled = {
    tag: element.localName,
    classes: new Set((element.getAttribute('class') ?? '').split(/\s+/u).filter(Boolean)),
    attribute: (name) => element.getAttribute(name),
    parent: outer.styled,
  };
  const said = [
    ...declarationsFor(theme.sheet, styled),
    ...readDeclarations(element.getAttribute('style') ?? ''),
  ];
  const variables = withVariables(outer.variables, said);
  const properties = new Map([...outer.properties].filter(([name]) => inherited.has(name)));
  const set = (name: string, value: string): void => {
    if (!inherited.has(name) && !own.has(name)) return;
    const resolved = plain(name, resolveValue(value, variables, theme.scheme));
    if (resolved !== 'inherit') properties.set(name, resolved);
  };
  for (const name of [...inherited, ...own]) {
    const value = element.getAttribute(name);
    if (value !== null) set(name, value);
  }
  for (const [name, value] of said) set(name, value);
  return { styled, variables, properties };
}

/** Values that older programs know: weights in hundreds, no invisible paint. */
function plain(name: string, value: string): string {
  if (name === 'font-weight' && /^\d+$/u.test(value)) return `${Math.round(Number(value) / 100)}00`;
  return value === 'transparent' ? 'none' : value;
}

/** `written`: what is said by the attributes of the elements around. */
function childrenOf(
  element: Element,
  outer: Around,
  written: Properties,
  theme: Theme,
): readonly SvgChild[] {
  const found: SvgChild[] = [];
  for (const child of element.childNodes) {
    if (child.nodeType === 3 && isWords(element))
      found.push((child.textContent ?? '').replaceAll(/\s+/gu, ' '));
  }
  if (found.length > 0 && element.children.length === 0) return found;
  for (const child of element.children) found.push(...read(child, outer, written, theme));
  return found.filter((each) => each !== '');
}

function isWords(element: Element): boolean {
  return ['text', 'tspan', 'title'].includes(element.localName);
}

function read(
  element: Element,
  outer: Around,
  written: Properties,
  theme: Theme,
): readonly SvgNode[] {
  const name = element.localName;
  if (!elements.has(name)) return [];
  if (name === 'title') return [node('title', {}, [element.textContent ?? ''])];
  const around = enter(element, outer, theme);
  const { properties } = around;
  if (properties.get('display') === 'none' || properties.get('visibility') === 'hidden') return [];
  const isUnseen = properties.get('fill') === 'none' && properties.get('stroke') === 'none';
  if (shapes.has(name) && isUnseen) return [];
  if (name === 'text') return readText(element, around, written, theme);
  const said = saidProperties(name, properties, written);
  const inner = name === 'tspan' ? new Map([...written, ...properties]) : written;
  const children = childrenOf(element, around, inner, theme);
  if (!shapes.has(name) && name !== 'stop' && isEmpty(children)) return [];
  return [
    node(name, { ...keptAttributes(element), ...said }, [
      ...titleOf(element, children),
      ...children,
    ]),
  ];
}

/** Whether nothing in it is seen. */
function isEmpty(children: readonly SvgChild[]): boolean {
  return children.every((child) => typeof child !== 'string' && child.name === 'title');
}

/** What the picture says to a screen reader, as a title. */
function titleOf(element: Element, children: readonly SvgChild[]): readonly SvgNode[] {
  const label = element.getAttribute('aria-label');
  const hasTitle = children.some((child) => typeof child !== 'string' && child.name === 'title');
  const isThing = element.getAttribute('role') !== 'row' && element.getAttribute('role') !== 'grid';
  return label !== null && isThing && !hasTitle ? [node('title', {}, [label])] : [];
}

/** Half of the height of a capital, as a part of the size: words stand in the middle of their line. */
const middle = 0.36;

function readText(
  element: Element,
  around: Around,
  written: Properties,
  theme: Theme,
): readonly SvgNode[] {
  const { properties } = around;
  const size = Number(properties.get('font-size') ?? '16');
  const [, ems] = /^([\d.]+)em$/u.exec(element.getAttribute('dy') ?? '') ?? [];
  const isCentral = properties.get('dominant-baseline') === 'central';
  const down = ems === undefined ? (isCentral ? middle : 0) : Number(ems);
  const kept = keptAttributes(element);
  const at = { ...kept, ...(down === 0 ? {} : { dy: Math.round(down * size * 100) / 100 }) };
  const hasPatch =
    (properties.get('paint-order') ?? '').startsWith('stroke') &&
    properties.get('stroke') !== 'none';
  const plainWords = new Map([...properties, ['stroke', 'none']]);
  const children = childrenOf(
    element,
    { ...around, properties: plainWords },
    new Map([...written, ...plainWords]),
    theme,
  );
  if (isEmpty(children)) return [];
  // Else the blanks between the names of an owner are lost in some programs.
  const hasParts = children.some((child) => typeof child !== 'string' && child.name === 'tspan');
  const place = { ...at, ...(hasParts ? { 'xml:space': 'preserve' } : {}) };
  const seen = { ...place, ...saidProperties('text', plainWords, written) };
  if (!hasPatch) return [node('text', seen, children)];
  const patch = new Map([...properties, ['fill', properties.get('stroke') ?? 'none']]);
  const behind = { ...place, ...saidProperties('text', patch, written), 'aria-hidden': 'true' };
  return [node('text', behind, children), node('text', seen, children)];
}

/** Geometry and names, with coordinates of two digits. */
function keptAttributes(element: Element): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...element.attributes]
      .filter(({ name }) => !unkept.test(name) && !inherited.has(name) && !own.has(name))
      .map(({ name, value }) => [name, name === 'id' ? value : rounded(value)] as const)
      // Documents differ in the order in which they list attributes.
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function rounded(value: string): string {
  return value.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/gu, (number) =>
    String(Math.round(Number(number) * 100) / 100),
  );
}

const initial: ReadonlyMap<string, string> = new Map([
  ['stroke', 'none'],
  ['fill-opacity', '1'],
  ['stroke-dasharray', 'none'],
  ['text-anchor', 'start'],
  ['opacity', '1'],
]);
const ofStrokes = /^stroke-/u;
const ofWords = /^(?:font-|letter-|text-)/u;

/** Properties to be written: those that mean something for the element, and are not said around it. */
function saidProperties(
  name: string,
  properties: Properties,
  written: Properties,
): Readonly<Record<string, string>> {
  const isDrawn = properties.get('stroke') !== 'none';
  const said = [...properties].filter(([property, value]) => {
    if (unwritten.has(property)) return false;
    if (own.has(property)) return value !== initial.get(property);
    if (!shapes.has(name) && !words.has(name)) return false;
    if (name === 'line' && property === 'fill') return false;
    if (!isDrawn && ofStrokes.test(property)) return false;
    if (!words.has(name) && ofWords.test(property)) return false;
    return value !== (written.get(property) ?? initial.get(property));
  });
  return Object.fromEntries(said);
}
