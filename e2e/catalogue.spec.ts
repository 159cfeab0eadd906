/** Every built-in scenario, run in the page: it ends as the command line says, and the page stays quiet. */
import { countsOf, scenariosByGroup } from './commandLine.ts';
import { expect, test } from './driver.ts';

for (const [group, ids] of scenariosByGroup()) {
  test(`each scenario of “${group}” runs to its end`, async ({ app }) => {
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const id of ids) {
      const expected = countsOf(id, 'arm64');
      await app.open(`scenario=${id}&platform=arm64&at=1`);
      await app.press('End');
      const end = await app.state();
      expect([id, end.at]).toEqual([id, String(expected.operations)]);
      const counts = ['luck', 'harm'].map(
        (verdict) => end.violations.filter((violation) => violation.verdict === verdict).length,
      );
      expect([id, ...counts]).toEqual([id, expected.luck, expected.harm]);
      // Into the last operation and out again: every part of the picture is drawn once more.
      await app.press('Shift+ArrowLeft');
      await app.press('End');
      expect(await app.state()).toEqual(end);
    }
  });
}
