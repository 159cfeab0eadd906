// What integrations/vitepress/bufscope.mjs makes of fences; e2e/booksVitepress.spec.ts reads it in Chromium.
import { describe, expect, it } from 'vitest';
import { bufscopeFences } from '../../integrations/vitepress/bufscope.mjs';

/**
 * What of markdown-it a fence meets.
 * @param {{ site?: string, pictures?: string }} options
 */
function markdown(options) {
  /** @type {Record<string, string>} */
  const signs = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  /** @type {import('../../integrations/vitepress/bufscope.mjs').Markdown} */
  const md = {
    renderer: { rules: { fence: () => 'code' } },
    utils: { escapeHtml: (text) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign) },
  };
  bufscopeFences(md, options);
  /** @param {string} info */
  return (info, content = '') => md.renderer.rules.fence?.([{ info, content }], 0) ?? '';
}

const site = 'https://bufscope.example/';

describe('bufscopeFences', () => {
  it('leaves other fences alone', () => {
    expect(markdown({})('c', 'int fd;')).toBe('code');
  });

  it('puts a picture into a figure of a scenario, and with a site a link to its point', () => {
    const image =
      '<img src="~bufscope/dist/scenarios/shootdown.svg" alt="bufscope: the scenario shootdown" loading="lazy">';
    expect(markdown({})('bufscope scenario=shootdown at=3')).toBe(
      `<bufscope-player v-pre scenario="shootdown" at="3">${image}</bufscope-player>\n`,
    );
    const figure = markdown({ site })('bufscope scenario=shootdown at=3');
    expect(figure).toContain(
      ` workbench="${site}"><a href="${site}#scenario=shootdown&amp;at=3&amp;v=1"><img `,
    );
    const own = markdown({ site })('bufscope scenario=shootdown workbench=/own/');
    expect(own).toContain('<a href="/own/#scenario=shootdown&amp;v=1">');
  });

  it('takes pictures from where it is told to, or none', () => {
    const figure = markdown({ pictures: `${site}scenarios/` })('bufscope scenario=shootdown');
    expect(figure).toContain(`<img src="${site}scenarios/shootdown.svg"`);
    const words = markdown({ site, pictures: '' })('bufscope scenario=shootdown');
    expect(words).toContain('>bufscope: the scenario shootdown</a>');
    expect(words).not.toContain('<img');
  });

  it('has in the link what is shown, and not how the figure looks', () => {
    const words = "at=3 view=lanes theme=dark dma-debug loop break=owner;frame+64 select=b0'(1)";
    const figure = markdown({ site })(`bufscope scenario=a ${words}`);
    const shown = 'dma-debug=1&at=3&select=b0%27%281%29&loop=1&break=owner%3Bframe%2B64&v=1';
    expect(figure).toContain(
      `<a href="${site}#scenario=a&${shown}">`.replaceAll(/&(?!amp;)/g, '&amp;'),
    );
  });

  it('keeps text text', () => {
    const figure = markdown({ site })('bufscope at="><b>', '</pre><img src=x onerror=alert(1)>');
    expect(figure).toBe(
      '<bufscope-player v-pre at="&quot;&gt;&lt;b&gt;" workbench="https://bufscope.example/">' +
        '<pre>\n&lt;/pre&gt;&lt;img src=x onerror=alert(1)&gt;</pre></bufscope-player>\n',
    );
    expect(() => markdown({})('bufscope scenario="><b>')).toThrow('no id of a scenario');
  });

  it('leads to a script that is fetched', () => {
    expect(markdown({})('bufscope src=a.buf')).toContain('<a href="a.buf">');
  });

  it('refuses what it does not know, and a figure of two things or nothing', () => {
    const fence = markdown({});
    expect(() => fence('bufscope scenario=a onclick=x')).toThrow('no “onclick”');
    expect(() => fence('bufscope at=3')).toThrow('scenario=…');
    expect(() => fence('bufscope scenario=a', 'title T')).toThrow('scenario=…');
    expect(() => fence('bufscope scenario=a src=b')).toThrow('scenario=…');
  });
});
