/** The machine of an object: where it was, where it is, and what can happen to it now. */
import './machine.css';
import type { MachineId } from '../model/microEvent.ts';
import { selectionKey } from '../scene/selection.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import type { ShownMachine } from '../figure/shownMachine.ts';
import { createFittedMachineView } from '../view/machine/fittedMachineView.ts';
import { icons } from './icons.tsx';
import { MachineEvents } from './MachineEvents.tsx';
import { MachineStrip } from './MachineStrip.tsx';
import { useMachine, useMachineHost } from './useMachine.ts';
import { commandTitle, useRun } from './useSession.ts';
import { ViewHost } from './ViewHost.tsx';

export function MachinePanel() {
  const { shown, picture } = useMachine();
  const create = useMachineHost(createFittedMachineView);
  const { chosen } = shown;
  if (!chosen || !picture) {
    return (
      <p className="empty">No object has a state yet: export, map or import a buffer first.</p>
    );
  }
  const { words } = machines[chosen.machine];
  return (
    <div className="panel machine-panel grow">
      <MachineHead shown={shown} />
      <MachineStrip instance={chosen} />
      <div
        className="machine-body scroll"
        tabIndex={0}
        role="group"
        aria-label="State and what is possible"
      >
        <ViewHost create={create} scene={picture} />
        <p className="machine-doc">{words.states[chosen.state]?.doc}</p>
        <MachineEvents instance={chosen} />
      </div>
    </div>
  );
}

/** Which object it is, whether it stays that one, and the way to all of its machine. */
function MachineHead({ shown: { instances, chosen, isHeld } }: { readonly shown: ShownMachine }) {
  const run = useRun();
  const kinds = [...new Set(instances.map(({ machine }) => machine))];
  const pin = (machine: MachineId, instance: string) =>
    run('select', { what: selectionKey({ kind: 'machine', machine, instance }) });
  return (
    <div className="machine-head">
      <select
        aria-label="Object"
        value={chosen?.instance}
        onChange={({ currentTarget }) => {
          const next = instances.find(({ instance }) => instance === currentTarget.value);
          if (next) pin(next.machine, next.instance);
        }}
      >
        {kinds.map((kind) => (
          <optgroup key={kind} label={machines[kind].title}>
            {instances
              .filter(({ machine }) => machine === kind)
              .map(({ instance, label }) => (
                <option key={instance} value={instance}>
                  {label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <button
        type="button"
        className="button square small"
        aria-pressed={isHeld}
        aria-label="Keep this object"
        title={isHeld ? 'Kept: press to follow the steps' : 'Follows the steps: press to keep it'}
        onClick={() => {
          if (isHeld) run('select.none');
          else if (chosen) pin(chosen.machine, chosen.instance);
        }}
      >
        {icons.pin}
      </button>
      <button
        type="button"
        className="button square small"
        aria-label="Whole machine"
        title={commandTitle('machine.whole')}
        onClick={() => run('machine.whole')}
      >
        {icons.whole}
      </button>
    </div>
  );
}
