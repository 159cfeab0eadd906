/** The micro-event that tells who has a range of a buffer after a call. */
import { emit, type Draft } from '../draft.ts';
import { bufferName, deviceName } from './named.ts';

/** What changes hands: bytes of a buffer between the CPU and a device. */
interface HandedOver {
  readonly device: number;
  readonly buffer: number;
  readonly start: number;
  readonly length: number;
}

/** Notes the owner of a range; `nobody` owns what is coherent by itself. */
export function noteOwner(
  draft: Draft,
  { device, buffer, start, length }: HandedOver,
  owner: 'cpu' | 'device' | 'nobody',
): void {
  const name = bufferName(draft, buffer);
  const labels = {
    cpu: `the CPU owns ${name}`,
    device: `${deviceName(draft, device)} owns ${name}`,
    nobody: `${name} is coherent for ${deviceName(draft, device)}, without an owner`,
  };
  const there = { kind: 'device' as const, device };
  const here = { kind: 'memory' as const };
  emit(draft, 'owner.change', {
    label: labels[owner],
    from: owner === 'cpu' ? there : here,
    to: owner === 'cpu' ? here : there,
    range: { buffer, start, length },
    facts: { owner, device: deviceName(draft, device) },
  });
}
