import { beforeEach, describe, expect, it } from 'vitest';
import { fragmentOf, lookOf, ownScript, withoutIndent } from './elementLink.ts';

let element: HTMLElement;

beforeEach(() => {
  element = document.createElement('div');
});

describe('fragmentOf', () => {
  it('says what the attributes say, as a link does', () => {
    element.setAttribute('scenario', 'shootdown');
    element.setAttribute('at', '6.4');
    element.setAttribute('view', 'room,lanes');
    expect(fragmentOf(element, null)).toBe('scenario=shootdown&at=6.4&view=room%2Clanes');
  });

  it('takes an attribute without a value as a switch', () => {
    element.setAttribute('loop', '');
    element.setAttribute('play', '0');
    expect(fragmentOf(element, null)).toBe('loop=1&play=0');
  });

  it('lets nobody add keys by a value', () => {
    element.setAttribute('scenario', 'a&play=1');
    expect(fragmentOf(element, null)).toBe('scenario=a%26play%3D1');
  });

  it('puts a script before all', () => {
    element.setAttribute('platform', 'x86');
    expect(fragmentOf(element, 'title T\n')).toBe('script=title%20T%0A&platform=x86');
  });
});

describe('ownScript', () => {
  it('is the text between the tags, without the indentation of the page', () => {
    element.append('\n    title T\n\n      app@cpu0: x\n  ');
    expect(ownScript(element)).toBe('title T\n\n  app@cpu0: x');
  });

  it('is in a pre, if there is one', () => {
    const pre = document.createElement('pre');
    pre.append('title T');
    element.append('a figure', pre);
    expect(ownScript(element)).toBe('title T');
  });

  it('is none where a scenario is named, or only pictures and links are there', () => {
    const link = document.createElement('a');
    link.append('a figure');
    element.append('\n  ', link, '\n');
    expect(ownScript(element)).toBeNull();
    element.append('title T');
    element.setAttribute('scenario', 'shootdown');
    expect(ownScript(element)).toBeNull();
  });
});

describe('withoutIndent', () => {
  it('takes off what all lines share', () => {
    expect(withoutIndent('  a\n    b\r\n\n  c')).toBe('a\n  b\n\nc');
    expect(withoutIndent('\ta\n\t\tb')).toBe('a\n    b');
    expect(withoutIndent(' \n\n')).toBe('');
  });
});

describe('lookOf', () => {
  it('takes only what there is', () => {
    element.setAttribute('theme', 'neon');
    element.setAttribute('controls', 'all');
    element.setAttribute('view', 'lanes,cellar');
    expect(lookOf(element)).toMatchObject({ theme: 'auto', controls: 'bar', view: ['lanes'] });
  });

  it('says what there is not', () => {
    element.setAttribute('theme', 'neon');
    element.setAttribute('controls', 'none');
    element.setAttribute('view', 'lanes,cellar');
    const wrong = lookOf(element).problems.map(({ key, value }) => `${key} ${value}`);
    expect(wrong).toEqual(['theme neon', 'view cellar']);
  });
});
