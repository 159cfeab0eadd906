/** The switches that lie in the corner of the room, over its rail. */
import type { Setup } from '../model/setup.ts';
import { areAllOpen, mayFold } from '../scene/folds.ts';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';

export function RoomTools() {
  const run = useRun();
  const caches = useSession((s) => s.caches);
  return (
    <>
      <div className="room-tools">
        <button
          type="button"
          className="button small"
          aria-pressed={caches === 'sets'}
          aria-label="Caches by set and way"
          title={commandTitle('caches.toggle')}
          onClick={() => run('caches.toggle')}
        >
          {icons.sets}
          <span aria-hidden="true">sets</span>
        </button>
      </div>
      <RoomZoom />
    </>
  );
}

/** Beside the legend, where nothing of the picture is. */
function RoomZoom() {
  const run = useRun();
  const zoom = useSession((s) => s.zoom);
  const opened = useSession((s) => s.opened);
  const setup = useSession((s) => s.history.setup);
  const isOpen = areAllOpen(opened, setup.buffers.length);
  const percent = `${Math.round(100 * zoom)} %`;
  return (
    <div className="room-zoom" role="group" aria-label="Zoom of the room">
      {canFold(setup) && (
        <button
          type="button"
          className="button small"
          title={commandTitle('room.fold')}
          onClick={() => run('room.fold')}
        >
          {isOpen ? 'fold all' : 'open all'}
        </button>
      )}
      <button
        type="button"
        className="button small"
        title={commandTitle('room.zoomOut')}
        aria-label="Zoom out of the room"
        onClick={() => run('room.zoomOut')}
      >
        −
      </button>
      <button
        type="button"
        className="button small zoom-level"
        title={commandTitle('room.zoomFit')}
        aria-label={`Zoom ${percent}: back to the usual size`}
        onClick={() => run('room.zoomFit')}
      >
        {percent}
      </button>
      <button
        type="button"
        className="button small"
        title={commandTitle('room.zoomIn')}
        aria-label="Zoom into the room"
        onClick={() => run('room.zoomIn')}
      >
        +
      </button>
    </div>
  );
}

function canFold({ buffers, platform }: Setup): boolean {
  const lines = platform.pageSize / platform.lineSize;
  return buffers.some(({ pages }) => mayFold(pages, lines));
}
