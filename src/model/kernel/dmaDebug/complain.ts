/** A complaint of dma-debug: logged word for word, and noted as a violation [kernel/dma/debug.c, err_printk]. */
import { printk, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import { raise } from '../../violations/raise.ts';
import type { DmaApiRuleId } from '../../vocabulary/dmaApi.ts';
import { deviceIdentity } from '../deviceIdentity.ts';
import { deviceName } from '../named.ts';
import type { DebugEntry } from './types.ts';

/** What is complained of: the kernel's words, and what they come to in ours. */
export interface Complaint {
  readonly rule: DmaApiRuleId;
  /** What follows driver and device. */
  readonly text: string;
  /** Our words: what is so, and whether the complaint is right. */
  readonly outcome: string;
}

/** Complains of something that a driver did with a device. */
export function complain(
  draft: Draft,
  device: number,
  entry: Pick<DebugEntry, 'bytes' | 'size'> | null,
  { rule, text, outcome }: Complaint,
): void {
  const bytes = entry?.bytes ? { ...entry.bytes, length: entry.size } : null;
  raise(draft, { rule, agent: deviceName(draft, device), bytes, outcome });
  printk(draft, `DMA-API: ${deviceIdentity(draft, device)}: ${text}`, sentence(outcome));
}

/** Words as a sentence. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `[device address=0x000000001a2f0000]` */
export function addressText(address: number): string {
  return `[device address=${longHex(address)}]`;
}

/** An address in 16 digits. */
export function longHex(address: number): string {
  return `0x${address.toString(16).padStart(16, '0')}`;
}

/** `DMA_TO_DEVICE` */
export function directionText(direction: Direction): string {
  return `DMA_${direction}`;
}
