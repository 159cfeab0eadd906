/**
 * Pages with a player in a frame, on an origin of their own and under a strict content security policy. The
 * fixture sees to it that neither they nor the frame say or fetch anything that they should not.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, test as base, type FrameLocator, type Page } from '@playwright/test';
import type { connect, ConnectOptions, Player } from '../src/package/client.ts';
import { noisesOf } from './noises.ts';

interface Heard {
  readonly data: unknown;
  readonly origin: string;
}

declare global {
  interface Window {
    /** `client.js`, as the page around has imported it. */
    connect: typeof connect;
    players: Player[];
    /** All messages that came to the page around. */
    heard: Heard[];
  }
}

/** All that the page around runs; the rest comes from the tests. */
const script = `import { connect } from './client.js';
Object.assign(window, { connect, players: [], heard: [] });
addEventListener('message', ({ data, origin }) => window.heard.push({ data, origin }));`;

const style = `body { margin: 0 } .tall { height: 3000px } .none { display: none } iframe { border: 3px solid }`;

export interface Around {
  readonly page: Page;
  /** Opens a page with this in its body, on another port than the frame, or another host too. */
  readonly open: (body: string, host?: '127.0.0.1' | 'localhost') => Promise<void>;
  /** The markup of a frame. */
  readonly iframe: (fragment: string, attributes?: string, query?: string) => string;
  /** The first frame's content. */
  readonly frame: () => FrameLocator;
  /** Connects to the frame of this number, and returns the number of the player. */
  readonly connect: (index?: number, options?: ConnectOptions) => Promise<number>;
  /** Address of an empty page that runs a script: on the origin of the page around, or on a third one. */
  readonly stranger: (script: string, host: '127.0.0.1' | 'localhost') => string;
}

type Files = Map<string, readonly [type: string, text: string]>;

/**
 * A server of what is in memory, on a port of its own: of pages of other people, which do not have the headers of
 * our own server, and may stand in a frame.
 */
async function serveFiles(files: Files, policy: string) {
  const server = createServer(({ url = '/' }, response) => {
    const [type, text] = files.get(url) ?? [];
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': type ?? 'text/plain',
      'content-security-policy': policy,
    });
    response.end(text ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return {
    port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export const test = base.extend<{ around: Around }>({
  around: async ({ page, baseURL }, use) => {
    const noises = noisesOf(page, { hosts: ['127.0.0.1', 'localhost'] });
    const files: Files = new Map([
      ['/around.js', ['text/javascript', script]],
      ['/around.css', ['text/css', style]],
      [
        '/client.js',
        ['text/javascript', readFileSync(`${import.meta.dirname}/../dist/client.js`, 'utf8')],
      ],
    ]);
    const policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; frame-src http:; " +
      "require-trusted-types-for 'script'; trusted-types 'none'";
    const server = await serveFiles(files, policy);
    const add = (name: string, head: string, body: string) => {
      const html = `<!doctype html><html lang="en"><head><title>Around</title>${head}</head><body>${body}</body></html>`;
      files.set(name, ['text/html; charset=utf-8', html]);
    };
    await use({
      page,
      async open(body, host = '127.0.0.1') {
        const head = '<link rel="stylesheet" href="around.css">';
        add('/around.html', `${head}<script type="module" src="around.js"></script>`, body);
        await page.goto(`http://${host}:${server.port}/around.html`);
      },
      iframe: (fragment, attributes = '', query = '') =>
        `<iframe title="Figure" width="800" height="600" ${attributes} src="${new URL(`embed.html${query}#${fragment.replaceAll('&', '&amp;')}`, baseURL)}"></iframe>`,
      frame: () => page.frameLocator('iframe').first(),
      connect: (index = 0, options = {}) =>
        page.evaluate(
          async ([at, given]) => {
            const iframe = document.querySelectorAll('iframe')[at];
            if (!iframe) throw new Error('no such frame');
            return window.players.push(await window.connect(iframe, given)) - 1;
          },
          [index, options] as const,
        ),
      stranger(text, host) {
        files.set('/stranger.js', ['text/javascript', text]);
        add('/stranger.html', '<script type="module" src="stranger.js"></script>', '');
        return `http://${host}:${server.port}/stranger.html`;
      },
    });
    server.close();
    expect(noises).toEqual([]);
  },
});

export { expect };
