/** Performs the actions of `vocabulary/dmaApi.ts`. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import type { Draft } from '../draft.ts';
import type { Agent } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaApiAction } from '../vocabulary/dmaApi.ts';
import { mapPage, unmapPage } from './dmaApi.ts';
import { bind, checkMapping, setMaxSegSize, setSegBoundary } from './dmaDevice.ts';
import { goneDriver } from './driver.ts';
import { findDevice, scriptError } from './lookup.ts';
import { mapResource, mapStray, unmapAddress, unmapResource } from './dmaResources.ts';
import { mapSgList, syncSgList, unmapSgList } from './sgLists.ts';

/** Performs one; `agent` does it. */
export function performDmaApi(draft: Draft, agent: Agent, action: DmaApiAction): OperationResult {
  if (agent.kind !== 'device') return scriptError(`only drivers do ${action.do}`);
  const device = findDevice(draft, agent.device);
  if (device < 0) return scriptError(`no device named ${agent.device}`);
  if (draft.state.devices[device]?.oopsed) return goneDriver(draft, device);
  return performFor(draft, device, agent.cpu, action);
}

function performFor(
  draft: Draft,
  device: number,
  cpu: number,
  action: DmaApiAction,
): OperationResult {
  switch (action.do) {
    case 'mapPage':
      return mapPage(draft, device, cpu, action);
    case 'unmapPage':
      return unmapPage(draft, device, cpu, action);
    case 'mapSgList':
      return mapSgList(draft, device, cpu, action);
    case 'unmapSgList':
      return unmapSgList(draft, device, cpu, action);
    case 'syncSgList':
      return syncSgList(draft, device, cpu, action);
    case 'mapResource':
      return mapResource(draft, device, action);
    case 'unmapResource':
      return unmapResource(draft, device, cpu, action);
    case 'checkMapping':
      return checkMapping(draft, device, action.mapping);
    case 'setMaxSegSize':
      return setMaxSegSize(draft, device, action.size);
    case 'setSegBoundary':
      return setSegBoundary(draft, device, action.size);
    case 'unmapAddress':
      return unmapAddress(draft, device, action);
    case 'mapStray':
      return mapStray(draft, device, action);
    case 'bind':
      return bind(draft, device);
    default:
      return assertUnreachable(action);
  }
}
