// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { decodeLink } from '../history/link.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { readSiteAddress, type Addresses } from './addresses.ts';
import { listPage } from './listPage.ts';
import { oEmbedText } from './oEmbed.ts';
import { scenarioPage } from './scenarioPage.ts';
import { storyOf, type Story } from './story.ts';

const here: Addresses = { site: null };
const hosted: Addresses = { site: 'https://example.org/bufscope/' };

function parsed(markup: string): Document {
  return new DOMParser().parseFromString(markup, 'text/html');
}

function builtIn(id: string): Story {
  const entry = findScenario(id);
  const story = entry && storyOf(entry);
  if (!story) throw new Error(`no scenario ${id}`);
  return story;
}

const missedClean = builtIn('missed-clean');
const shootdown = builtIn('shootdown');
const near = { before: null, after: shootdown };

function pageOf(story: Story, addresses: Addresses): Document {
  return parsed(scenarioPage(story, near, addresses));
}

function content(page: Document, selector: string): string | null {
  const found = page.querySelectorAll(selector);
  expect(found, selector).toHaveLength(1);
  return found[0]?.getAttribute('content') ?? found[0]?.getAttribute('href') ?? null;
}

/** What a content security policy without inline code forbids. */
function inlineCode(page: Document): readonly string[] {
  const all = [...page.querySelectorAll('*')];
  const handlers = all.flatMap(({ attributes }) =>
    [...attributes].filter(({ name }) => name.startsWith('on') || name === 'style'),
  );
  const scripts = all.filter(
    ({ tagName, textContent }) => ['SCRIPT', 'STYLE'].includes(tagName) && textContent !== '',
  );
  return [...handlers.map(({ name }) => name), ...scripts.map(({ tagName }) => tagName)];
}

describe('the page of a scenario', () => {
  it('tells the whole of it without a script', () => {
    const page = pageOf(missedClean, here);
    expect(page.querySelector('h1')?.textContent).toBe('A write that the device never sees');
    expect(page.querySelector('.summary')?.textContent).toBe(missedClean.scenario.summary);
    expect(page.querySelectorAll('.step')).toHaveLength(10);
    expect(page.querySelector('.step.telling')?.id).toBe('step-8');
    expect(page.querySelector('#step-8 code')?.textContent).toBe('gpu: dma read frame+0 64');
    expect(page.querySelector('#step-8 .broken')?.textContent).toMatch(/wrong\s+stale-read/);
    expect(page.querySelectorAll('.note').length).toBeGreaterThan(4);
    expect(page.querySelector('#script + pre')?.textContent).toBe(missedClean.text.trimEnd());
    const outcomes = [...page.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th a, .verdict')].map(({ textContent }) => textContent?.trim()),
    );
    expect(outcomes).toEqual([
      ['x86', 'luck'],
      ['arm64', 'wrong'],
      ['arm64 + IOMMU', 'wrong'],
      ['bounce', 'wrong'],
    ]);
    expect(page.querySelectorAll('#sources + ul li')).toHaveLength(2);
    expect(inlineCode(page)).toEqual([]);
  });

  it('shows the still inside of the player, and leads into the workbench at that step', () => {
    const page = pageOf(missedClean, here);
    const still = page.querySelector('bufscope-player[scenario="missed-clean"][at="8"] a');
    const [file, fragment = ''] = still?.getAttribute('href')?.split('#') ?? [];
    expect(file).toBe('../index.html');
    const { link, problems } = decodeLink(fragment);
    expect(problems).toEqual([]);
    expect(link.source).toEqual({ kind: 'scenario', id: 'missed-clean' });
    expect(link.at).toEqual({ operation: 8, micro: null });
    expect(still?.querySelector('source')?.getAttribute('srcset')).toBe('missed-clean-dark.svg');
    expect(still?.querySelector('img')?.getAttribute('alt')).toContain('but B×64 is newest');
  });

  it('names what a preview needs, by addresses that lead there from anywhere', () => {
    const page = pageOf(missedClean, hosted);
    const own = 'https://example.org/bufscope/scenarios/missed-clean';
    expect(content(page, 'link[rel="canonical"]')).toBe(`${own}.html`);
    expect(content(page, 'meta[property="og:url"]')).toBe(`${own}.html`);
    expect(content(page, 'meta[property="og:title"]')).toBe('A write that the device never sees');
    expect(content(page, 'meta[property="og:description"]')).toBe(missedClean.scenario.summary);
    expect(content(page, 'meta[property="og:image"]')).toBe(`${own}.png`);
    expect(content(page, 'meta[name="twitter:card"]')).toBe('summary_large_image');
    expect(content(page, 'link[type="application/json+oembed"]')).toBe(`${own}.json`);
    const without = pageOf(missedClean, here);
    expect(content(without, 'meta[property="og:image"]')).toBe('missed-clean.png');
    expect(content(without, 'link[type="application/json+oembed"]')).toBe('missed-clean.json');
    expect(without.querySelectorAll('link[rel="canonical"], meta[property="og:url"]')).toHaveLength(
      0,
    );
  });

  it('keeps a text a text', () => {
    const hostile = `</pre></script><img src=x onerror=alert(1)>" 'A' & B`;
    const text = missedClean.text.replace(/^title .*$/mu, () => `title ${hostile}`);
    const story = storyOf({ id: 'missed-clean', group: hostile, text });
    if (!story) throw new Error('the text is a scenario');
    const page = pageOf(story, hosted);
    expect(page.querySelectorAll('[onerror], img[src="x"]')).toHaveLength(0);
    expect(page.querySelector('h1')?.textContent).toBe(hostile);
    expect(page.querySelector('.group')?.textContent).toBe(hostile);
    expect(content(page, 'meta[property="og:title"]')).toBe(hostile);
    const list = parsed(listPage([story], here));
    expect(list.querySelectorAll('[onerror], img[src="x"]')).toHaveLength(0);
    expect(list.querySelector('.card-title')?.textContent).toBe(hostile);
  });
});

