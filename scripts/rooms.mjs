// The rooms of src/ and what each may import: the one place where this table stands.
// `npm run check` fails on anything that is not listed here (see lib/imports.mjs).

/**
 * @typedef {object} Room
 * @property {string[]} rooms the rooms whose files it may import, besides its own
 * @property {string[]} [typesFrom] rooms of which it may import types, never values
 * @property {string[]} [files] files outside src/ that it may import, from the repository's root
 * @property {string[]} [packages] packages it may import; a trailing `*` stands for any ending
 */

/** From the base of the house to the pictures: what both shells of the page build on. */
const drawn = [
  'base',
  'model',
  'script',
  'scenarios',
  'history',
  'explore',
  'scene',
  'view',
  'figure',
];

/** @type {Record<string, Room>} */
export const rooms = {
  base: { rooms: [] },
  model: { rooms: ['base'] },
  script: { rooms: ['base', 'model'], packages: ['@lezer/*'] },
  scenarios: { rooms: ['base', 'script'] },
  history: { rooms: ['base', 'model', 'script'], packages: ['fflate'] },
  explore: { rooms: ['base', 'model', 'script'] },
  scene: { rooms: ['base'], typesFrom: ['model'], packages: ['@dagrejs/dagre'] },
  view: { rooms: ['base', 'scene'], packages: ['d3-*'] },
  figure: { rooms: ['base', 'model', 'script', 'history', 'scene', 'view'] },
  session: {
    rooms: ['base', 'model', 'script', 'scenarios', 'history', 'explore', 'scene'],
    packages: ['zustand', 'zustand/*'],
  },
  player: {
    rooms: [...drawn, 'session'],
    packages: ['zustand', 'zustand/*', 'virtual:prepared-runs'],
  },
  app: {
    rooms: [...drawn, 'session', 'player'],
    packages: [
      'react',
      'react/*',
      'react-dom',
      'react-dom/*',
      'zustand',
      'zustand/*',
      // The script editor's, in a chunk of its own.
      '@codemirror/*',
      '@lezer/*',
      // Animations', in a chunk of their own.
      'gifenc',
    ],
  },
  // What the npm package exports: the only place where what others define is exported again.
  package: {
    rooms: [...drawn, 'session', 'player'],
  },
  cli: {
    rooms: drawn,
    files: ['package.json'],
    packages: ['node:*', 'linkedom', '@resvg/resvg-wasm'],
  },
  // The static pages, made by the build: what the command line knows, as text for readers.
  site: {
    rooms: [...drawn, 'session', 'cli'],
  },
};

/** Files directly in src/, such as main.tsx: where the page starts. */
/** @type {Room} */
export const entry = {
  rooms: Object.keys(rooms).filter((room) => !['cli', 'package', 'site'].includes(room)),
  files: ['package.json'],
  packages: ['react', 'react-dom', 'react-dom/*'],
};

/**
 * Packages that one file alone may import, so that an upgrade touches one file.
 * @type {Record<string, string>}
 */
export const onlyIn = { xstate: 'src/model/machines/xstate.ts' };

/** What tests may import besides; they may also import from any room. */
export const testPackages = ['vitest', 'fast-check', 'node:*', 'jsdom', 'xstate/graph', 'xstate'];

/** Rooms without DOM, timers, clocks and chance. */
export const pureRooms = ['base', 'model', 'script', 'scenarios', 'history', 'explore', 'scene'];
