/**
 * The picture and its caption alone, as a link with `controls=none` shows them: for a talk or a screen on a wall. Every
 * key works as in the workbench; Esc or the one button brings that back.
 */
import './stage.css';
import { panelIds } from '../session/sessionState.ts';
import { Caption } from './Caption.tsx';
import { icons } from './icons.tsx';
import { LanesPanel } from './LanesPanel.tsx';
import { LinkProblems } from './LinkProblems.tsx';
import { RoomPanel } from './RoomPanel.tsx';
import { useRun, useSession } from './useSession.ts';

export function Stage() {
  const panels = useSession((s) => s.panels);
  // Lanes only where they were asked for, by themselves or beside the room.
  const hasLanes = panels.includes('lanes') && panels.length < panelIds.length;
  const hasRoom = panels.includes('room') || !hasLanes;
  const title = useSession((s) => s.scenario.title || 'Untitled script');
  const hasProblems = useSession((s) => s.problems.length > 0);
  const run = useRun();
  return (
    <>
      {hasProblems && <LinkProblems />}
      <main className="stage" aria-label={title}>
        {hasRoom && <RoomPanel />}
        {hasLanes && <LanesPanel />}
        <Caption />
        <button
          type="button"
          className="button square leave-stage"
          aria-label="Show all panels"
          title="Show all panels (Esc)"
          onClick={() => run('controls.toggle')}
        >
          {icons.close}
        </button>
      </main>
    </>
  );
}
