/** What the cached window of a `split-window` exporter demands of programs and of devices. */
import type { Draft } from '../../draft.ts';
import type { ByteRange } from '../../microEvent.ts';
import { raise } from '../../violations/raise.ts';
import { isUpperCoherent, profileOf } from './profiles.ts';
import { accessOf } from './windows.ts';

/** Holds a device's access against the windows that programs have open in the caches. */
export function checkOpenWindows(draft: Draft, range: ByteRange, isWrite: boolean): void {
  const { setup } = draft.state;
  if (profileOf(setup, range.buffer).mmap !== 'split-window') return;
  if (isUpperCoherent(setup, range.buffer)) return;
  const open = draft.state.accessWindows.find(
    (window) => window.buffer === range.buffer && (isWrite || accessOf(window).isWrite),
  );
  if (!open) return;
  raise(draft, {
    rule: 'device-access-in-open-window',
    bytes: range,
    outcome: `${isWrite ? 'written' : 'read'} by the device before ${open.who} has finished`,
  });
}
