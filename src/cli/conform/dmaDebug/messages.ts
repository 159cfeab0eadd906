/** Kernel messages of a run and of a recording, in a form in which they can be compared. */
import type { Entry } from '../../../history/history.ts';
import type { Difference } from '../format.ts';

const prefix = 'DMA-API: ';

/** What the kernel logged in an operation of the model. */
function logged({ events }: Entry): readonly string[] {
  return events.flatMap(({ kind, label }) => (kind === 'printk' ? [label] : []));
}

/** The complaints of dma-debug in an operation, without their prefix, as the recordings have them. */
export function complaintsOf(entry: Entry | undefined): readonly string[] {
  const messages = entry ? logged(entry) : [];
  return messages.flatMap((text) => (text.startsWith(prefix) ? [text.slice(prefix.length)] : []));
}

/** What other code logged. */
export function otherMessagesOf(entry: Entry | undefined): readonly string[] {
  const messages = entry ? logged(entry) : [];
  return messages.filter((text) => !text.startsWith(prefix));
}

/** A complaint with its addresses, which differ from boot to boot, replaced; sizes and counts stay. */
export function withoutAddresses(text: string): string {
  return text
    .replaceAll(
      /\[((?:device |cpu alloc |cpu free )?address)=(?:0x[0-9a-f]+|ADDR)\]/gu,
      '[$1=ADDR]',
    )
    .replaceAll(/\[(addr|probable addr|start|end)=(?:0x)?(?:[0-9a-f]+|ADDR)\]/gu, '[$1=ADDR]')
    .replaceAll(/RAM address (?:0x[0-9a-f]+|ADDR)/gu, 'RAM address ADDR')
    .replaceAll(/of cacheline (?:0x[0-9a-f]+|ADDR)/gu, 'of cacheline ADDR');
}

/** A warning with its place in the source, without what depends on the build, the CPU and the process. */
export function withoutBuild(text: string): string {
  const found = /^WARNING: (?:CPU: \d+ PID: \d+ at )?(\S+?)(?::\d+)? (?:at )?(\w+)/u.exec(text);
  return found ? `WARNING: ${found[1] ?? ''} at ${found[2] ?? ''}` : text;
}

/** Where two lists of messages differ: one difference each place. */
export function compareMessages(
  where: string,
  expected: readonly string[],
  got: readonly string[],
): readonly Difference[] {
  const count = Math.max(expected.length, got.length);
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const wanted = expected[i] ?? 'nothing';
    const found = got[i] ?? 'nothing';
    return wanted === found ? [] : [{ where: `${where}[${i}]`, expected: wanted, got: found }];
  });
}
