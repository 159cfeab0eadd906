/**
 * The bridge to a d3 view: React owns the element, the view owns what is inside. One effect creates and
 * destroys, one updates. While it is here, the session counts the view's motion as the page's.
 */
import { useEffect, useRef } from 'react';
import { useSessionObject } from './useSession.ts';

export interface HostedView<Scene> {
  readonly update: (scene: Scene) => void;
  readonly destroy: () => void;
  readonly isIdle: () => boolean;
}

interface ViewHostProps<Scene> {
  /** Makes the view; must stay the same function while the element lives. */
  readonly create: (element: HTMLElement) => HostedView<Scene>;
  readonly scene: Scene;
  readonly className?: string;
}

export function ViewHost<Scene>({ create, scene, className }: ViewHostProps<Scene>) {
  const session = useSessionObject();
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<HostedView<Scene> | null>(null);

  useEffect(() => {
    if (!element.current) return undefined;
    const created = create(element.current);
    view.current = created;
    const forget = session.watchIdle(created.isIdle);
    return () => {
      forget();
      view.current = null;
      created.destroy();
    };
  }, [create, session]);

  useEffect(() => {
    view.current?.update(scene);
  }, [create, scene]);

  return <div ref={element} className={`view-host ${className ?? ''}`} />;
}
