/**
 * Every form that an operation can have, in the order of the documentation. The one source for parser,
 * printer, diagnostics, `docs/script.md` and completions.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import type { Agent, Operation } from '../model/operation.ts';
import { dmaApiForms } from './dmaApiForms.ts';
import { driverForms } from './driverForms.ts';
import { exporterForms } from './exportersForms.ts';
import { fenceForms } from './fencesForms.ts';
import { fileForms } from './filesForms.ts';
import type { ArgValues, OperationForm, Speaker } from './form.ts';
import { hardwareForms } from './hardwareForms.ts';
import { importerForms } from './importersForms.ts';
import { kernelForms } from './kernelForms.ts';
import { mmForms } from './mmForms.ts';
import { threadForms } from './threadForms.ts';

export const operationForms: readonly OperationForm[] = [
  ...threadForms,
  ...kernelForms,
  ...driverForms,
  ...hardwareForms,
  ...mmForms,
  ...fileForms,
  ...fenceForms,
  ...dmaApiForms,
  ...exporterForms,
  ...importerForms,
];

/** Process name of kernel code that works through the linear map. */
export const kernelProcess = 'kernel';

/** As what an agent speaks. */
export function speakerOf(agent: Agent): Speaker {
  switch (agent.kind) {
    case 'thread':
      return agent.process === kernelProcess ? 'kernel' : 'thread';
    case 'device':
    case 'cpu':
    case 'iommu':
      return agent.kind;
    default:
      return assertUnreachable(agent);
  }
}

/** The forms that a speaker has. */
export function formsOf(speaker: Speaker): readonly OperationForm[] {
  return operationForms.filter((form) => form.speakers.includes(speaker));
}

/**
 * The form that writes an operation, with its arguments. An action that its agent cannot do (which only
 * a program can put together) is written by the form of whoever can.
 */
export function findForm(operation: Operation): { form: OperationForm; values: ArgValues } | null {
  const speaker = speakerOf(operation.agent);
  let other: { form: OperationForm; values: ArgValues } | null = null;
  for (const form of operationForms) {
    const values = form.take(operation.action);
    if (values === null) continue;
    if (form.speakers.includes(speaker)) return { form, values };
    other ??= { form, values };
  }
  return other;
}
