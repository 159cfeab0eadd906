/** States for tests of the room: a script run to a point, with the step that led there. */
import { createState } from '../src/model/createState.ts';
import type { MicroEvent } from '../src/model/microEvent.ts';
import type { Operation } from '../src/model/operation.ts';
import { step, stepTo } from '../src/model/step.ts';
import type { State } from '../src/model/state.ts';
import { parseScenario } from '../src/script/parse.ts';
import { inputsOf, setupOf } from '../src/script/setupOf.ts';

export interface Point {
  readonly state: State;
  readonly event: MicroEvent | null;
  readonly operation: Operation | null;
}

/** A shootdown with two CPUs; pages of 8 lines. */
export const shootdownScript = `
title     Shootdown
platform  arm64 cpus=2 page=512
buffer    frame pages=2 exporter=gem mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd
app@cpu0: write p+0 64 A
app@cpu1: write p+64 128 B
gpu:      map frame TO_DEVICE
gpu:      dma read frame+0 64
gpu:      unmap frame
`;

/** A cached mapping for two devices, and a CPU that writes without a call. */
export const missedScript = `
title     Missed
platform  arm64 cpus=2 page=512
buffer    frame pages=2 exporter=gem mmap=none contiguous=no
device    gpu   importer=cached
device    cam   importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd
cam:      import fd
gpu:      map frame BIDIRECTIONAL
app@cpu0: write p+0 64 A
app@cpu0: write p+70 20 B
gpu:      dma read frame+0 128
cam:      map frame FROM_DEVICE
cam:      dma write frame+512 256 D
`;

/**
 * The state of a script after `operations` operations, the last only up to and with the first micro-event
 * whose label or kind is `until`, where given.
 */
export function runTo(text: string, operations: number, until?: string, platform?: string): Point {
  const { scenario, diagnostics } = parseScenario(text);
  if (!scenario) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  let state = createState(setupOf(scenario, platform));
  let point: Point = { state, event: null, operation: null };
  inputsOf(scenario)
    .slice(0, operations)
    .forEach((input, index) => {
      const result = step(state, input);
      const found =
        until === undefined || index < operations - 1
          ? -1
          : result.events.findIndex(({ kind, label }) => kind === until || label === until);
      if (until !== undefined && index === operations - 1 && found < 0)
        throw new Error(`no ${until} in ${result.events.map(({ kind }) => kind).join(', ')}`);
      point =
        found < 0
          ? { state: result.state, event: result.events.at(-1) ?? null, operation: null }
          : {
              state: stepTo(state, input, found + 1),
              event: result.events[found] ?? null,
              operation: input.operation,
            };
      state = result.state;
    });
  return point;
}
