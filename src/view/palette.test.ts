/**
 * The palette for eyes that see colours otherwise: roles stay apart where a kind of cone is missing, and words
 * keep their contrast. Dichromacy is simulated as in Machado, Oliveira and Fernandes, "A Physiologically-based
 * Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0; distances are in OKLab
 * (Ottosson, 2020), where some 0.02 is a difference that one can just see side by side; contrast is WCAG 2's.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

const css = readFileSync('src/view/theme.css', 'utf8');

const eyes: Readonly<Record<string, Matrix>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The rules of a theme: `light-dark` of the common block, or of the one for high contrast. */
function block(theme: 'common' | 'contrast'): string {
  const start = css.indexOf(theme === 'common' ? '--bg: light-dark' : '/* The highest contrast');
  return css.slice(start, css.indexOf('\n}', start));
}

function colour(theme: 'common' | 'contrast', name: string, mode: 'light' | 'dark'): Rgb {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(block(theme));
  const hex = found?.[mode === 'light' ? 1 : 2];
  if (hex === undefined) throw new Error(`${theme} has no --${name}`);
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function dot(row: Rgb, [r, g, b]: Rgb): number {
  return row[0] * r + row[1] * g + row[2] * b;
}

function seen([red, green, blue]: Matrix, colourSeen: Rgb): Rgb {
  const clip = (row: Rgb) => Math.min(1, Math.max(0, dot(row, colourSeen)));
  return [clip(red), clip(green), clip(blue)];
}

function oklab(rgb: Rgb): Rgb {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb));
  const lms: Rgb = [l, m, s];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], lms),
    dot([1.9779984951, -2.428592205, 0.4505937099], lms),
    dot([0.0259040371, 0.7827717662, -0.808675766], lms),
  ];
}

function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [oklab(a), oklab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function contrast(a: Rgb, b: Rgb): number {
  const luminance = (rgb: Rgb) => dot([0.2126, 0.7152, 0.0722], rgb);
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const modes = ['light', 'dark'] as const;
const themes = ['common', 'contrast'] as const;
const writers = ['cpu', 'dev-0', 'dev-1', 'dev-2', 'dev-3'];
/** What has to stay apart, by kind of colour, and by how much. */
const apart = [
  { kind: '-edge', roles: [...writers, 'bad'], least: 0.06 },
  { kind: '', roles: [...writers, 'bad'], least: 0.045 },
  { kind: '-cell', roles: [...writers, 'initial'], least: 0.03 },
] as const;

describe.each(themes)('the palette, %s', (theme) => {
  it('keeps roles apart for every eye', () => {
    const near: string[] = [];
    for (const mode of modes) {
      for (const [eye, matrix] of Object.entries(eyes)) {
        for (const { kind, roles, least } of apart) {
          roles.forEach((a, i) =>
            roles.slice(i + 1).forEach((b) => {
              const [first, second] = [a, b].map((role) =>
                seen(matrix, colour(theme, role + kind, mode)),
              );
              const how = first && second ? distance(first, second) : 0;
              if (how < least)
                near.push(`${mode} ${eye}: ${a}${kind} ${b}${kind} ${how.toFixed(3)}`);
            }),
          );
        }
      }
    }
    expect(near).toEqual([]);
  });

  it('keeps the contrast of words on every ground that they stand on', () => {
    const least = theme === 'common' ? 4.5 : 7;
    const grounds = ['bg', 'panel'];
    const pairs = [
      ...['ink', 'ink-2', 'ink-3', 'initial', 'bad', 'here', ...writers].flatMap((ink) =>
        grounds.map((ground) => [ink, ground] as const),
      ),
      ...writers.flatMap((role) => [
        [role, `${role}-cell`] as const,
        [role, `${role}-band`] as const,
        ['ink', `${role}-cell`] as const,
        ['ink-2', `${role}-band`] as const,
      ]),
      ['initial', 'initial-cell'],
      ['bad', 'bad-soft'],
      ['on-bad', 'bad-edge'],
      ['on-here', 'here'],
      ['ink', 'current-line'],
      ['ink', 'here-soft'],
      ['ink', 'sunken'],
    ] as const;
    const poor = modes.flatMap((mode) =>
      pairs.flatMap(([ink, ground]) => {
        const how = contrast(colour(theme, ink, mode), colour(theme, ground, mode));
        return how < least ? [`${mode}: ${ink} on ${ground} ${how.toFixed(2)}`] : [];
      }),
    );
    expect(poor).toEqual([]);
  });

  it('keeps lines and marks to be seen', () => {
    const faint = modes.flatMap((mode) =>
      [...writers, 'bad'].flatMap((role) => {
        const how = contrast(colour(theme, `${role}-edge`, mode), colour(theme, 'panel', mode));
        return how < 3 ? [`${mode}: ${role}-edge ${how.toFixed(2)}`] : [];
      }),
    );
    expect(faint).toEqual([]);
  });
});
