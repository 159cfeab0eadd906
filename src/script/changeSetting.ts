/** One setting of a declaration changed, as if it stood otherwise in the text: `frame mmap=none`. */
import { realProfile } from '../model/kernel/exporters/profiles.ts';
import type { BufferSetup } from '../model/setup.ts';
import type { Scenario } from './ast.ts';
import { bufferSettings } from './bufferSettings.ts';
import { deviceSettings } from './deviceSettings.ts';
import { mostBytes } from './platformSettings.ts';
import type { Setting } from './setting.ts';

/** Bytes of a page on every platform that does not say otherwise. */
const commonPageSize = 4096;

export interface SettingChange {
  /** Name of a declared buffer or device; a buffer goes first. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** The scenario with the change, or in words why it cannot be. */
export function changeSetting(scenario: Scenario, change: SettingChange): Scenario | string {
  const { name } = change;
  const buffer = scenario.buffers.find((each) => each.name === name);
  if (buffer) {
    const changed = changeItem(buffer, bufferSettings, change);
    if (typeof changed === 'string') return changed;
    return withBuffer(scenario, buffer, asExported(changed, change.key));
  }
  const device = scenario.devices.find((each) => each.name === name);
  if (!device) return `no buffer or device is called ${name}`;
  const changed = changeItem(device, deviceSettings, change);
  if (typeof changed === 'string') return changed;
  return { ...scenario, devices: replaced(scenario.devices, device, changed) };
}

function replaced<T>(items: readonly T[], item: T, changed: T): readonly T[] {
  return items.map((each) => (each === item ? changed : each));
}

function changeItem<T>(
  item: T,
  settings: readonly Setting<T>[],
  { name, key, value }: SettingChange,
): T | string {
  const setting = settings.find(({ word }) => word === key);
  if (!setting) {
    const known = settings.map(({ word }) => word).join(', ');
    return `${name} has no setting ${key}; it has ${known}`;
  }
  const read = setting.read(value);
  if (typeof read === 'string')
    return setting.choices.length > 0 ? `${read}; it can be ${setting.choices.join(', ')}` : read;
  return { ...item, ...read };
}

/** With another exporter comes its policy; another policy than its exporter's is wrong. */
function asExported(buffer: BufferSetup, key: string): BufferSetup | string {
  // Policies do not differ between kernels.
  const own = realProfile(buffer.exporter, '7.3')?.mmap ?? buffer.mmap;
  if (own === buffer.mmap || key !== 'mmap') return { ...buffer, mmap: own };
  return `${buffer.exporter} maps for userspace in its own way, ${own}`;
}

function withBuffer(
  scenario: Scenario,
  buffer: BufferSetup,
  changed: BufferSetup | string,
): Scenario | string {
  if (typeof changed === 'string') return changed;
  const buffers = replaced(scenario.buffers, buffer, changed);
  const pages = buffers.reduce((sum, each) => sum + each.pages, 0);
  const pageSize = scenario.platform.overrides.pageSize ?? commonPageSize;
  return pages * pageSize > mostBytes
    ? 'the buffers are too large together'
    : { ...scenario, buffers };
}

/** The value of a setting as it is; null where there is none such, or it cannot be written. */
export function settingValue(
  { buffers, devices }: Pick<Scenario, 'buffers' | 'devices'>,
  name: string,
  key: string,
): string | null {
  const buffer = buffers.find((each) => each.name === name);
  if (buffer) return valueOf(buffer, bufferSettings, key);
  const device = devices.find((each) => each.name === name);
  return device ? valueOf(device, deviceSettings, key) : null;
}

function valueOf<T>(item: T, settings: readonly Setting<T>[], key: string): string | null {
  const setting = settings.find(({ word }) => word === key);
  if (!setting) return null;
  const value = setting.write(item) ?? setting.default;
  return typeof setting.read(value) === 'string' ? null : value;
}

/** What sets two scenarios apart in the settings of what both declare. */
export function changedSettings(
  from: Pick<Scenario, 'buffers' | 'devices'>,
  to: Pick<Scenario, 'buffers' | 'devices'>,
): readonly SettingChange[] {
  const keysOf = (settings: readonly { readonly word: string }[]) =>
    settings.map(({ word }) => word);
  const named = [
    ...from.buffers.map(({ name }) => ({ name, keys: keysOf(bufferSettings) })),
    ...from.devices.map(({ name }) => ({ name, keys: keysOf(deviceSettings) })),
  ];
  return named.flatMap(({ name, keys }) =>
    keys.flatMap((key): SettingChange[] => {
      const value = settingValue(to, name, key);
      return value === null || value === settingValue(from, name, key)
        ? []
        : [{ name, key, value }];
    }),
  );
}
