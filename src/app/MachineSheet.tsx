/** All of the shown machine, large: zoomed by wheel, fingers or keys, moved by dragging. */
import './machine.css';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { createZoomedMachineView } from '../view/machine/zoomedMachineView.ts';
import { Dialog } from './Dialog.tsx';
import { useMachine, useMachineHost } from './useMachine.ts';
import { ViewHost } from './ViewHost.tsx';

export function MachineSheet({ onClose }: { readonly onClose: () => void }) {
  const { shown, picture } = useMachine();
  const create = useMachineHost(createZoomedMachineView);
  const { chosen } = shown;
  return (
    <Dialog
      title={chosen ? `${machines[chosen.machine].title}: ${chosen.label}` : 'State machine'}
      place="middle"
      onClose={onClose}
    >
      {chosen && picture ? (
        <div className="machine-sheet">
          <p className="dialog-intro">{machines[chosen.machine].words.doc}</p>
          <ViewHost create={create} scene={picture} />
        </div>
      ) : (
        <p className="dialog-intro">No object has a state yet.</p>
      )}
    </Dialog>
  );
}
