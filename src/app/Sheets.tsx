/** The sheets that lie over the page: scenarios, panels, keys. What to do instead has its own file. */
import { commands } from '../session/commands.ts';
import { keyWords } from '../session/keyNames.ts';
import { panelIds } from '../session/sessionState.ts';
import { BreakpointSheet } from './BreakpointSheet.tsx';
import { CompareSheet } from './CompareSheet.tsx';
import { Dialog } from './Dialog.tsx';
import { DoSheet } from './DoSheet.tsx';
import { lazyPart } from './lazyPart.ts';
import { MatrixSheet } from './MatrixSheet.tsx';
import { MoreSheet } from './MoreSheet.tsx';
import { Palette } from './Palette.tsx';
import { panelNames } from './panelNames.ts';
import { ScenarioSheet } from './ScenarioSheet.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';

const EmbedSheet = lazyPart(async () => (await import('./EmbedSheet.tsx')).EmbedSheet);
const ExportSheet = lazyPart(async () => (await import('./ExportSheet.tsx')).ExportSheet);
const MachineSheet = lazyPart(async () => (await import('./MachineSheet.tsx')).MachineSheet);

export function Sheets() {
  const session = useSessionObject();
  const sheet = useSession((s) => s.sheet);
  const close = () => session.store.setState({ sheet: null });
  switch (sheet) {
    case 'help':
      return <HelpSheet onClose={close} />;
    case 'scenarios':
      return <ScenarioSheet onClose={close} />;
    case 'panels':
      return <PanelSheet onClose={close} />;
    case 'do':
      return <DoSheet onClose={close} />;
    case 'breakpoints':
      return <BreakpointSheet onClose={close} />;
    case 'matrix':
      return <MatrixSheet onClose={close} />;
    case 'compare':
      return <CompareSheet onClose={close} />;
    case 'machine':
      return <MachineSheet onClose={close} />;
    case 'export':
      return <ExportSheet onClose={close} />;
    case 'embed':
      return <EmbedSheet onClose={close} />;
    case 'more':
      return <MoreSheet onClose={close} />;
    case 'palette':
      return <Palette onClose={close} />;
    default:
      return null;
  }
}

interface SheetProps {
  readonly onClose: () => void;
}

function HelpSheet({ onClose }: SheetProps) {
  const withKeys = commands.filter(({ keys }) => keys.length > 0);
  return (
    <Dialog title="Keys" place="middle" onClose={onClose}>
      <div className="dialog-scroll scroll" tabIndex={0} role="group" aria-label="Keys">
        <dl className="keys">
          {withKeys.map(({ id, name, keys }) => (
            <div key={id} className="keys-row">
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{keyWords(key)}</kbd>
                ))}
              </dt>
              <dd>{name}</dd>
            </div>
          ))}
        </dl>
        <p className="dialog-note">
          A presenter remote works too: it sends Page Down and Page Up. Everything else is a button
          or a list that Tab reaches.
        </p>
      </div>
    </Dialog>
  );
}

function PanelSheet({ onClose }: SheetProps) {
  const panels = useSession((s) => s.panels);
  const run = useRun();
  return (
    <Dialog title="Panels" place="middle" onClose={onClose}>
      <div className="dialog-scroll scroll panel-choices">
        {panelIds.map((id) => (
          <label key={id} className="choice">
            <input
              type="checkbox"
              checked={panels.includes(id)}
              onChange={() => run('panel.toggle', { panel: id })}
            />{' '}
            {panelNames[id]}
          </label>
        ))}
      </div>
    </Dialog>
  );
}
