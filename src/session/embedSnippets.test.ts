import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink } from '../history/link.ts';
import { emptyLink, type LinkState } from '../history/linkFormat.ts';
import { packer } from '../history/pack.ts';
import { embedLink, usualChoices } from './embedLink.ts';
import { embedSnippet, type Embed, type FrameSize } from './embedSnippets.ts';

const base = 'https://example.org/sub/bufscope/';
const size: FrameSize = { width: null, height: 480 };
const builtIn: LinkState = {
  ...emptyLink,
  source: { kind: 'scenario', id: 'missed-clean' },
  at: { operation: 8, micro: null },
};

function embedOf(link: LinkState, more: Partial<Embed> = {}): Embed {
  return {
    base,
    link,
    title: 'A write',
    script: link.source?.kind === 'script' ? link.source.text : null,
    picture: `${base}scenarios/missed-clean.svg`,
    packer,
    ...more,
  };
}

/** What a browser makes of the lines; nothing in them is run. */
function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

function one(root: ParentNode, selector: string): Element {
  const found = root.querySelector(selector);
  if (!found || root.querySelectorAll(selector).length !== 1)
    throw new Error(`not one ${selector}`);
  return found;
}

/** Any text, with the signs that mean something in one of the languages more often than by chance. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('<', '>', '&', '"', "'", '\n', '\n\n', '`', '*', '{{', '}', '${x}', '|', '~'),
      fc.constantFrom(
        '</pre>',
        '</script>',
        '<!--',
        ']]>',
        '&amp;',
        '&#10;',
        ':at: 3',
        '..',
        '   ',
      ),
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '[a](javascript:alert(1))',
        '\t',
        '\r\n',
        '\\',
      ),
    ),
  )
  .map((parts) => parts.join(''));

/** A text as a page can hold it: line ends are line feeds. */
function asPage(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\u{FFFD}');
}

describe('a frame', () => {
  it('shows the link that it is asked for, and has a name', () => {
    const link = embedLink({ ...builtIn, platform: 'x86' }, 'arm64', {
      ...usualChoices,
      controls: 'none',
      readonly: true,
    });
    const frame = one(
      parsed(embedSnippet('frame', embedOf(link), { width: 640, height: 480 })),
      'iframe',
    );
    const [address = '', fragment = ''] = (frame.getAttribute('src') ?? '').split('#');
    expect(address).toBe(`${base}embed.html`);
    expect(decodeLink(fragment)).toEqual({ link, problems: [] });
    expect(frame.getAttribute('title')).toBe('bufscope: A write');
    expect([frame.getAttribute('width'), frame.getAttribute('height')]).toEqual(['640', '480']);
  });

  it('keeps any title a title', () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const body = parsed(embedSnippet('frame', embedOf(builtIn, { title }), size)).body;
        expect(body.querySelectorAll('*')).toHaveLength(1);
        expect(one(body, 'iframe').getAttribute('title')).toBe(`bufscope: ${asPage(title)}`);
      }),
    );
  });
});

describe('an element', () => {
  it('says what it shows in attributes where it can', () => {
    const link = embedLink({ ...builtIn, platform: 'x86' }, 'arm64', {
      ...usualChoices,
      view: 'room,lanes',
      theme: 'dark',
      controls: 'none',
      readonly: true,
    });
    const player = one(
      parsed(embedSnippet('element', embedOf(link), size)).body,
      'bufscope-player',
    );
    const attributes = Object.fromEntries(
      [...player.attributes].map(({ name, value }) => [name, value]),
    );
    expect(attributes).toEqual({
      scenario: 'missed-clean',
      platform: 'x86',
      at: '8',
      view: 'room,lanes',
      theme: 'dark',
      controls: 'none',
      readonly: '',
    });
    expect(one(player, 'img').getAttribute('src')).toBe(`${base}scenarios/missed-clean.svg`);
    expect(one(player, 'a').getAttribute('href')).toContain(`${base}#scenario=missed-clean`);
  });

  it('has every key of a link as an attribute', () => {
    const link: LinkState = {
      ...builtIn,
      dmaDebug: false,
      select: 'b0l3@cache1',
      caches: 'sets',
      from: { operation: 3, micro: null },
      to: { operation: 7, micro: 2 },
      loop: true,
      play: true,
      pause: [{ at: { operation: 5, micro: null }, seconds: 4 }],
    };
    const player = one(
      parsed(embedSnippet('element', embedOf(link), size)).body,
      'bufscope-player',
    );
    const fragment = [...player.attributes]
      .map(({ name, value }) => `${name}=${encodeURIComponent(value || '1')}`)
      .join('&');
    expect(decodeLink(fragment)).toEqual({ link, problems: [] });
  });

  it('has any script of one’s own as text between its tags, to the letter', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, title) => {
        const link: LinkState = { ...builtIn, source: { kind: 'script', text } };
        const body = parsed(embedSnippet('element', embedOf(link, { title }), size)).body;
        const player = one(body, 'bufscope-player');
        expect(player.querySelectorAll('*')).toHaveLength(1);
        expect(one(player, 'pre').textContent).toBe(asPage(text));
      }),
    );
  });
});

/** What docutils makes of the content of a directive: lines without the blanks that all begin with. */
function directive(rst: string): {
  head: string;
  options: Record<string, string>;
  content: string;
} {
  const [head = '', ...lines] = rst.split('\n');
  const end = lines.findIndex((line) => !/^ {3}:[a-z-]+:/u.test(line));
  const options = end < 0 ? lines : lines.slice(0, end);
  const rest = end < 0 ? [] : lines.slice(end);
  expect(rest.slice(0, 1).every((line) => line === '')).toBe(true);
  expect(rest.every((line) => line === '' || line.startsWith('   '))).toBe(true);
  const pairs = options.map((line) => /^ {3}:([a-z-]+):(?: (.*))?$/u.exec(line) ?? []);
  return {
    head,
    options: Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value])),
    content: rest
      .slice(1)
      .map((line) => line.slice(3))
      .join('\n'),
  };
}

