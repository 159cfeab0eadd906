/** The machine of the selected object, drawn from its own definition: where it is and what is possible. */
import './machine.css';
import { useMemo } from 'react';
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { attachmentId, iommuId, ownershipId, pteId } from '../model/machines/instanceIds.ts';
import { machineInstances, type MachineInstance } from '../model/machines/instances.ts';
import type { MachineId, MicroEvent } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import { machineScene, type MachineScene } from '../scene/machineScene.ts';
import type { Selection } from '../scene/selection.ts';
import { vmaPages } from '../scene/vmaPages.ts';
import { currentEvent, currentState, type Point } from '../session/derive.ts';
import { operationFor } from '../session/doEvent.ts';
import { doHere } from '../session/forkCommands.ts';
import type { Session } from '../session/session.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { createMachineView } from '../view/machine/machineView.ts';
import { isStepForward, prefersStillness } from './motion.ts';
import { useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

interface MachinePicture extends Point {
  readonly instance: string;
  readonly scene: MachineScene;
}

export function MachinePanel() {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const state = useSession(currentState);
  const event = useSession(currentEvent);
  const selection = useSession((s) => s.selection);
  const instances = useMemo(() => machineInstances(state), [state]);
  const chosen =
    instanceOf(instances, idOfSelection(state, selection)) ??
    contested(instances, event) ??
    lastMoved(instances, history, cursor) ??
    instances[0];
  const picture = useMemo((): MachinePicture | null => {
    if (!chosen) return null;
    const transitions = event?.transitions ?? [];
    const taken = transitions.findLast(({ instance }) => instance === chosen.instance) ?? null;
    const scene = machineScene(machines[chosen.machine], chosen, taken);
    return { scene, instance: chosen.instance, history, cursor };
  }, [chosen, event, history, cursor]);

  const create = useMemo(() => (element: HTMLElement) => hostMachine(element, session), [session]);

  if (!chosen || !picture) {
    return (
      <p className="empty">No object has a state yet: export, map or import a buffer first.</p>
    );
  }
  return (
    <div className="panel machine-panel grow">
      <div className="machine-head">
        <select
          aria-label="Object"
          value={chosen.instance}
          onChange={(change) => {
            const next = instanceOf(instances, change.currentTarget.value);
            if (!next) return;
            const { machine, instance } = next;
            session.store.setState({ selection: { kind: 'machine', machine, instance } });
          }}
        >
          {machinesIn(instances).map((id) => (
            <optgroup key={id} label={machines[id].title}>
              {instances
                .filter(({ machine }) => machine === id)
                .map(({ instance, label }) => (
                  <option key={instance} value={instance}>
                    {label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </div>
      <ViewHost create={create} scene={picture} className="scroll" />
      <Possible instance={chosen} />
    </div>
  );
}

function Possible({ instance }: { readonly instance: MachineInstance }) {
  const { words } = machines[instance.machine];
  const title = (event: string) => words.events[event]?.title ?? event;
  return (
    <div className="possible scroll" tabIndex={0} role="group" aria-label="What is possible">
      <p>
        {words.states[instance.state]?.doc}{' '}
        {instance.possible.length > 0 && (
          <>
            Now possible: <b>{instance.possible.map(title).join(', ')}</b>.
          </>
        )}
      </p>
      {instance.impossible.length > 0 && (
        <details>
          <summary>Not possible now</summary>
          <ul>
            {instance.impossible.map(({ event, why }) => (
              <li key={event}>
                <b className="plain">{title(event)}</b>: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function hostMachine(element: HTMLElement, session: Session): HostedView<MachinePicture> {
  let shown: MachinePicture | null = null;
  const view = createMachineView(element, {
    onEvent: (event) => {
      if (!shown) return;
      const operation = operationFor(currentState(shown), shown.instance, event);
      if (operation) doHere(session, operation);
      else session.say('No single operation does that from here');
    },
  });
  return {
    ...view,
    update(picture) {
      const animate = isStepForward(shown, picture) && !prefersStillness();
      shown = picture;
      view.update(picture.scene, { animate });
    },
  };
}

/** The instance that was the last to take a transition, up to the cursor. */
function lastMoved(
  instances: readonly MachineInstance[],
  history: History,
  { operation, micro }: Cursor,
): MachineInstance | undefined {
  for (let i = operation; i > 0; i--) {
    const events = history.entries[i - 1]?.events ?? [];
    const done = i === operation && micro !== null ? events.slice(0, micro) : events;
    const moved = done
      .flatMap(({ transitions }) => transitions)
      .toReversed()
      .map(({ instance }) => instanceOf(instances, instance))
      .find((instance) => instance !== undefined);
    if (moved) return moved;
  }
  return undefined;
}

function machinesIn(instances: readonly MachineInstance[]): readonly MachineId[] {
  return [...new Set(instances.map(({ machine }) => machine))];
}

/** Where an ownership rule was just broken nothing moved: the machine that refused is the one to look at. */
function contested(
  instances: readonly MachineInstance[],
  event: MicroEvent | null,
): MachineInstance | undefined {
  const isBroken = event?.violations.some((violation) => violation.class === 'ownership') ?? false;
  return isBroken ? instances.find((instance) => instance.contested) : undefined;
}

function instanceOf(
  instances: readonly MachineInstance[],
  id: string | null,
): MachineInstance | undefined {
  return id === null ? undefined : instances.find(({ instance }) => instance === id);
}

/** The instance that a selection is about; null where it is about none. */
function idOfSelection(state: State, selection: Selection | null): string | null {
  if (!selection) return null;
  if (selection.kind === 'machine') return selection.instance;
  const { pageSize, lineSize } = state.setup.platform;
  const { buffer, place } = selection;
  const page =
    selection.kind === 'page' ? selection.page : Math.floor((selection.line * lineSize) / pageSize);
  if (place?.kind === 'pte') {
    const shown = vmaPages(state, buffer, page).find(({ vma }) => vma.id === place.vma);
    if (shown) return pteId(shown.vma.id, shown.index);
  }
  if (place?.kind === 'tlb' || place?.kind === 'cpu') {
    const [shown] = vmaPages(state, buffer, page);
    if (shown) return pteId(shown.vma.id, shown.index);
  }
  if (place?.kind === 'iommu' || place?.kind === 'iotlb') {
    const frame = state.buffers[buffer]?.frames[page];
    const device = state.setup.devices[place.device]?.name;
    const pte = state.devices[place.device]?.iommu.find((each) => each.frame === frame);
    if (device !== undefined && pte) return iommuId(device, pte.iova);
  }
  if (place?.kind === 'device') {
    const attachment = state.attachments.find(
      (each) => each.buffer === buffer && each.device === place.device,
    );
    if (attachment) return attachmentId(attachment.id);
  }
  const mapping = state.mappings.find((each) => each.live && each.buffer === buffer);
  return mapping ? ownershipId(mapping.id, page) : null;
}
