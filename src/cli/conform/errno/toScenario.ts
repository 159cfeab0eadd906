/** A recorded case as a scenario: the operations that a script would have, in their order. */
import type { KernelVersion } from '../../../model/platform.ts';
import type { Scenario, ScenarioStep } from '../../../script/ast.ts';
import { defaultDevice } from '../../../script/deviceSettings.ts';
import { fileSteps } from './fileSteps.ts';
import { ioctl } from './ioctlSteps.ts';
import { kernelSteps } from './kernelSteps.ts';
import { mapSteps } from './mapSteps.ts';
import type { Planned, Planner } from './planned.ts';
import type { ErrnoRecord, RecordedStep } from './record.ts';
import { app, otherFile, pageBytes, World } from './world.ts';

const planners: Readonly<Record<string, Planner>> = {
  ...fileSteps,
  ...kernelSteps,
  ...mapSteps,
  ioctl,
  'ioctl with a 60 ms alarm': ioctl,
};

/** A case put into the terms of the model. */
export interface Conversion {
  readonly scenario: Scenario;
  /** One for each recorded step. */
  readonly planned: readonly Planned[];
}

/** Makes the scenario; what is not known of a step is noted in its reader. */
export function convert(record: ErrnoRecord, kernel: KernelVersion): Conversion {
  const world = new World();
  const planned = record.steps.map((step) => planStep(step, world));
  if (world.buffers.length === 0) world.buffer();
  const isForced = record.env.includes('swiotlb=force');
  const scenario: Scenario = {
    title: `Recorded case ${record.id}`,
    summary: `Replay of what a Linux kernel answered, environment ${record.env}.`,
    sources: [],
    platform: {
      id: 'x86',
      overrides: {
        pageSize: pageBytes,
        swiotlb: isForced ? 'force' : 'off',
        ...(kernel === '7.3' ? {} : { kernel }),
      },
    },
    buffers: world.buffers,
    devices: Array.from({ length: world.devices }, (_, dev) => defaultDevice(`dev${dev}`)),
    steps: planned.flatMap(({ operations }) =>
      operations.map((operation): ScenarioStep => ({
        operation,
        expects: [],
        notes: [],
        meanwhile: [],
        line: 0,
      })),
    ),
  };
  return { scenario, planned };
}

function planStep({ call, args }: RecordedStep, world: World): Planned {
  const planner = Object.hasOwn(planners, call) ? planners[call] : undefined;
  if (planner) {
    const planned = planner(args, world);
    if (!world.needsOther) return planned;
    world.needsOther = false;
    const open = { do: 'openDevice', name: otherFile, path: 'sw_sync' } as const;
    return { ...planned, operations: [{ agent: app, action: open }, ...planned.operations] };
  }
  args.fail(`has a call "${call.slice(0, 60)}" that is not known`);
  return { operations: [], ret: () => '', info: () => null };
}