describe('the directive of Sphinx', () => {
  it('names a scenario and its settings', () => {
    const shown: LinkState = {
      ...builtIn,
      dmaDebug: true,
      from: { operation: 3, micro: null },
      to: { operation: 7, micro: 2 },
      loop: true,
      pause: [{ at: { operation: 5, micro: null }, seconds: 4 }],
    };
    const link = embedLink(shown, 'arm64', { ...usualChoices, view: 'lanes', play: true });
    expect(embedSnippet('sphinx', embedOf(link), size)).toBe(
      '.. bufscope:: missed-clean\n   :dma-debug: 1\n   :at: 8\n   :view: lanes\n   :from: 3\n   :to: 7.2\n   :loop:\n   :pause: 5:4\n   :play:',
    );
  });

  it('has any script as its content, line by line, and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const link: LinkState = { ...builtIn, source: { kind: 'script', text: 'x' } };
        const { head, options, content } = directive(
          embedSnippet('sphinx', embedOf(link, { script: text }), size),
        );
        expect(head).toBe('.. bufscope::');
        expect(options).toEqual({ at: '8' });
        const lines = (words: string) =>
          words.split('\n').map((line) => line.trim().replaceAll('\t', '    '));
        expect(lines(content).join('\n').trim()).toBe(lines(asPage(text)).join('\n').trim());
      }),
    );
  });
});

/** What Markdown makes of a fence of code that is all there is: ends of at least as many backquotes. */
function fence(text: string): { readonly info: string; readonly content: string } {
  const [, ticks = '', info = '', content = ''] = /^(`{3,})([^`\n]*)\n([^]*)$/u.exec(text) ?? [];
  const lines = content.split('\n');
  const end = lines.findIndex(
    (line) => /^ {0,3}`+\s*$/u.test(line) && line.trim().length >= ticks.length,
  );
  expect(end).toBe(lines.length - 1);
  return { info, content: lines.slice(0, end).join('\n') };
}

describe('a fence of code', () => {
  it('names a scenario and its settings', () => {
    const link = embedLink(builtIn, 'arm64', { ...usualChoices, view: 'lanes', readonly: true });
    expect(embedSnippet('fence', embedOf(link), size)).toBe(
      '```bufscope scenario=missed-clean at=8 view=lanes readonly=1\n```',
    );
  });

  it('has any script as its content, and nothing in it ends it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { info, content } = fence(
          embedSnippet('fence', embedOf(builtIn, { script: text }), size),
        );
        expect(info).toBe('bufscope at=8');
        expect(content.trim()).toBe(asPage(text).trim());
      }),
    );
  });
});

describe('MDX', () => {
  it('has the element on one line, whatever the title', () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const line = embedSnippet('mdx', embedOf(builtIn, { title }), size);
        expect(line.replaceAll(/"[^"]*"/gu, '')).not.toMatch(/[\n{}`*_[\]\\|]/u);
        const player = one(parsed(line).body, 'bufscope-player');
        expect(player.getAttribute('scenario')).toBe('missed-clean');
        expect(one(player, 'a').textContent).toBe(asPage(title).replaceAll(/\s+/gu, ' ').trim());
      }),
    );
  });

  it('has any script as the text of one template, which ends where it should', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = embedSnippet('mdx', embedOf(builtIn, { script: text }), size);
        const [, inside = ''] =
          /^<bufscope-player at="8">\n {2}<pre>\{`([^]*)`\}<\/pre>\n<\/bufscope-player>$/u.exec(
            made,
          ) ?? [];
        // What a reader of templates takes in one go: no backquote and no `${` that is not escaped.
        expect(inside).toMatch(/^(?:\\[\\`$]|\$(?!\{)|[^\\`$])*$/u);
        expect(inside.replaceAll(/\\([\\`$])/gu, '$1')).toBe(asPage(text));
      }),
    );
  });
});

describe('a link with a picture', () => {
  it('leads to the workbench', () => {
    const shown: LinkState = {
      ...builtIn,
      view: ['room'],
      theme: 'dark',
      controls: 'none',
      readonly: true,
    };
    const embed = embedOf(shown, {
      title: 'A [write] of *two*',
      base: 'https://example.org/a(b)/',
    });
    expect(embedSnippet('link', embed, size)).toBe(
      String.raw`[![A \[write\] of \*two\*](https://example.org/sub/bufscope/scenarios/missed-clean.svg)](https://example.org/a%28b%29/#scenario=missed-clean&at=8&v=1)`,
    );
  });
});

describe('what a figure shows', () => {
  it('is what the workbench shows, without what a player has no place for', () => {
    const shown: LinkState = {
      ...builtIn,
      platform: 'arm64',
      theme: 'dark',
      break: '3',
      compare: 'x86',
      lecture: true,
      play: true,
    };
    expect(embedLink(shown, 'arm64', usualChoices)).toEqual(builtIn);
  });

  it('opens at the beginning, and leaves the marked part out, where that is chosen', () => {
    const shown: LinkState = {
      ...builtIn,
      from: { operation: 2, micro: null },
      to: null,
      loop: true,
    };
    const choices = { ...usualChoices, start: 'beginning', marked: false } as const;
    expect(embedLink(shown, 'arm64', choices)).toEqual({ ...builtIn, at: null });
    expect(embedLink(shown, 'arm64', usualChoices)).toEqual(shown);
  });
});
