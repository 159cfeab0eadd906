import { describe, expect, it } from 'vitest';
import { findSinks, inlineCode, unexplainedSinks } from './sinks.mjs';

/** @param {string} text @param {string} [path] */
const sinksOf = (text, path = 'a.ts') => findSinks(path, text).map(({ sink }) => sink);

describe('findSinks', () => {
  it.each([
    ["eval('1')", 'eval'],
    ["window.eval('1')", 'eval'],
    ["new Function('a', 'b')", 'Function'],
    ["globalThis.Function('a')", 'Function'],
    ["setTimeout('a', 1)", 'timer of text'],
    ['window.setInterval(`a`)', 'timer of text'],
    ['a.b.innerHTML = c', 'innerHTML'],
    ["a['outerHTML'] += c", 'outerHTML'],
    ['frame.srcdoc = c', 'srcdoc'],
    ["a.insertAdjacentHTML('x', b)", 'insertAdjacentHTML'],
    ['document.write(a)', 'document.write'],
    ['a?.setHTMLUnsafe(b)', 'setHTMLUnsafe'],
    ["select(a).append('b').html(c)", 'html'],
    ['document.createRange().createContextualFragment(a)', 'createContextualFragment'],
    ["new DOMParser().parseFromString(a, 'text/html')", 'parseFromString'],
    ["a.href = 'JavaScript:b'", 'javascript: address'],
  ])('finds %s', (text, sink) => {
    expect(sinksOf(`${text};`)).toEqual([sink]);
  });

  it('finds markup in JSX', () => {
    const text = 'const a = <p dangerouslySetInnerHTML={b}><iframe srcDoc={c} /></p>;';
    expect(sinksOf(text, 'a.tsx')).toEqual(['dangerouslySetInnerHTML', 'srcDoc']);
  });

  it.each([
    'const evaluate = (a) => a; evaluate(1);',
    'setTimeout(() => a, 1);',
    'const text = a.outerHTML;',
    'const page = html`<p>${a}</p>`;',
    "new DOMParser().parseFromString(a, 'image/svg+xml');",
    'stream.write(a);',
    "const words = 'no javascript: here';",
  ])('leaves alone %s', (text) => {
    expect(sinksOf(text)).toEqual([]);
  });

  it('says where', () => {
    expect(findSinks('a.ts', '\n\n  b.innerHTML = c;')).toMatchObject([
      { path: 'a.ts', line: 3, code: 'b.innerHTML = c' },
    ]);
  });
});

describe('unexplainedSinks', () => {
  it('knows what React and d3 have, and nothing else', () => {
    const known = 'o.innerHTML=`<script><\\/script>`;e.innerHTML=n;this.innerHTML=t??``;';
    expect(unexplainedSinks('a.js', known)).toEqual([]);
    expect(unexplainedSinks('a.js', 'e.innerHTML=n+m;eval(a)')).toEqual([
      'a.js:1: innerHTML: e.innerHTML=n+m',
      'a.js:1: eval: eval(a)',
    ]);
  });
});

describe('inlineCode', () => {
  it('finds what the policy would stop', () => {
    const page = [
      '<script type="module" src="a.js"></script><script type="text/plain">a</script><link rel="stylesheet" href="a.css">',
      '<script>a()</script>',
      '<p style="color: red" onclick="a()">',
      '<style>a</style>',
      '<a class="b" href="javascript:a()">',
      '<p>onclick= and style= &lt;script&gt; and javascript: are words',
    ].join('\n');
    expect(
      inlineCode('a.html', page).map((line) => line.split(': ').slice(0, 2).join(' ')),
    ).toEqual([
      'a.html:2 inline script',
      'a.html:3 inline style',
      'a.html:4 inline style',
      'a.html:3 event handler',
      'a.html:5 javascript',
    ]);
  });
});
