/** Figures in pages of MDX: the example of docs/embedding.md, and what "Embed" writes, rendered and read in Chromium. */
import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { renderMdx } from '../scripts/lib/books.mjs';
import { emptyLink, type LinkState } from '../src/history/linkFormat.ts';
import { packer } from '../src/history/pack.ts';
import { embedSnippet } from '../src/session/embedSnippets.ts';

const base = 'https://bufscope.example/';

/** What MDX, JavaScript, HTML and Markdown would each like to read, in the title of a script. */
const hostile = 'A < B && **C** {{ 1 + 1 }} ` ${x} \\n </pre></script><img src=x onerror=alert(1)>';
const script = `title     ${hostile}
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
`;

function written(link: Partial<LinkState>): string {
  const source = link.source ?? null;
  const embed = {
    base,
    link: { ...emptyLink, ...link },
    title: 'A write that the device does not see',
    script: source?.kind === 'script' ? source.text : null,
    picture: `${base}scenarios/missed-clean.svg`,
    packer,
  };
  return embedSnippet('mdx', embed, { width: null, height: 480 });
}

function example(): string {
  const guide = readFileSync(`${import.meta.dirname}/../docs/embedding.md`, 'utf8');
  return /```mdx\n([^]*?)```/.exec(guide)?.[1] ?? '';
}

// One rendering for all tests of this file.
test.describe.configure({ mode: 'default' });

let markup = '';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const at = { operation: 1, micro: null };
  const embedded = [
    written({ source: { kind: 'scenario', id: 'missed-clean' }, at }),
    written({ source: { kind: 'script', text: script }, at }),
  ];
  markup = (await renderMdx([example(), ...embedded])).join('\n');
});

/** Opens the page as a server would send it. */
async function open(page: Page): Promise<Locator> {
  const head = '<meta charset="utf-8"><title>MDX</title>';
  const body = `<!doctype html>${head}<script defer src="bufscope-player.js"></script>${markup}`;
  await page.route('**/mdx.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.route(`${base}**`, (route) => route.abort());
  await page.goto('mdx.html');
  const figures = page.locator('bufscope-player');
  await expect(figures).toHaveCount(4);
  return figures;
}

test('figures are stepped', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const figures = await open(page);
  // One operation from the point that each opens at; the second opens at its end.
  const steps = [
    ['forward', '9'],
    ['back', '2'],
    ['forward', '2'],
    ['forward', '2'],
  ] as const;
  for (const [index, [way, wanted]] of steps.entries()) {
    const figure = figures.nth(index);
    await figure.getByRole('button', { name: `Operation ${way}` }).click();
    const at = () => figure.evaluate((it) => ('at' in it ? String(it.at) : 'no player'));
    await expect.poll(at).toBe(wanted);
  }
  await expect(figures.nth(3).getByText(hostile).first()).toBeAttached();
  expect(await page.locator('img[src=x]').count()).toBe(0);
  await expect(figures.nth(0).getByRole('link', { name: /bufscope/ })).toHaveAttribute(
    'href',
    /^https:\/\/bufscope\.example\/#scenario=missed-clean&/,
  );
  expect(errors).toEqual([]);
});

test('without JavaScript a figure is a picture and a link, or its script', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const figures = await open(await context.newPage());
  const link = figures.nth(0).getByRole('link');
  await expect(link).toHaveAttribute('href', `${base}#scenario=missed-clean&at=8`);
  await expect(link.getByRole('img')).toHaveAttribute('src', `${base}scenarios/missed-clean.svg`);
  await expect(figures.nth(2).getByRole('link')).toHaveAttribute(
    'href',
    `${base}#scenario=missed-clean&at=1&v=1`,
  );
  expect(await figures.nth(3).locator('pre').textContent()).toContain(script);
  await context.close();
});
