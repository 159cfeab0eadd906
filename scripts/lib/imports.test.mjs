import { describe, expect, it } from 'vitest';
import { checkImports } from './imports.mjs';

const allowed = [
  ['src/model/step.ts', "import { a } from '../base/a.ts';"],
  ['src/model/kernel/mm.ts', "import { a } from '../hardware/cache.ts';"],
  ['src/model/machines/xstate.ts', "export { setup, assign } from 'xstate';"],
  ['src/model/machines/pte.test.ts', "import { getShortestPaths } from 'xstate/graph';"],
  ['src/scene/room.ts', "import type { State } from '../model/state.ts';"],
  ['src/scene/room.ts', "import { type State, type Page } from '../model/state.ts';"],
  ['src/view/room.ts', "import { select } from 'd3-selection';"],
  ['src/session/store.ts', "import { createStore } from 'zustand/vanilla';"],
  ['src/app/App.tsx', "import { createRoomView } from '../view/roomView.ts'; import './app.css';"],
  ['src/cli/main.ts', "import { readFileSync } from 'node:fs';"],
  [
    'src/main.tsx',
    "import { App } from './app/App.tsx'; import { createRoot } from 'react-dom/client';",
  ],
  ['src/main.tsx', "import { version } from '../package.json';"],
  ['src/package/model.ts', "export { step } from '../model/step.ts';"],
  ['src/scenarios/all.test.ts', "import { step } from '../model/step.ts';"],
];

const forbidden = [
  ['src/base/a.ts', "import { step } from '../model/step.ts';", 'base may not import from model'],
  [
    'src/model/step.ts',
    "import { parse } from '../script/parse.ts';",
    'model may not import from script',
  ],
  [
    'src/model/step.ts',
    "import type { Mark } from '../scene/mark.ts';",
    'may not import from scene',
  ],
  ['src/model/kernel/mm.ts', "await import('../../view/roomView.ts');", 'may not import from view'],
  ['src/model/kernel/mm.ts', "type A = import('../../app/A.tsx').A;", 'may not import from app'],
  ['src/model/step.ts', "import { setup } from 'xstate';", "'xstate' is imported in"],
  ['src/scenarios/a.ts', "import { step } from '../model/step.ts';", 'may not import from model'],
  ['src/scene/room.ts', "import { step } from '../model/step.ts';", 'types only from model'],
  ['src/scene/room.ts', "import { select } from 'd3-selection';", "package 'd3-selection'"],
  [
    'src/view/room.ts',
    "import type { State } from '../model/state.ts';",
    'may not import from model',
  ],
  ['src/view/room.ts', "import { useState } from 'react';", "package 'react'"],
  ['src/session/store.ts', "import { createRoomView } from '../view/roomView.ts';", 'from view'],
  ['src/session/store.ts', "import { useStore } from 'react';", "package 'react'"],
  ['src/history/seek.ts', "import { createStore } from 'zustand';", "package 'zustand'"],
  ['src/player/element.ts', "import { App } from '../app/App.tsx';", 'may not import from app'],
  ['src/app/App.tsx', "import { select } from 'd3-selection';", "package 'd3-selection'"],
  ['src/app/App.tsx', "import { main } from '../cli/main.ts';", 'may not import from cli'],
  ['src/explore/search.ts', "new Worker(new URL('../app/x.ts', import.meta.url));", 'from app'],
  ['src/model/all.ts', "export * from './step.ts';", 'no barrels'],
  ['src/model/step.ts', "import { a } from '../base/a';", 'lacks its file extension'],
  ['src/model/step.ts', "import { a } from '../../scripts/a.mjs';", 'outside src/'],
  ['src/app/App.tsx', "import { version } from '../../package.json';", 'outside src/'],
  ['src/model/step.ts', "import { readFileSync } from 'node:fs';", "package 'node:fs'"],
  ['src/attic/a.ts', '', 'src/attic/ is not in the table of rooms'],
];

describe('checkImports', () => {
  it.each(allowed)('%s may have: %s', (path, text) => {
    expect(checkImports(path, text)).toEqual([]);
  });

  it.each(forbidden)('%s may not have: %s', (path, text, message) => {
    const found = checkImports(path, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('names the line', () => {
    const text = "\n\nimport { x } from '../app/x.ts';";
    expect(checkImports('src/base/a.ts', text)[0]).toMatch(/^src\/base\/a\.ts:3: /);
  });
});
