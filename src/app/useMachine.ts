/** The machine that is shown, as a scene, and the host of a view of it: for the panel and for the sheet. */
import { useMemo } from 'react';
import { passageAt, passagesOf } from '../history/passages.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import { nearScene } from '../scene/machineNear.ts';
import { machineScene } from '../scene/machineScene.ts';
import { currentEvent, currentState, type Point } from '../session/derive.ts';
import { operationFor } from '../session/doEvent.ts';
import { doHere } from '../session/forkCommands.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { shownMachine, type ShownMachine } from '../figure/shownMachine.ts';
import type { FittedScene } from '../view/machine/fittedMachineView.ts';
import type { MachineUpdate } from '../view/machine/machineView.ts';
import { isStepForward, stepDuration } from '../player/motion.ts';
import { useSession, useSessionObject } from './useSession.ts';
import type { HostedView } from './ViewHost.tsx';

export interface MachinePicture extends Point {
  readonly instance: MachineInstance;
  readonly scene: FittedScene;
}

/** What the session shows, and the scene of the chosen one; null where no object has a state. */
export function useMachine(): {
  readonly shown: ShownMachine;
  readonly picture: MachinePicture | null;
} {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const selection = useSession((s) => s.selection);
  const shown = useMemo(
    () => shownMachine({ history, cursor }, selection),
    [history, cursor, selection],
  );
  const { chosen } = shown;
  const picture = useMemo((): MachinePicture | null => {
    if (!chosen) return null;
    const { instance, machine } = chosen;
    const transitions = currentEvent({ history, cursor })?.transitions ?? [];
    const taken = transitions.findLast((each) => each.instance === instance) ?? null;
    const passages = passagesOf(history, instance);
    const came = passages[passageAt(passages, cursor)]?.came ?? null;
    // Where several of its bytes moved at once, the one that tells where it is now.
    const fits = came && came.to === chosen.state ? came : null;
    const definition = machines[machine];
    const scene = {
      whole: machineScene(definition, chosen, taken),
      near: nearScene(definition, chosen, { came: fits, taken }),
    };
    return { scene, instance: chosen, history, cursor };
  }, [chosen, history, cursor]);
  return { shown, picture };
}

interface AnyMachineView<Scene> {
  update(scene: Scene, options: MachineUpdate): void;
  destroy(): void;
  isIdle(): boolean;
}

type CreateView = (
  element: HTMLElement,
  options: { readonly onEvent: (event: string) => void },
) => AnyMachineView<FittedScene>;

/** Makes the view and has it do what is clicked in it. */
export function useMachineHost(
  createView: CreateView,
): (element: HTMLElement) => HostedView<MachinePicture> {
  const session = useSessionObject();
  return useMemo(
    () => (element: HTMLElement) => {
      let shown: MachinePicture | null = null;
      const view = createView(element, {
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
          const { playing, speed, sought } = session.store.getState();
          const durationMs = stepDuration(playing ? speed : 1);
          const animate = !sought && durationMs > 0 && isStepForward(shown, picture);
          shown = picture;
          view.update(picture.scene, { animate, durationMs });
        },
      };
    },
    [createView, session],
  );
}
