/** Whether the kernel of a run checks uses of the DMA API: CONFIG_DMA_API_DEBUG. */
import type { Scenario } from '../script/ast.ts';
import type { Args, OptionSpec } from './args.ts';
import type { Io } from './io.ts';
import { plain } from './style.ts';

export const dmaDebugOption: OptionSpec = {
  name: 'dma-debug',
  value: 'on|off',
  text: 'with or without CONFIG_DMA_API_DEBUG, instead of what it says',
};

/** What `--dma-debug` says; null: nothing, undefined after a complaint. */
export function chooseDmaDebug({ options }: Args, io: Io): boolean | null | undefined {
  const said = options.get(dmaDebugOption.name);
  if (said === undefined) return null;
  if (said === 'on' || said === 'off') return said === 'on';
  io.err(`error: --dma-debug is on or off, not ${plain(said)}`);
  return undefined;
}

/** The scenario with the kernel's checks turned on or off; null: as it is. */
export function withDmaDebug(scenario: Scenario, dmaDebug: boolean | null): Scenario {
  if (dmaDebug === null) return scenario;
  const { platform } = scenario;
  return { ...scenario, platform: { ...platform, overrides: { ...platform.overrides, dmaDebug } } };
}