describe('the list of scenarios', () => {
  it('has each under its group, and a way to every group', () => {
    const page = parsed(listPage([shootdown, missedClean], here));
    const headings = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent?.trim());
    expect(headings).toEqual(['First steps', '2012: mmap support']);
    for (const link of page.querySelectorAll('.groups a'))
      expect(page.getElementById(link.getAttribute('href')?.slice(1) ?? '')?.textContent).toBe(
        link.textContent,
      );
    expect(inlineCode(page)).toEqual([]);
  });
});

describe('oEmbed', () => {
  const optional = [
    'title',
    'author_name',
    'author_url',
    'provider_name',
    'provider_url',
    'cache_age',
  ];
  const thumbnail = ['thumbnail_url', 'thumbnail_width', 'thumbnail_height'];

  /** What oembed.com, 2.3.4, asks of an answer of type `rich`. */
  function check(text: string): Readonly<Record<string, unknown>> {
    const answer: Record<string, unknown> = JSON.parse(text);
    expect(answer).toMatchObject({ version: '1.0', type: 'rich' });
    for (const key of ['width', 'height']) expect(answer[key], key).toEqual(expect.any(Number));
    expect(answer['html']).toEqual(expect.any(String));
    const words = [
      'title',
      'author_name',
      'author_url',
      'provider_name',
      'provider_url',
      'thumbnail_url',
    ];
    for (const key of words.filter((word) => word in answer))
      expect(answer[key], key).toEqual(expect.any(String));
    expect(thumbnail.filter((key) => key in answer)).toEqual(thumbnail);
    const known = ['version', 'type', 'html', 'width', 'height', ...optional, ...thumbnail];
    expect(Object.keys(answer).filter((key) => !known.includes(key))).toEqual([]);
    return answer;
  }

  it('answers as its specification says', () => {
    const answer = check(oEmbedText(missedClean, hosted));
    expect(answer).toMatchObject({
      title: 'A write that the device never sees',
      provider_url: 'https://example.org/bufscope/',
      thumbnail_url: 'https://example.org/bufscope/scenarios/missed-clean.png',
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
    const frame = parsed(String(answer['html'])).querySelector('iframe');
    const [address, fragment = ''] = frame?.getAttribute('src')?.split('#') ?? [];
    expect(address).toBe('https://example.org/bufscope/embed.html');
    expect(decodeLink(fragment).link.at).toEqual({ operation: 8, micro: null });
    expect(frame?.getAttribute('width')).toBe(String(answer['width']));
    expect(frame?.getAttribute('height')).toBe(String(answer['height']));
    expect(check(oEmbedText(missedClean, here))).not.toHaveProperty('provider_url');
  });
});

describe('the address of the site', () => {
  it('is an address, or is refused', () => {
    expect(readSiteAddress(undefined)).toEqual(here);
    expect(readSiteAddress('')).toEqual(here);
    expect(readSiteAddress('https://example.org/bufscope')).toEqual(hosted);
    expect(readSiteAddress('https://example.org/bufscope/')).toEqual(hosted);
    for (const wrong of [
      'example.org',
      'javascript:alert(1)',
      'https://a/?x=1',
      'https://a/#b',
      'https://',
    ])
      expect(readSiteAddress(wrong), wrong).toEqual(expect.any(String));
  });
});
