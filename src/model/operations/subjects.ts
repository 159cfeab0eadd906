/** Hands the actions of the subjects under `vocabulary/` to whoever performs them. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import {
  isDmaApiAction,
  isExporterAction,
  isFenceAction,
  isFileAction,
  isImporterAction,
  isMmAction,
} from '../actionKinds.ts';
import type { Draft } from '../draft.ts';
import type { Action, Agent, SubjectAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import { performDmaApi } from './dmaApiCalls.ts';
import { performExporter } from './exporters.ts';
import { performFence } from './fences.ts';
import { performFile } from './files.ts';
import { performImporter } from './importers.ts';
import { performMm } from './mm.ts';

/** Whether an action belongs to one of the subjects. */
export const isSubjectAction = (action: Action): action is SubjectAction =>
  isMmAction(action) ||
  isFileAction(action) ||
  isFenceAction(action) ||
  isDmaApiAction(action) ||
  isExporterAction(action) ||
  isImporterAction(action);

/** Performs a subject's action. */
export function performSubject(draft: Draft, agent: Agent, action: SubjectAction): OperationResult {
  if (isMmAction(action)) return performMm(draft, agent, action);
  if (isFileAction(action)) return performFile(draft, agent, action);
  if (isFenceAction(action)) return performFence(draft, agent, action);
  if (isDmaApiAction(action)) return performDmaApi(draft, agent, action);
  if (isExporterAction(action)) return performExporter(draft, agent, action);
  if (isImporterAction(action)) return performImporter(draft, agent, action);
  return assertUnreachable(action);
}
