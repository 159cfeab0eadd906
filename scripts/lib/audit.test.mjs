import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { installScripts, isAllowed, isGrave, licencesOf, readReport } from './audit.mjs';
import { root } from './run.mjs';

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['GPL-3.0', false],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0 AND (MIT OR ISC)', false],
    ['(MIT OR GPL-3.0) AND ISC', true],
    ['MIT OR', false],
    ['(MIT', false],
    ['MIT MIT', false],
    ['SEE LICENSE IN a.txt', false],
    [undefined, false],
  ])('%s: %s', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });

  it('are counted without what is of this repository', () => {
    const lock = {
      packages: {
        '': { license: 'GPL-3.0' },
        'tools/a': { version: '1.0.0' },
        'node_modules/a': { link: true },
        'node_modules/b': { version: '1.0.0', license: 'MIT' },
        'node_modules/b/node_modules/@c/d': { version: '2.0.0', license: 'GPL-3.0' },
        'node_modules/e': { version: '3.0.0', license: 'MIT', hasInstallScript: true },
        'node_modules/f': { version: '4.0.0' },
      },
    };
    expect(licencesOf(lock)).toEqual({
      counts: [
        ['MIT', 2],
        ['GPL-3.0', 1],
        ['none given', 1],
      ],
      wrong: ['@c/d@2.0.0: GPL-3.0', 'f@4.0.0: none given'],
    });
    expect(installScripts(lock)).toEqual(['e@3.0.0']);
  });

  it('of what is used here are allowed, and nothing runs when it is installed', () => {
    const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));
    expect(licencesOf(lock).wrong).toEqual([]);
    expect(installScripts(lock)).toEqual([]);
  });
});

describe('a report of npm', () => {
  it('is read, the gravest first', () => {
    const via = [{ title: 'Code of others is run', url: 'https://example.org/1' }];
    const found = readReport(
      JSON.stringify({
        vulnerabilities: {
          a: { name: 'a', severity: 'low', range: '<2', via: ['b'], fixAvailable: false },
          b: { name: 'b', severity: 'high', range: '<1.2', via, fixAvailable: true },
        },
      }),
    );
    if (typeof found === 'string') throw new Error(found);
    expect(found.map(({ name, titles }) => [name, titles])).toEqual([
      ['b', ['Code of others is run https://example.org/1']],
      ['a', ['by b']],
    ]);
    expect(found.map((each) => [isGrave(each, true), isGrave(each, false)])).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it.each([
    ['{"error":{"code":"ENOAUDIT","summary":"no audit here"}}', 'no audit here'],
    ['{"message":"404 Not Found","error":{"summary":""}}', '404 Not Found'],
    ['<html>', '<html>'],
    ['', 'npm printed nothing'],
    ['{}', 'the registry sent no report'],
  ])('that is none is told: %s', (output, message) => {
    expect(readReport(output)).toBe(message);
  });
});
