// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { cliDocument } from '../cli/cliDocument.ts';
import { picturedMachines } from '../cli/picturedMachines.ts';
import { parseCursor, startCursor } from '../history/cursor.ts';
import { endCursor } from '../history/move.ts';
import { replayScenario } from '../history/replay.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import type { PictureTheme } from '../view/svg/drawnStyles.ts';
import { figureSvg, type FigureView } from './figure.ts';

const tools = { document: cliDocument(), machines: picturedMachines() };

interface Asked {
  readonly at?: string;
  readonly view?: FigureView;
  readonly theme?: PictureTheme;
  readonly width?: number;
}

function figureOf(text: string, asked: Asked = {}): string {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('the script cannot be read');
  const { history } = replayScenario(scenario, scenario.platform.id);
  const cursor =
    asked.at === undefined ? endCursor(history) : (parseCursor(asked.at) ?? startCursor);
  const point = {
    history,
    cursor,
    selection: null,
    caches: 'lines',
    opened: new Set<string>(),
  } as const;
  const { view = 'all', theme = 'light', width = 900 } = asked;
  return figureSvg(point, { view, theme, width, title: scenario.title }, tools) ?? '';
}

function textOf(id: string): string {
  return scenarios.find((scenario) => scenario.id === id)?.text ?? '';
}

function expectWellFormed(svg: string): void {
  const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(read.querySelector('parsererror')?.textContent).toBeUndefined();
}

/** Everything of it stands in the file, in words of SVG 1.1. */
function expectStandalone(svg: string): void {
  expect(svg).not.toMatch(/ (?:class|style|tabindex|data-[a-z]+|aria-label)=/u);
  expect(svg).not.toMatch(/var\(|light-dark\(|color-mix\(|calc\(|NaN|undefined|Infinity|oklch/u);
  expect(svg).not.toMatch(/(?:href|src)=|url\((?!#)/u);
  const ids = new Set([...svg.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id));
  for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/gu)) expect(ids).toContain(id);
  // A paint that is a word other than these is a name that was not worked out.
  for (const [, paint] of svg.matchAll(/ (?:fill|stroke|stop-color)="([^"]+)"/gu))
    expect(paint).toMatch(/^(?:#[\da-f]{6}|none|rgba\(.*\)|url\(#.*\))$/iu);
}

describe('a figure', () => {
  it('of any scenario stands on its own', () => {
    // Every fifth, so that all exporters and places are among them.
    const some = scenarios.filter((_, i) => i % 5 === 0);
    for (const { text } of some) expectStandalone(figureOf(text));
  }, 60_000);

  it('stands on its own in every theme, with that theme’s ground', () => {
    const grounds = new Set(
      (['light', 'dark', 'contrast'] as const).map((theme) => {
        const svg = figureOf(textOf('missed-clean'), { at: '7', theme });
        expectStandalone(svg);
        expectWellFormed(svg);
        return /<rect [^>]*fill="([^"]+)"/u.exec(svg)?.[1];
      }),
    );
    expect(grounds.size).toBeGreaterThanOrEqual(2);
    expect(grounds).toContain('#f6f7f9');
    expect(grounds).toContain('#0e1216');
  });

  it('says what it shows, before the first step too', () => {
    const svg = figureOf(textOf('missed-clean'), { at: '0', view: 'room' });
    expect(svg).toContain('<title>A write that the device never sees</title>');
    expect(svg).toContain('before the first step of 10');
    expectStandalone(svg);
  });

  it('takes no name of a script for markup', () => {
    const evil = '</title><script>alert(1)</script> & "x"';
    const svg = figureOf(`title ${evil}\nbuffer b pages=1\nkernel@cpu0: write b+0 64 A\n`);
    expectStandalone(svg);
    const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(read.querySelectorAll('script')).toHaveLength(0);
    expect(read.querySelector('title')?.textContent).toBe(evil);
  });

  it('is as wide as asked where its columns allow it', () => {
    const room = figureOf(textOf('missed-clean'), { view: 'room', width: 1280 });
    expect(room).toMatch(/^<svg [^>]*width="1280" /u);
    // Columns have a least width.
    const wide = figureOf(textOf('two-iommus'), { view: 'room', width: 320 });
    expect(Number(/^<svg [^>]*width="([\d.]+)"/u.exec(wide)?.[1])).toBeGreaterThan(320);
  });

  it('is the same every time', async () => {
    const svg = figureOf(textOf('missed-clean'), { at: '9', view: 'room' });
    expect(figureOf(textOf('missed-clean'), { at: '9', view: 'room' })).toBe(svg);
    await expect(svg).toMatchFileSnapshot('__snapshots__/missed-clean-9.svg');
  });
});
