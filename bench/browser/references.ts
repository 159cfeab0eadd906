/**
 * Two pages to read times beside: one that shows a word, and another with each key; and one in which React
 * shows a word. They are built by the same bundler and served by the same server as the workbench, and say
 * in the same way that they are ready.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serve } from '../../scripts/lib/server.mjs';

/** The bench is bundled into this folder, which is not kept. */
const folder = fileURLToPath(new URL('.', import.meta.url));

const frames = `
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  window.bufscope = { ready: frame().then(frame) };`;

const scripts = {
  plain: `
    const root = document.getElementById('root');
    root.textContent = 'ready';
    let presses = 0;
    addEventListener('keydown', () => (root.textContent = String(++presses)));${frames}`,
  react: `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    createRoot(document.getElementById('root')).render(createElement('div', null, 'ready'));${frames}`,
} as const;

function page(name: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title></head>
<body><div id="root"></div><script type="module" src="./${name}.js"></script></body></html>`;
}

export interface References {
  /** Address of the page that shows a word, and changes it with each key. */
  readonly plain: string;
  /** Address of the page in which React does. */
  readonly react: string;
  readonly close: () => void;
}

/** Builds the two pages and serves them on loopback. */
export async function serveReferences(): Promise<References> {
  const sources = `${folder}references`;
  const built = `${folder}references-built`;
  mkdirSync(sources, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(`${sources}/${name}.html`, page(name));
    writeFileSync(`${sources}/${name}.js`, script);
  }
  await build({
    root: sources,
    base: './',
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    publicDir: false,
    build: {
      target: 'es2023',
      outDir: built,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: Object.keys(scripts).map((name) => `${sources}/${name}.html`) },
    },
  });
  const { address, close } = await serve(built, 0);
  return { plain: `${address}plain.html`, react: `${address}react.html`, close };
}
