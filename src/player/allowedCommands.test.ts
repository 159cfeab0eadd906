import { describe, expect, it } from 'vitest';
import { commands } from '../session/commands.ts';
import { allowedCommands, commandRefusal } from './allowedCommands.ts';

/** Frozen: pages out there name these. One more is an addition to the protocol; one less breaks them. */
const released = {
  time: `step.forward step.back micro.forward micro.back seek.start seek.end seek violation.next
    violation.previous owner.next play.toggle play.start play.pause speed.set range.set range.start range.end
    range.clear loop.toggle breakpoint.toggle breakpoint.clear breakpoint.next demo.next demo.back demo.pause`,
  looks: `theme.set select select.change select.none caches.toggle room.zoomIn room.zoomOut room.zoomFit room.fold
    lanes.zoomIn lanes.zoomOut lanes.fit`,
  run: `scenario.open script.apply platform.set debug.toggle run.open fork.do fork.leave fork.open fix.apply
    fix.undo`,
};

/** Decided against, for the reasons that stand in allowedCommands.ts. A new command belongs here or there. */
const refused = `export.menu export.save share.copy script.file script.download
  do.menu embed.menu scenario.menu panel.menu panel.toggle panel.front controls.toggle help more palette breakpoint.menu machine.whole
  script.edit script.new script.close script.discard lecture.toggle lecture.next lecture.back
  tour.start tour.next tour.back tour.skip
  compare.menu compare.with compare.swap compare.close matrix.open
  fork.rename fork.delete repeat`;

const words = (text: string) => text.split(/\s+/).sort();

describe('the commands that other pages may give', () => {
  it('are these', () => {
    for (const [reach, ids] of Object.entries(released)) {
      const listed = Object.entries(allowedCommands).filter(([, its]) => its === reach);
      expect(listed.map(([id]) => id).sort(), reach).toEqual(words(ids));
    }
  });

  it('are commands of the session', () => {
    const known = new Set(commands.map(({ id }) => id));
    for (const id of Object.keys(allowedCommands)) expect(known, id).toContain(id);
  });

  it('leave out, on purpose, all others', () => {
    const others = commands.map(({ id }) => id).filter((id) => !Object.hasOwn(allowedCommands, id));
    expect(others.filter((id) => !words(refused).includes(id))).toEqual([]);
  });
});

describe('commandRefusal', () => {
  it('lets allowed commands through', () => {
    for (const id of Object.keys(allowedCommands)) expect(commandRefusal(id, false), id).toBeNull();
  });

  it('names what it does not know, cut short', () => {
    expect(commandRefusal('export.save', false)).toContain('“export.save”');
    expect(commandRefusal('x'.repeat(1_000_000), false)?.length).toBeLessThan(100);
    for (const id of ['', 'toString', '__proto__', 'constructor', 'seek ', 'SEEK']) {
      expect(commandRefusal(id, false), id).not.toBeNull();
    }
  });

  it('keeps the run of a read-only player', () => {
    expect(words(released.run).filter((id) => commandRefusal(id, true) === null)).toEqual([]);
    const others = words(`${released.time} ${released.looks}`);
    expect(others.filter((id) => commandRefusal(id, true) !== null)).toEqual([]);
  });
});
