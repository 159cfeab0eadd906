/** One of the two rooms of a comparison, under what its run is and what came of the step in it. */
import { useMemo } from 'react';
import { isSameCursor, printCursor } from '../history/cursor.ts';
import { entryAt } from '../history/points.ts';
import { refusalOf, verdictOfStep } from '../history/stepVerdict.ts';
import { rules } from '../model/violations/rules.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import { sameSelection, type Selection } from '../scene/selection.ts';
import { operationWords, verdicts, type Point } from '../session/derive.ts';
import type { Session } from '../session/session.ts';
import { whoOf } from '../session/scriptLines.ts';
import { agentName } from '../model/names.ts';
import { createRoomView } from '../view/room/createRoomView.ts';
import { movementOf } from '../view/room/movement.ts';
import { roomExtras } from '../view/room/roomExtras.ts';
import type { ComparedRun } from './compared.ts';
import { isStepForward, stepDuration } from '../player/motion.ts';
import { followZoom } from '../player/roomZoom.ts';
import { useSessionObject } from './useSession.ts';
import { signOf, VerdictSign } from './VerdictSign.tsx';
import { ViewHost, type HostedView } from './ViewHost.tsx';

interface CompareRoomProps {
  readonly run: ComparedRun;
  /** Whether it is the run that commands act on. */
  readonly isHere: boolean;
  readonly onFold: (key: string) => void;
  readonly onFoldColumn: (key: string) => void;
}

export function CompareRoom({ run, isHere, onFold, onFoldColumn }: CompareRoomProps) {
  const session = useSessionObject();
  const create = useMemo(
    () => (element: HTMLElement) => hostRoom(element, session, { isHere, onFold, onFoldColumn }),
    [session, isHere, onFold, onFoldColumn],
  );
  return (
    <section
      className={isHere ? 'panel room compare-room' : 'panel room compare-room beside-room'}
      aria-label={`${isHere ? 'Room' : 'Room beside it'}: ${run.title}`}
    >
      <header className="compare-head">
        <h2 className="compare-title">
          <span className="hidden-text">{isHere ? 'This run: ' : 'Beside it: '}</span>
          {run.title}
        </h2>
        <StepWords run={run} />
      </header>
      <ViewHost create={create} scene={run} className="scroll" />
    </section>
  );
}

/** The step, what came of it, and who owns what. */
function StepWords({ run }: { readonly run: ComparedRun }) {
  const { history, cursor } = run;
  const entry = entryAt(history, cursor);
  if (!entry) return <span className="compare-step">before the first step</span>;
  const { operation } = entry.input;
  const done = entry.events.slice(0, cursor.micro ?? entry.events.length);
  const violations = done.flatMap((event) => event.violations);
  const judged = verdicts(history);
  const verdict = verdictOfStep({ violations }, ({ id }) => judged.get(id) ?? 'luck');
  const refused = cursor.micro === null ? refusalOf(entry.result) : null;
  const sign = signOf(verdict, refused);
  const [first] = violations.toSorted((a, b) => rankOf(a.class) - rankOf(b.class));
  return (
    <>
      <span className="compare-step">
        <span className="step-number">{printCursor(cursor)}</span>{' '}
        <b className={`who-${whoOf(operation.agent, history.setup)}`}>
          {agentName(operation.agent)}:
        </b>{' '}
        {operationWords(operation).code}
      </span>
      <span className={`verdict-word is-${sign}`}>
        <VerdictSign sign={sign} />
        {first ? `${verdict}: ${rules[first.rule].title}` : (refused ?? verdict)}
      </span>
    </>
  );
}

/** What happened to data is said before what made it possible. */
function rankOf(kind: string): number {
  return kind === 'effect' ? 0 : 1;
}

interface RoomHost {
  readonly isHere: boolean;
  readonly onFold: (key: string) => void;
  readonly onFoldColumn: (key: string) => void;
}

interface Picture extends Point {
  readonly scene: RoomScene;
}

function hostRoom(
  element: HTMLElement,
  session: Session,
  { isHere, onFold, onFoldColumn }: RoomHost,
): HostedView<Picture> {
  const select = (selection: Selection | null) => session.store.setState({ selection });
  const openMenu = (chosen: Selection): void => {
    select(chosen);
    session.store.setState({ sheet: 'do' });
  };
  const view = createRoomView(element, {
    id: isHere ? 'room' : 'beside',
    onSelect: (chosen) =>
      select(sameSelection(session.store.getState().selection, chosen) ? null : chosen),
    ...(isHere ? { onCellMenu: openMenu } : {}),
    onFold,
    onFoldColumn,
    onZoom: (zoom) => session.store.setState({ zoom }),
  });
  view.equip(roomExtras);
  const partZoom = followZoom(session, view);
  let shown: Picture | null = null;
  return {
    ...view,
    destroy() {
      partZoom();
      view.destroy();
    },
    update(picture) {
      const before = shown;
      shown = picture;
      const isSamePoint =
        before?.history === picture.history && isSameCursor(before.cursor, picture.cursor);
      const { playing, speed } = session.store.getState();
      const durationMs = stepDuration(playing ? speed : 1);
      if (!before || isSamePoint || durationMs === 0 || !isStepForward(before, picture)) {
        view.update(picture.scene);
        return;
      }
      const step = { before: before.scene, after: picture.scene, isBackward: false, durationMs };
      view.update(picture.scene, [movementOf(step)]);
    },
  };
}
