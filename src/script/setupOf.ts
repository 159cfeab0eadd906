/** A scenario on a platform: what `createState` starts from, and what `step` is given. */
import type { StepInput } from '../model/operation.ts';
import type { Platform } from '../model/platform.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import { realProfile } from '../model/kernel/exporters/profiles.ts';
import type { DeviceSetup, Setup } from '../model/setup.ts';
import type { PlatformOverrides, Scenario, ScenarioStep } from './ast.ts';
import { defaultDevice } from './deviceSettings.ts';

/** IO_TLB_SIZE of include/linux/swiotlb.h. */
const slotSize = 2048;

function applyOverrides(platform: Platform, overrides: PlatformOverrides): Platform {
  const changed = { ...platform, ...overrides };
  return { ...changed, swiotlbSlotSize: Math.min(slotSize, changed.pageSize) };
}

/**
 * The setup of a scenario on a platform, its own where none is given or none has the id. The scenario's
 * overrides hold on all.
 */
export function setupOf(
  scenario: Pick<Scenario, 'platform' | 'buffers' | 'devices'>,
  platformId: string = scenario.platform.id,
): Setup {
  const chosen = findPlatform(platformId) ?? findPlatform(scenario.platform.id) ?? platforms[0];
  if (!chosen) throw new Error('there are no platforms');
  const platform = applyOverrides(chosen, scenario.platform.overrides);
  return {
    platform,
    buffers: scenario.buffers,
    devices: [
      ...scenario.devices.map((device) => ({
        ...device,
        coherent: device.coherent ?? platform.snooping,
      })),
      ...miscDevices(scenario, platform),
    ],
  };
}

/** The misc devices of exporters that map for themselves, one an exporter. */
function miscDevices(
  { buffers, devices }: Pick<Scenario, 'buffers' | 'devices'>,
  { kernel, snooping }: Platform,
): DeviceSetup[] {
  const names = devices.map(({ name }) => name);
  const owners = buffers.flatMap(({ exporter }) =>
    realProfile(exporter, kernel)?.cpuAccess === 'private-mapping' ? [exporter] : [],
  );
  return [...new Set(owners)].map((exporter) => ({
    ...defaultDevice(names.includes(exporter) ? `${exporter}-misc` : exporter),
    coherent: snooping,
    // It is no hardware, so it sits behind nothing.
    iommu: 'none' as const,
    miscOf: exporter,
  }));
}

/** A step as the model takes it. */
export function stepInputOf(step: ScenarioStep): StepInput {
  return {
    operation: step.operation,
    meanwhile: step.meanwhile.map(({ at, step: inner }) => ({ at, operation: inner.operation })),
  };
}

/** The steps of a scenario as the model takes them. */
export function inputsOf(scenario: Pick<Scenario, 'steps'>): StepInput[] {
  return scenario.steps.map(stepInputOf);
}
