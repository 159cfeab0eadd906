import { describe, expect, it } from 'vitest';
import { declarationsFor, parseStyleSheet, type Styled } from './styleSheet.ts';

function element(tag: string, classes: string, parent: Styled | null = null): Styled {
  const names = classes.split(' ').filter(Boolean);
  return {
    tag,
    classes: new Set(names),
    attribute: (name) => (name === 'class' && names.length > 0 ? classes : null),
    parent,
  };
}

/** What the rules say last of a property. */
function valueOf(css: string, of: Styled, property = 'fill'): string | undefined {
  const said = declarationsFor(parseStyleSheet([css]), of);
  return said.findLast(([name]) => name === property)?.[1];
}

const root = element('html', '');
const view = element('div', 'view', root);
const group = element('g', 'item role-cpu', view);
const label = element('text', 'label code', group);

describe('a style sheet', () => {
  it('matches by tag, class, ancestors and parents', () => {
    expect(valueOf('.view text { fill: red }', label)).toBe('red');
    expect(valueOf('.view > text { fill: red }', label)).toBeUndefined();
    expect(valueOf('.item > text { fill: red }', label)).toBe('red');
    expect(valueOf('.view > .item .label.code { fill: red }', label)).toBe('red');
    expect(valueOf('.label.other { fill: red }', label)).toBeUndefined();
    expect(valueOf('rect, text { fill: red }', label)).toBe('red');
    expect(valueOf(':root text { fill: red }', label)).toBe('red');
    expect(valueOf('[class] { fill: red }', root)).toBeUndefined();
    expect(valueOf('.side:not(.code) { fill: red }', element('text', 'side code'))).toBeUndefined();
    expect(valueOf('.side:not(.code) { fill: red }', element('text', 'side'))).toBe('red');
  });

  it('lets the more special rule win, then the later one', () => {
    expect(valueOf('.view .label { fill: red } text { fill: blue }', label)).toBe('red');
    expect(valueOf('.label { fill: red } .code { fill: blue }', label)).toBe('blue');
    expect(valueOf('.label:not(.x) { fill: red } .code { fill: blue }', label)).toBe('red');
  });

  it('leaves out what depends on the screen, and comments', () => {
    const css = `@media (hover: hover) { .label { fill: red } }
      @keyframes run { from { fill: red } }
      .label:hover { fill: red } .label::before { fill: red }
      /* .label { fill: red } */ .label { fill: blue; }`;
    expect(valueOf(css, label)).toBe('blue');
  });

  it('keeps values whole', () => {
    expect(valueOf('.label { --x: a(b; c), d; fill: var(--x,\n  blue) }', label, '--x')).toBe(
      'a(b; c), d',
    );
    expect(valueOf('.label { fill: var(--x,\n  blue) }', label)).toBe('var(--x, blue)');
  });
});
