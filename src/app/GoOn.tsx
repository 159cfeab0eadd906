/** The sign that a demo pauses here and waits for somebody to go on: the one thing to press. */
import '../player/goOn.css';
import { icons } from './icons.tsx';
import { useRun } from './useSession.ts';

export function GoOn() {
  const run = useRun();
  return (
    <button
      type="button"
      className="button small strong go-on"
      title="The demo pauses here: Space or Page Down goes on"
      onClick={() => run('demo.next')}
    >
      {icons.play}
      Go on
      <kbd className="for-keys">Space</kbd>
    </button>
  );
}
