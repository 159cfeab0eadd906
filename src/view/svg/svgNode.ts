/** SVG as plain data, and as text: the same text on every machine, whatever DOM it was read from. */
import { escapedText, escapedValue } from '../../base/entities.ts';

export interface SvgNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly SvgChild[];
}

export type SvgChild = SvgNode | string;

/** A node; what is empty or undefined among its attributes is left out. */
export function node(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly SvgChild[] = [],
): SvgNode {
  return { name, attributes, children };
}

/** The node as XML, a line an element that has no text of its own beside it. */
export function writeSvg(root: SvgNode): string {
  return `${write(root)}\n`;
}

function write(child: SvgChild): string {
  if (typeof child === 'string') return escapedText(possible(child));
  const { name, attributes, children } = child;
  const words = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapedValue(possible(String(value)))}"`,
  );
  const start = `<${name}${words.join('')}`;
  if (children.length === 0) return `${start}/>`;
  // A line break beside text would be a blank in the picture.
  const between = children.some((each) => typeof each === 'string') || isText(name) ? '' : '\n';
  return `${start}>${between}${children.map(write).join(between)}${between}</${name}>`;
}

function isText(name: string): boolean {
  return name === 'text' || name === 'tspan';
}

/** What XML has no place for at all: control characters, halves of surrogate pairs, two non-characters. */
const forbidden = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** The text with U+FFFD for what XML cannot have. */
function possible(text: string): string {
  return text.replaceAll(forbidden, (letter) => ('\t\n\r'.includes(letter) ? letter : '\u{FFFD}'));
}
