/** Which lanes a run has, and in which of them an agent's doings are drawn. */
import type { Agent } from '../model/operation.ts';
import { deviceRole } from './laneInput.ts';
import type { LaneInput, LaneRole } from './laneInput.ts';

export interface Lane {
  /** Name of the agent. */
  readonly key: string;
  readonly label: string;
  readonly role: LaneRole;
}

/** The lanes met so far, by agent. */
export class LaneList {
  readonly #lanes = new Map<string, Lane & { readonly rank: number }>();
  readonly #exporters: readonly string[];

  constructor({ initial }: LaneInput) {
    this.#exporters = initial.setup.buffers.map((buffer) => buffer.exporter);
    initial.setup.devices.forEach(({ name, miscOf }, device) => {
      if (miscOf === undefined) this.#add(name, deviceRole(device), 4 + device);
    });
  }

  of(agent: Agent): Lane {
    switch (agent.kind) {
      case 'thread': {
        const kernel = agent.process === 'kernel';
        return this.#add(`${agent.process}@cpu${agent.cpu}`, 'cpu', kernel ? 1 : 0);
      }
      case 'device':
        return this.#add(agent.device, 'other', 999);
      case 'cpu':
        return this.#add(`cpu${agent.cpu}`, 'cpu', 2);
      default:
        return this.#add('iommu', 'other', 1000);
    }
  }

  /** The lane of a thread that runs on a CPU, else that of the CPU itself. */
  ofCpu(cpu: number): Lane {
    const thread = [...this.#lanes.values()].find(
      (lane) => lane.rank < 2 && lane.key.endsWith(`@cpu${cpu}`),
    );
    return thread ?? this.#add(`cpu${cpu}`, 'cpu', 2);
  }

  /** The lane of this name; undefined where there is none so far. */
  named(key: string): Lane | undefined {
    return this.#lanes.get(key);
  }

  /** The lane of the driver that exports a buffer. */
  ofExporter(buffer: number): Lane {
    const name = this.#exporters[buffer] ?? 'exporter';
    const label = new Set(this.#exporters).size > 1 ? name : 'exporter';
    return this.#add(`exporter ${name}`, 'other', 3, label);
  }

  /** Threads, kernel, CPUs, exporters, devices, IOMMU; among equals as they came, CPUs by number. */
  inOrder(): readonly Lane[] {
    return [...this.#lanes.values()]
      .toSorted((a, b) => a.rank - b.rank || (a.rank === 2 ? a.key.localeCompare(b.key) : 0))
      .map(({ key, label, role }) => ({ key, label, role }));
  }

  #add(key: string, role: LaneRole, rank: number, label = key): Lane {
    const lane = this.#lanes.get(key) ?? { key, label, role, rank };
    this.#lanes.set(key, lane);
    return lane;
  }
}
