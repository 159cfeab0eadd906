/** A known exporter has its own policy for userspace mappings: `mmap=` can only repeat it. */
import { realProfile } from '../model/kernel/exporters/profiles.ts';
import type { BufferSetup } from '../model/setup.ts';
import type { Report } from './diagnostic.ts';
import type { Token } from './lines.ts';

/** The buffer with the policy of its exporter; complains where the line says another. */
export function withExporterPolicy(
  buffer: BufferSetup,
  items: readonly Token[],
  report: Report,
): BufferSetup {
  // Policies do not differ between kernels.
  const profile = realProfile(buffer.exporter, '7.3');
  if (!profile) return buffer;
  const key = items.findIndex(({ text }, i) => text === 'mmap' && items[i + 1]?.text === '=');
  const value = key < 0 ? undefined : items[key + 2];
  if (value && buffer.mmap !== profile.mmap) {
    const message = `${buffer.exporter} maps for userspace in its own way, ${profile.mmap}`;
    report.error(value, message, { expected: [profile.mmap], word: value.text });
  }
  return { ...buffer, mmap: profile.mmap };
}
