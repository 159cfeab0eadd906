/** How agents are written, in scripts and on screen. */
import type { Agent } from './operation.ts';
import { assertUnreachable } from '../base/assertUnreachable.ts';

/** `app@cpu0`, `gpu`, `gpu@cpu1` (driver code on another CPU than 0), `cpu1`, `iommu`. */
export function agentName(agent: Agent): string {
  switch (agent.kind) {
    case 'thread':
      return `${agent.process}@cpu${agent.cpu}`;
    case 'device':
      return agent.cpu === 0 ? agent.device : `${agent.device}@cpu${agent.cpu}`;
    case 'cpu':
      return `cpu${agent.cpu}`;
    case 'iommu':
      return 'iommu';
    default:
      return assertUnreachable(agent);
  }
}
