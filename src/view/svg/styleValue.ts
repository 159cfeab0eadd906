/** Values of style properties without variables: what a program that knows SVG 1.1 understands. */
import { splitOutside } from './styleSheet.ts';

/** Values of custom properties where an element stands. */
export type Variables = ReadonlyMap<string, string>;

export type Scheme = 'light' | 'dark';

const innermost =
  /(?<name>var|light-dark|color-mix)\((?<inner>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/u;

/** `value` with its functions worked out. */
export function resolveValue(value: string, variables: Variables, scheme: Scheme): string {
  let text = value;
  for (let round = 0; round < 40; round++) {
    const found = innermost.exec(text);
    if (!found) break;
    const { name = '', inner = '' } = found.groups ?? {};
    const made = work(name, inner, variables, scheme);
    text = text.slice(0, found.index) + made + text.slice(found.index + found[0].length);
  }
  return plainUnits(text.trim());
}

function work(name: string, inner: string, variables: Variables, scheme: Scheme): string {
  const [first = '', second = '', third = ''] = splitOutside(inner, ',').map((each) => each.trim());
  if (name === 'var') return variables.get(first) ?? second;
  if (name === 'light-dark') return scheme === 'light' ? first : second;
  return mix(resolveValue(second, variables, scheme), resolveValue(third, variables, scheme));
}

const rootFontSize = 16;

/** Lengths as numbers of pixels. */
function plainUnits(text: string): string {
  return text
    .replaceAll(/(-?[\d.]+)rem\b/gu, (_, number: string) => `${Number(number) * rootFontSize}`)
    .replaceAll(/(-?[\d.]+)px\b/gu, '$1');
}

const mixed = /^(?<color>\S+)(?:\s+(?<part>[\d.]+)%)?$/u;

/** Two colours of six digits mixed; a transparent second one gives the first its alpha. */
function mix(first: string, second: string): string {
  const { color = '', part = '50' } = mixed.exec(first)?.groups ?? {};
  const other = mixed.exec(second)?.groups?.['color'] ?? '';
  const share = Number(part) / 100;
  const [a, b] = [channels(color), channels(other)];
  if (!a) return color;
  if (!b) return `rgba(${a.join(', ')}, ${share})`;
  const blend = a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share)));
  return `#${blend.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(color: string): readonly number[] | null {
  const [, digits] = /^#([\da-f]{6})$/iu.exec(color) ?? [];
  if (digits === undefined) return null;
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
}
