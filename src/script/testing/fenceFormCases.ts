/** A line for every form of `fencesForms.ts`, with who says it and what it means. */
import type { Action, Agent } from '../../model/operation.ts';

/** What the lines refer to. */
export const fencePrelude = 'gpu: j1 = submit read m0+0 64\n';

const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const at = { base: 'frame', offset: 0 };

export const fenceFormCases: readonly [string, Agent, Action][] = [
  [
    'gpu: j2 = submit read frame+0 64',
    gpu,
    { do: 'submitRead', name: 'j2', at, length: 64, explicit: false },
  ],
  [
    'gpu: j2 = submit read frame+0 explicit',
    gpu,
    { do: 'submitRead', name: 'j2', at, length: 1, explicit: true },
  ],
  [
    'gpu: j2 = submit write frame+0 64 A',
    gpu,
    { do: 'submitWrite', name: 'j2', at, length: 64, value: 65, explicit: false },
  ],
  [
    'gpu: j1 = submit write frame+0 64 7 explicit',
    gpu,
    { do: 'submitWrite', name: 'j1', at, length: 64, value: 7, explicit: true },
  ],
  ['gpu: w = submit wait fd', gpu, { do: 'submitWait', name: 'w', fd: 'fd' }],
  ['gpu: run j1', gpu, { do: 'runJob', job: 'j1' }],
  [
    'app@cpu0: s = fence_fd j1 from gpu',
    app,
    { do: 'fenceFd', name: 's', job: 'j1', device: 'gpu' },
  ],
];
